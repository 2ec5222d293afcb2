/** A gradient never allocates: many evaluations leave the heap as it was. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/ad/compile.js";
import * as ad from "../../src/ad/index.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes that one evaluation leaves on the heap: the median over blocks of evaluations, with no collection in between. */
function bytesPerRun(program: ad.Program, runs: number): number {
  const blocks = 10;
  program.inputs.forEach((x) => x.forEach((_, i) => (x[i] = Math.sin(i + 1))));
  for (let k = 0; k < runs / blocks; k++) program.run();
  collect();
  const start = process.memoryUsage().heapUsed;
  const grown: number[] = [];
  for (let block = 0; block < blocks; block++) {
    const before = process.memoryUsage().heapUsed;
    for (let k = 0; k < runs / blocks; k++) program.run();
    grown.push(process.memoryUsage().heapUsed - before);
  }
  collect();
  // Less than the smallest object for each: the test runner keeps something of its own now and then.
  expect(process.memoryUsage().heapUsed - start, "after all of them").toBeLessThan(8 * Math.max(runs, 100_000));
  const median = grown.sort((a, b) => a - b)[blocks / 2]!;
  return median / (runs / blocks);
}

const mds = (n: number, d: number): [ad.Expr, ad.Expr] => {
  const x = ad.input([n * d]);
  return [x, ad.sum(ad.square(ad.sub(ad.squaredDistances(ad.reshape(x, [n, d])), 0.5)))];
};
const rosenbrock = (n: number): [ad.Expr, ad.Expr] => {
  const x = ad.input([n]);
  const [a, b] = [ad.slice(x, 0, n - 1), ad.slice(x, 1, n)];
  return [x, ad.sum(ad.add(ad.mul(100, ad.square(ad.sub(b, ad.square(a)))), ad.square(ad.sub(1, a))))];
};
/** Every form of kernel: elementwise, index, reductions, products, gather, scatter, native code. */
const everything = (): [ad.Expr, ad.Expr] => {
  const x = ad.input([6, 5]);
  const y = ad.matmul(ad.transpose(ad.tanh(x)), ad.cumsum(x));
  const z = ad.scatterAdd(ad.gather(ad.flip(y), [4, 0, 0, 2]), [1, 1, 0, 2], 3);
  const cube = ad.reshape(ad.concat([z, ad.erf(z)]), [2, 3, 5]);
  return [x, ad.sum(ad.add(ad.logsumexp(ad.transpose(cube, [2, 0, 1]), 1), ad.max(ad.transpose(cube, [2, 1, 0]), 2)))];
};

const programs: Readonly<Record<string, [ad.Expr, ad.Expr]>> = {
  "mds, 10 points": mds(10, 2),
  "mds, 6 points in 9 dimensions": mds(6, 9),
  "rosenbrock, n = 20": rosenbrock(20),
  "every kernel": everything(),
};
const gradient = ([x, f]: [ad.Expr, ad.Expr], engine: Engine): ad.Program => ad.compile([x], [f, ...ad.pullback(f, [x])], engine);

describe("compiled: nothing", () => {
  test.each(Object.entries(programs))("%s, 10⁵ gradients", (_, program) => {
    expect(bytesPerRun(gradient(program, "wasm"), 100_000)).toBeLessThan(0.5);
  });
  test("10⁶ gradients", () => {
    expect(bytesPerRun(gradient(mds(6, 2), "wasm"), 1_000_000)).toBeLessThan(0.1);
  });
});

describe("interpreted: nothing of its own", () => {
  // Parts of elementary functions that V8 does not inline get their numbers boxed, 16 bytes each: young garbage.
  const boxed: Readonly<Record<string, number>> = { "every kernel": 2000 };
  test.each(Object.entries(programs))("%s, 2 · 10⁴ gradients", (name, program) => {
    expect(bytesPerRun(gradient(program, "interpreter"), 20_000)).toBeLessThan(boxed[name] ?? 0.5);
  });
});
