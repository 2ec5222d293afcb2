/** A whole process: gradient descent on W1, as c/main.c does it. descend.js FILE N D ITERATIONS STEP */
import { readFileSync } from "node:fs";
import { compile, constant, input, pullback } from "../src/ad/index.js";
import { sstress } from "./workloads.js";

const [file, n, d, iterations, step] = process.argv.slice(2).map((word, k) => (k === 0 ? word : Number(word))) as [string, ...number[]];
const bytes = readFileSync(file);
const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const start = all.subarray(1, 1 + n! * d!);
const target = all.subarray(2 + n! * d!, 2 + n! * d! + n! * n!);
const w = input([n!, d!]);
const loss = sstress(constant(target, [n!, n!]))(w);
const { inputs, outputs, run } = compile([w], [loss, pullback(loss, [w])[0]!]);
const [x] = inputs as [Float64Array];
const [f, g] = outputs as [Float64Array, Float64Array];
x.set(start);
for (let k = 0; k < iterations!; k++) {
  run();
  for (let i = 0; i < x.length; i++) x[i]! -= step! * g[i]!;
}
console.log(f[0]);
