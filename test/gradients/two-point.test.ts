/** TP1 (unbiased) and TP2 (variance) of the two-point estimator, on linear functions, where every difference is exact. */
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/core/errors.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/random.js";
import { evaluationsOf } from "../support/evaluations.js";
import { estimate, paramsOf, sourceNamed } from "../support/methods.js";

const n = 8;
const slope = Float64Array.from([1, -2, 0.5, 3, -1, 0.25, 2, -0.75]);
const linear = evaluationsOf(n, (x) => x.reduce((s, xi, i) => s + xi * slope[i]!, 0));
const norm = slope.reduce((s, a) => s + a * a, 0);
const laws = ["sphere", "gaussian", "rademacher", "coordinate"];
const twoPoint = sourceNamed("two-point");

interface Sampled {
  readonly mean: number[];
  readonly error: number[];
  /** E‖G − ∇f‖² / ‖∇f‖² */
  readonly variance: number;
}

/** h = 1: a linear function has no truncation error, so rounding is all there is. */
function sample(given: Params, count: number, factor = 1): Sampled {
  const gradient = estimate("two-point", linear, { h: 1, ...given }, stream("two-point test"));
  const x = new Float64Array(n);
  const g = new Float64Array(n);
  const sum = new Float64Array(n);
  const squares = new Float64Array(n);
  let deviation = 0;
  for (let k = 0; k < count; k++) {
    gradient(x, g);
    for (let i = 0; i < n; i++) {
      const gi = factor * g[i]!;
      sum[i]! += gi;
      squares[i]! += gi * gi;
      deviation += (gi - slope[i]!) * (gi - slope[i]!);
    }
  }
  const mean = Array.from(sum, (s) => s / count);
  return { mean, error: mean.map((m, i) => Math.sqrt((squares[i]! / count - m * m) / count)), variance: deviation / count / norm };
}
/** How many standard errors the mean is away from the gradient, at worst. */
const sigmas = ({ mean, error }: Sampled): number => Math.max(...mean.map((m, i) => Math.abs(m - slope[i]!) / error[i]!));

describe("TP1: E[G] = ∇f", () => {
  test.each(laws)("%s", (distribution) => expect(sigmas(sample({ distribution }, 20_000))).toBeLessThan(4));
  test("a Gaussian with factor d is d times too large, and is caught", () => {
    const wrong = sample({ distribution: "gaussian" }, 20_000, n);
    expect(sigmas(wrong)).toBeGreaterThan(40);
    expect(wrong.mean[3]! / slope[3]!).toBeGreaterThan(0.9 * n);
  });
});

describe("TP2: E‖G − ∇f‖² = ω‖∇f‖²", () => {
  test.each([
    ["sphere", {}, n - 1],
    ["gaussian", {}, n + 1],
    ["rademacher", {}, n - 1],
    ["coordinate", {}, n - 1],
    ["sphere", { directions: 4 }, (n - 1) / 4],
    ["gaussian", { directions: 3 }, (n + 1) / 3],
    ["sphere", { directions: 2, orthogonal: true }, n / 2 - 1],
    ["coordinate", { directions: 4, orthogonal: true }, n / 4 - 1],
    // One full block (exact) and 3 of 8: r (n − r)/k² with k = 11, r = 3.
    ["sphere", { directions: 11, orthogonal: true }, 15 / 121],
  ])("%s %j", (distribution, given, expected) => {
    const params = { distribution, ...given };
    expect(twoPoint.variance(n, paramsOf(twoPoint, params))).toBeCloseTo(expected, 12);
    expect(Math.abs(sample(params, 200_000).variance / expected - 1)).toBeLessThan(0.02);
  });
  test.each(["sphere", "coordinate"])("%s: 0 for a full orthonormal block", (distribution) => {
    const params = { distribution, directions: n, orthogonal: true };
    expect(twoPoint.variance(n, paramsOf(twoPoint, params))).toBe(0);
    expect(sample(params, 100).variance).toBeLessThan(1e-28);
  });
});

test("orthogonal Gaussian or Rademacher directions are refused, with what would do", () => {
  for (const distribution of ["gaussian", "rademacher"]) {
    const params = paramsOf(twoPoint, { distribution, orthogonal: true });
    expect(() => twoPoint.variance(n, params)).toThrow(UsageError);
    expect(() => twoPoint.make(linear, params, stream("x"))).toThrow(/distribution=sphere or coordinate/);
  }
});

test("the same stream gives the same estimates", () => {
  const draw = () => {
    const g = new Float64Array(n);
    estimate("two-point", linear, {}, stream("a"))(new Float64Array(n), g);
    return g;
  };
  expect(draw()).toEqual(draw());
});
