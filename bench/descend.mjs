// A whole process: gradient descent on W1, as c/main.c does it, with the built package. descend.mjs FILE N D ITERATIONS STEP
import { readFileSync } from "node:fs";
import { compile, constant, input, pullback, square, squaredDistances, sub, sum } from "adbench";

const [file, ...numbers] = process.argv.slice(2);
const [n, d, iterations, step] = numbers.map(Number);
const bytes = readFileSync(file);
const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const start = all.subarray(1, 1 + n * d);
const target = all.subarray(2 + n * d, 2 + n * d + n * n);
const w = input([n, d]);
const loss = sum(square(sub(squaredDistances(w), constant(target, [n, n]))));
const {
  inputs: [x],
  outputs: [f, g],
  run,
} = compile([w], [loss, pullback(loss, [w])[0]]);
x.set(start);
for (let k = 0; k < iterations; k++) {
  run();
  for (let i = 0; i < x.length; i++) x[i] -= step * g[i];
}
console.log(f[0]);
