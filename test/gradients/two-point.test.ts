/** TP1 (unbiased) and TP2 (variance) of the two-point estimator, on linear functions, where every difference is exact. */
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/core/errors.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
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

describe("quasi-random directions", () => {
  const quasi = (given: Params) => ({ quasi: true, ...given });
  /** E‖G − ∇f‖² / ω‖∇f‖² of first calls, each with a shift of its own, and of the calls that follow. */
  const relative = (distribution: string, dim: number, directions: number): number => {
    const along = Float64Array.from({ length: dim }, (_, i) => Math.sin(i + 1));
    const size = along.reduce((s, a) => s + a * a, 0);
    const f = evaluationsOf(dim, (x) => x.reduce((s, xi, i) => s + xi * along[i]!, 0));
    const [runs, calls] = [60, 8];
    let sum = 0;
    const g = new Float64Array(dim);
    for (let run = 0; run < runs; run++) {
      const draw = estimate("two-point", f, quasi({ distribution, directions, h: 1 }), stream(`${distribution} ${run}`));
      for (let call = 0; call < calls; call++) {
        draw(new Float64Array(dim), g);
        sum += g.reduce((s, gi, i) => s + (gi - along[i]!) * (gi - along[i]!), 0);
      }
    }
    return sum / runs / calls / size / twoPoint.variance(dim, paramsOf(twoPoint, quasi({ distribution, directions })));
  };
  test.each(["sphere", "gaussian"])("%s: unbiased", (distribution) => {
    // Directions depend on each other, so that the error is at most that of independent ones.
    expect(sigmas(sample(quasi({ distribution }), 4096))).toBeLessThan(4);
  });
  test.each(["sphere", "gaussian"])("%s: declared like independent ones, than which they are no worse in any number", (distribution) => {
    const ratios = [2, 3, 5, 8, 20, 60].flatMap((dim) => [1, 2, 4, 8].map((directions) => relative(distribution, dim, directions)));
    // Each is known to some 5 %.
    expect(Math.max(...ratios)).toBeLessThan(1.12);
    expect(ratios.reduce((sum, r) => sum + r, 0) / ratios.length).toBeLessThan(0.9);
  });
  test.each(["sphere", "gaussian"])("%s: and far better than k independent ones from k = 2n on, where n is small", (distribution) => {
    expect(relative(distribution, 2, 16)).toBeLessThan(0.2);
    expect(relative(distribution, 3, 16)).toBeLessThan(0.3);
    expect(relative(distribution, 5, 16)).toBeLessThan(0.4);
    expect(relative(distribution, 8, 64)).toBeLessThan(0.4);
    expect(relative(distribution, 5, 256)).toBeLessThan(0.05);
  });
  test.each([
    [{ distribution: "rademacher" }, n, /distribution=sphere or gaussian/],
    [{ distribution: "coordinate" }, n, /distribution=sphere or gaussian/],
    [{ orthogonal: true }, n, /exclude each other/],
    [{}, 21202, /at most 21201 variables, here are 21202/],
  ])("%j in %i dimensions is refused, with what would do", (given, dim, message) => {
    const params = paramsOf(twoPoint, quasi(given as Params));
    expect(() => twoPoint.variance(dim, params)).toThrow(UsageError);
    expect(() => twoPoint.make({ ...linear, dim }, params, stream("x"))).toThrow(message);
  });
  test("as many dimensions as the table has", () => {
    const params = paramsOf(twoPoint, quasi({}));
    expect(twoPoint.variance(21201, params)).toBe(21200);
  });
});

test("the same stream gives the same estimates", () => {
  const draw = () => {
    const g = new Float64Array(n);
    estimate("two-point", linear, {}, stream("a"))(new Float64Array(n), g);
    return g;
  };
  expect(draw()).toEqual(draw());
});
