/** Many directions at once: what one program gives for all of them is what it gives for each alone. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { size, toposort } from "../../../src/ad/expr.js";
import * as ad from "../../../src/ad/index.js";
import { batched } from "../../../src/ad/jacobian/batch.js";
import { stream } from "../../../src/numeric/sampling/random.js";
import { adding, build, elementwise, moving, recipes } from "../wasm/random-program.js";

type Expr = ad.Expr;
const K = 3;

function numbers(name: string, length: number): Float64Array {
  const rng = stream(name);
  return Float64Array.from({ length }, () => rng.normal());
}

/** Runs y at x for K directions together and one after the other; the largest difference over the largest number. */
function apart(y: Expr, x: Expr, v: Expr, engine: ad.Engine = ad.defaultEngine()): number {
  const directions = ad.input([K, ...v.shape]);
  const [all, one] = [ad.compile([x, directions], [batched(y, v, directions)], engine), ad.compile([x, v], [y], engine)];
  const at = numbers("x", size(x.shape));
  const seeds = numbers("v", K * size(v.shape));
  all.inputs[0]!.set(at);
  all.inputs[1]!.set(seeds);
  all.run();
  one.inputs[0]!.set(at);
  const n = size(y.shape);
  let [worst, largest] = [0, 0];
  for (let k = 0; k < K; k++) {
    one.inputs[1]!.set(seeds.subarray(k * size(v.shape), (k + 1) * size(v.shape)));
    one.run();
    for (let i = 0; i < n; i++) {
      const [a, b] = [all.outputs[0]![k * n + i]!, one.outputs[0]![i]!];
      if (Object.is(a, b)) continue;
      worst = Math.max(worst, Number.isNaN(a - b) ? Number.POSITIVE_INFINITY : Math.abs(a - b));
      largest = Math.max(largest, Math.abs(b));
    }
  }
  return worst / Math.max(largest, 1e-300);
}

/** Of J v and of Jᵀ u. */
function both(f: (x: Expr) => Expr, shape: readonly number[]): void {
  const x = ad.input(shape);
  const y = f(x);
  const [v, u] = [ad.input(shape), ad.input(y.shape)];
  expect(apart(ad.pushforward(y, x, v), x, v)).toBeLessThan(1e-13);
  expect(apart(ad.pullback(y, [x], u)[0]!, x, u)).toBeLessThan(1e-13);
}

const data = (...shape: number[]): Expr => ad.constant(numbers("data", size(shape)), shape);

describe("by form of kernel", () => {
  test.each<[string, (x: Expr) => Expr, number[]]>([
    ["elementwise", (x) => ad.mul(ad.sin(x), ad.exp(x)), [4]],
    ["elementwise by plain code", (x) => ad.erf(x), [4]],
    ["scalars", (x) => ad.sin(x), []],
    ["repeated, moved, padded", (x) => ad.pad(ad.transpose(ad.mul(x, ad.broadcastTo(ad.sum(x, 0), x.shape))), [1, 0], [0, 2]), [3, 4]],
    ["backwards in steps", (x) => ad.slice(ad.flip(ad.square(x)), 1, 9, 3), [10]],
    ["extremes", (x) => ad.max(ad.mul(data(3, 4), x), 1), [4]],
    ["matrix and vector", (x) => ad.matmul(data(5, 4), x), [4]],
    ["X B", (x) => ad.matmul(ad.square(x), data(4, 5)), [3, 4]],
    ["A X", (x) => ad.matmul(data(5, 3), ad.square(x)), [3, 4]],
    ["X Xᵀ", (x) => ad.matmul(x, ad.transpose(x)), [3, 4]],
    ["Xᵀ X", (x) => ad.matmul(ad.transpose(x), x), [3, 4]],
    ["X as stored transposed", (x) => ad.squaredDistances(x), [4, 9]],
    ["rows picked", (x) => ad.gather(ad.square(x), [2, 0, 2, 1]), [3, 2]],
    ["rows added up", (x) => ad.scatterAdd(ad.square(x), [1, 0, 1], 4), [3, 2]],
    ["joined", (x) => ad.concat([ad.sin(x), x], 1), [2, 3]],
    ["running sums", (x) => ad.cumsum(ad.square(x), 1), [2, 5]],
    ["softmax", (x) => ad.softmax(x), [3, 4]],
    ["a constant", (x) => ad.add(ad.mul(0, ad.sum(x)), data(4)), [3]],
    ["nothing of x", () => data(4), [3]],
  ])("%s", (_, f, shape) => both(f, shape));

  test("checkpoints: what is computed again waits for cotangents, of which there are several", () => {
    const region = ad.checkpoint((x: Expr) => ad.sin(ad.mul(x, ad.exp(x))));
    both((x) => ad.square(region(ad.square(region(x)))), [4]);
    both((x) => ad.scan((c) => [region(c), c], x, 3)[0], [3]);
  });
  test("loops: carry, arrays that are walked, what is taken from outside, what is kept beside the carry", () => {
    both((x) => ad.scan((c, a) => [ad.sin(ad.add(c, ad.mul(a, x))), ad.mul(c, a)], x, data(5, 3))[1], [3]);
    both((x) => ad.scan((c, a) => [ad.add(ad.mul(0.5, c), ad.square(a)), c], ad.constant(0), x)[1], [6]);
    both((x) => ad.scan((c) => [ad.mul(c, ad.sum(x)), ad.sum(c)], data(2), 4)[0], [3]);
    both((x) => ad.scan((c) => [ad.sin(c), ad.sin(c)], x, 3)[0], [2]);
  });
});

test("what does not depend on the direction is computed once", () => {
  const x = ad.input([100]);
  const v = ad.input([100]);
  const directions = ad.input([10, 100]);
  const push = ad.pushforward(ad.sin(x), x, v);
  // A cosine each and 10 products, not 10 cosines.
  expect(ad.opCount([x, directions], [batched(push, v, directions)])).toBe(100 * (10 + 10));
});

test.each(["wasm", "interpreter"] as const)("random programs, by %s", (engine) => {
  const ops = [...elementwise, ...moving, ...adding];
  const property = fc.property(recipes(ops, 8, [2, 3, 5]), (recipe) => {
    const { inputs, last } = build(recipe, ops);
    const used = inputs.filter((x) => toposort([last]).includes(x));
    fc.pre(used.length === 1 && size(last.shape) > 0 && size(last.shape) < 500);
    const [x] = used as [Expr];
    const [v, u] = [ad.input(x.shape), ad.input(last.shape)];
    expect(apart(ad.pushforward(last, x, v), x, v, engine)).toBeLessThan(1e-11);
    expect(apart(ad.pullback(last, [x], u)[0]!, x, u, engine)).toBeLessThan(1e-11);
  });
  fc.assert(property, { seed: 7, numRuns: 150 });
});
