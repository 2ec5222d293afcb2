/** Bias and variance of estimators where both are known in closed form. */
import { describe, expect, test } from "vitest";
import { type Moments, momentsOf } from "../../src/bench/estimator.js";
import type { Evaluations } from "../../src/core/evaluations.js";
import { defineGradientSource, type GradientSource } from "../../src/core/gradient-source.js";
import { perturbation } from "../../src/core/noise.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { norm2 } from "../../src/numeric/vector.js";
import { array, evaluationsOf } from "../support/evaluations.js";
import { paramsOf, sourceNamed } from "../support/methods.js";

const quartic = (dim: number) =>
  evaluationsOf(
    dim,
    (x) => x.reduce((s, xi) => s + xi * xi * xi * xi, 0),
    (x) => [...x].map((xi) => 4 * xi * xi * xi),
  );
const bowl = (dim: number) =>
  evaluationsOf(
    dim,
    (x) => x.reduce((s, xi) => s + xi * xi, 0),
    (x) => [...x].map((xi) => 2 * xi),
  );
const gradientOf = (f: Evaluations, x: Float64Array): Float64Array => {
  const g = new Float64Array(x.length);
  f.vjp(x, g);
  return g;
};
const moments = (f: Evaluations, x: Float64Array, source: GradientSource, given: Params = {}, key = "test"): Moments =>
  momentsOf(source, paramsOf(source, given), f, x, gradientOf(f, x), stream(key));
const seen = (f: Evaluations, level: number): Evaluations => {
  const perturb = perturbation({ level, type: "additive", distribution: "gaussian" }, stream("noise"));
  return { ...f, value: (x) => perturb(f.value(x), x) };
};
const mean = (sample: readonly number[]): number => sample.reduce((s, v) => s + v, 0) / sample.length;

const x = array(1, -0.5, 0.8, 0.3, -1.2);
const n = x.length;
const twoPoint = sourceNamed("two-point");

describe("two-point on the sphere", () => {
  test("of Σ x⁴: E G − ∇f = 12 x h²/(n + 2), which plain averages of 32 would drown", () => {
    const h = 0.02;
    const truth = (12 * h * h * norm2(x)) / (n + 2) / norm2(gradientOf(quartic(n), x));
    const found = Array.from({ length: 40 }, (_, k) => moments(quartic(n), x, twoPoint, { h }, `${k}`));
    // Root mean square: bias² is what is estimated without bias, up to what is cut off at 0.
    expect(Math.abs(Math.sqrt(mean(found.map(({ bias }) => bias * bias))) / truth - 1)).toBeLessThan(0.2);
    for (const { bias, biasError } of found) expect(Math.abs(bias - truth)).toBeLessThan(4 * biasError);
    // The standard error of a plain mean is √((n − 1)/32) = 0.35.
    expect(mean(found.map(({ biasError }) => biasError))).toBeLessThan(2 * truth);
    expect(truth).toBeLessThan(1e-3);
  });
  test("of a quadratic: unbiased, variance n − 1, or n/k − 1 with k orthonormal directions", () => {
    for (const [given, variance] of [
      [{}, n - 1],
      [{ distribution: "gaussian" }, n + 1],
      [{ directions: 2 }, (n - 1) / 2],
      [{ directions: 2, orthogonal: true }, n / 2 - 1],
    ] as const) {
      const found = Array.from({ length: 150 }, (_, k) => moments(bowl(n), x, twoPoint, given, `${k}`));
      // 4800 estimates; ‖G − ∇f‖² varies about as much as it is large.
      expect(mean(found.map((one) => one.variance)) / variance).toBeGreaterThan(0.92);
      expect(mean(found.map((one) => one.variance)) / variance).toBeLessThan(1.08);
      for (const { bias } of found) expect(bias).toBeLessThan(1e-9);
    }
  });
  test("exact with n orthonormal directions", () => {
    const { variance, bias } = moments(bowl(n), x, twoPoint, { directions: n, orthogonal: true });
    expect(variance).toBeLessThan(1e-18);
    expect(bias).toBeLessThan(1e-9);
  });
});

test("the same stream, the same moments; another, others", () => {
  expect(moments(quartic(n), x, twoPoint)).toEqual(moments(quartic(n), x, twoPoint));
  expect(moments(quartic(n), x, twoPoint, {}, "other").variance).not.toBe(moments(quartic(n), x, twoPoint).variance);
});

test("forward differences of noisy values: E‖G − E G‖² = 2 n σ²/h², without bias from the noise", () => {
  const [h, level] = [0.01, 1e-3];
  const source = sourceNamed("forward-difference");
  const size = norm2(gradientOf(bowl(n), x));
  const noisy = seen(bowl(n), level);
  const found = Array.from({ length: 50 }, (_, k) => moments(noisy, x, source, { h, scale: "absolute" }, `${k}`));
  expect(mean(found.map(({ variance }) => variance * size * size)) / ((2 * n * level * level) / (h * h))).toBeCloseTo(1, 1);
  // What is left is truncation: each g_i is too large by f″ h/2 = h.
  const truth = (h * Math.sqrt(n)) / size;
  for (const { bias, biasError } of found) expect(Math.abs(bias - truth)).toBeLessThan(4 * biasError);
});

describe("sources that are not what they say", () => {
  const doubled = defineGradientSource({
    ...twoPoint,
    make: (evaluations, params, rng) => {
      const estimate = twoPoint.make(evaluations, params as Params, rng);
      return (at, g) => {
        const f = estimate(at, g);
        for (let i = 0; i < g.length; i++) g[i]! *= 2;
        return f;
      };
    },
  });
  test("a factor is no matter of the linear model: it shows as bias 1", () => {
    const { bias, biasError } = moments(bowl(n), x, doubled, { directions: 16 });
    expect(Math.abs(bias - 1)).toBeLessThan(4 * biasError);
    expect(biasError).toBeLessThan(0.25);
  });
  test("where no variance is declared nothing is taken for unbiased", () => {
    // Ranks know nothing of the size of f.
    const { bias, biasError } = moments(bowl(n), x, sourceNamed("evolution-strategies"), { shaping: "centered-ranks" });
    expect(bias).toBeGreaterThan(1);
    expect(biasError).toBeGreaterThan(0.1);
    expect(moments(bowl(n), x, sourceNamed("one-point")).biasError).toBeGreaterThan(1);
  });
});

test.each(["reverse", "forward", "analytic"])("%s of a smooth f: no bias, no variance", (name) =>
  expect(moments(bowl(n), x, sourceNamed(name))).toEqual({ bias: 0, biasError: 0, variance: 0 }),
);
test("one directional derivative: unbiased to the last bit, variance n + 1", () => {
  const source = sourceNamed("forward-gradient");
  const found = Array.from({ length: 100 }, (_, k) => moments(quartic(n), x, source, {}, `${k}`));
  expect(Math.max(...found.map(({ bias }) => bias))).toBeLessThan(1e-14);
  // E‖G‖⁴ = 3 (n + 4)(n + 6) ‖∇f‖⁴, E‖G‖² = (n + 2) ‖∇f‖².
  const standardError = Math.sqrt((3 * (n + 4) * (n + 6) - (n + 2) * (n + 2)) / 3200);
  expect(Math.abs(mean(found.map(({ variance }) => variance)) - (n + 1))).toBeLessThan(4 * standardError);
});
