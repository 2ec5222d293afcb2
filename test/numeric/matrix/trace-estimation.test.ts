/** Trace estimators: exact where they must be, unbiased with the standard error they say, and charged what they use. */
import { describe, expect, test } from "vitest";
import type { Product } from "../../../src/numeric/matrix/lanczos.js";
import {
  hutchinson,
  hutchPlusPlus,
  isotropic,
  type TraceEstimate,
  type TraceOptions,
} from "../../../src/numeric/matrix/trace-estimation.js";
import { type Rng, stream } from "../../../src/numeric/sampling/random.js";

const dense =
  (rows: readonly (readonly number[])[]): Product =>
  (v, out) =>
    rows.forEach((row, i) => {
      out[i] = row.reduce((sum, a, j) => sum + a * v[j]!, 0);
    });
const outer = (u: readonly number[]): number[][] => u.map((a) => u.map((b) => a * b));
const plus = (A: number[][], B: number[][]): number[][] => A.map((row, i) => row.map((a, j) => a + B[i]![j]!));
/** (1 + i − j) mod 5 plus 3 on the diagonal: not symmetric, trace n(1 + 3). */
const odd = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => ((((1 + i - j) % 5) + 5) % 5) + (i === j ? 3 : 0)));

type Estimator = (n: number, product: Product, rng: Rng, options?: TraceOptions) => TraceEstimate;
const estimators: Readonly<Record<string, Estimator>> = { hutchinson, hutchPlusPlus };
const laws = ["rademacher", "gaussian", "sphere", "coordinate"] as const;

test.each(laws)("%s vectors are isotropic: E[vvᵀ] = I", (distribution) => {
  const [n, count] = [3, 40_000];
  const v = new Float64Array(n);
  const moments = new Float64Array(n * n);
  const draw = isotropic(distribution);
  const rng = stream(`isotropic/${distribution}`);
  for (let k = 0; k < count; k++) {
    draw(v, rng);
    for (let i = 0; i < n * n; i++) moments[i]! += (v[Math.floor(i / n)]! * v[i % n]!) / count;
  }
  moments.forEach((m, i) => void expect(Math.abs(m - (i % (n + 1) === 0 ? 1 : 0))).toBeLessThan(5 * Math.sqrt(2 / count)));
});

describe.each(Object.entries(estimators))("%s", (_, estimator) => {
  // Coordinates are left out: in few samples the same ones come again, and say nothing of their spread.
  test.each(laws.slice(0, 3))("%s: unbiased, also for a matrix that is not symmetric, with the standard error it says", (distribution) => {
    const n = 20;
    const runs = Array.from({ length: 400 }, (_, k) =>
      estimator(n, dense(odd(n)), stream(`${distribution}/${k}`), { products: 24, distribution }),
    );
    const z = runs.map(({ estimate, error }) => (estimate - 4 * n) / error);
    const mean = runs.reduce((sum, { estimate }) => sum + estimate / runs.length, 0);
    const spread = Math.sqrt(runs.reduce((sum, { estimate }) => sum + (estimate - mean) * (estimate - mean), 0)) / runs.length;
    expect(Math.abs(mean - 4 * n)).toBeLessThan(4 * spread);
    // Student's t with a few degrees of freedom, about 1 in size.
    const typical = Math.sqrt(z.reduce((sum, zk) => sum + zk * zk, 0) / z.length);
    expect(typical).toBeGreaterThan(0.8);
    expect(typical).toBeLessThan(1.8);
  });
  test.each([3, 4, 10, 99])("%i products are what it says it makes, and makes", (products) => {
    let count = 0;
    const A = dense(odd(50));
    const counted: Product = (v, out) => {
      count++;
      A(v, out);
    };
    expect(estimator(50, counted, stream("count"), { products }).products).toBe(products);
    expect(count).toBe(products);
  });
  test("the same stream, the same estimate", () => {
    const once = (key: string): number => estimator(9, dense(odd(9)), stream(key), { products: 9 }).estimate;
    expect(once("a")).toBe(once("a"));
    expect(once("a")).not.toBe(once("b"));
  });
});

describe("exact", () => {
  test("coordinates where all entries of the diagonal are the same", () => {
    const { estimate, error } = hutchinson(20, dense(odd(20)), stream("c"), { products: 7, distribution: "coordinate" });
    expect(Math.abs(estimate - 80)).toBeLessThan(1e-12);
    expect(error).toBeLessThan(1e-12);
  });
  test("signs on a diagonal matrix", () => {
    const A = dense([
      [1, 0, 0],
      [0, -5, 0],
      [0, 0, 7],
    ]);
    expect(hutchinson(3, A, stream("d"), { products: 5 })).toEqual({ estimate: 3, error: 0, products: 5 });
  });
  test("Hutch++ on a matrix of low rank, with what that saves spent on the rest, which is 0", () => {
    const A = dense(plus(outer([1, 2, 0, -1, 3, 1, 0, 0]), outer([0, 1, 1, 1, -2, 0, 5, 4])));
    const { estimate, error, products } = hutchPlusPlus(8, A, stream("low"), { products: 12 });
    expect(estimate).toBeCloseTo(16 + 48, 12);
    expect(error).toBeLessThan(1e-12);
    expect(products).toBe(12);
    expect(Math.abs(hutchinson(8, A, stream("low"), { products: 12 }).estimate - 64)).toBeGreaterThan(1);
  });
  test("Hutch++ with all of space: fewer products than it may take", () => {
    const { estimate, error, products } = hutchPlusPlus(6, dense(odd(6)), stream("all"), { products: 99 });
    expect(estimate).toBeCloseTo(24, 11);
    expect([error, products]).toEqual([0, 12]);
  });
});

test("a single sample has no standard error", () => {
  expect(hutchinson(2, dense(odd(2)), stream("one"), { products: 1 }).error).toBeNaN();
});
