/** Lengths that are found: the error through noise near its law and far below that of a fixed h, and what finding them costs. */
import { describe, expect, test } from "vitest";
import { differenceGradient } from "../../../src/numeric/differences/difference-gradient.js";
import { central, fivePoint, forward, type Scheme } from "../../../src/numeric/differences/difference-scheme.js";
import type { StepRule } from "../../../src/numeric/differences/difference-step.js";
import { type Rng, stream } from "../../../src/numeric/sampling/random.js";
import { median, quantile } from "../../../src/numeric/statistics/statistics.js";
import { array, evaluationsOf } from "../../support/evaluations.js";

const schemes: Record<string, Scheme> = { forward, central, fivePoint };
const n = 6;
/** f = 10 + Σ a_i (sin b_i x_i + cos b_i x_i): all derivatives are of size a_i b_i^q. */
const [a, b] = [array(1, 2, 0.5, 3, 1, 0.2), array(1, 0.5, 3, 1, 2, 4)];
const f = (x: Float64Array): number => x.reduce((s, xi, i) => s + a[i]! * (Math.sin(b[i]! * xi) + Math.cos(b[i]! * xi)), 10);
const gradient = (x: Float64Array): Float64Array => x.map((xi, i) => a[i]! * b[i]! * (Math.cos(b[i]! * xi) - Math.sin(b[i]! * xi)));
const x = array(0.1, -0.2, 0.05, 0.3, -0.1, 0.02);
/** |∂^q f/∂x_i^q| */
const derivative = (i: number, q: number): number => {
  const [s, c] = [Math.sin(b[i]! * x[i]!), Math.cos(b[i]! * x[i]!)];
  const turned = [s + c, c - s, -s - c, s - c][q % 4]!;
  return a[i]! * Math.exp(q * Math.log(b[i]!)) * Math.abs(turned);
};
const noises: Record<string, (rng: Rng) => number> = {
  gaussian: (rng) => rng.normal(),
  uniform: (rng) => Math.sqrt(3) * (2 * rng.uniform() - 1),
};
const rule = (over: Partial<StepRule>): StepRule => ({ h: "ecnoise", scale: "relative", noise: "auto", ...over });

/** |error| of each coordinate, trial after trial, each with an estimate of its own. */
function errors(scheme: Scheme, over: Partial<StepRule>, sigma: number, noise: string, trials = 60): Float64Array[] {
  const exact = gradient(x);
  return Array.from({ length: trials }, (_, trial) => {
    const rng = stream(`${noise} ${trial}`);
    const g = new Float64Array(n);
    const noisy = evaluationsOf(n, (y) => f(y) + sigma * noises[noise]!(rng));
    differenceGradient(noisy, scheme, rule(over))(x, g);
    return g.map((gi, i) => Math.abs(gi - exact[i]!));
  });
}
const medianNorm = (all: readonly Float64Array[]): number => median(all.map((e) => Math.hypot(...e)));

/**
 * The root mean square of c h^(q−1) F and s ε/h at the best h: forward 2^(1/4) √(ε F); central and five-point by the same calculus.
 * min over h of (c F h^(q−1))² + (s ε/h)² is q/(q − 1) (s ε/h)².
 */
function law(name: string, sigma: number, i: number): number {
  const [q, c, s] = { forward: [2, 1 / 2, Math.SQRT2], central: [3, 1 / 6, Math.SQRT1_2], fivePoint: [5, 1 / 30, Math.sqrt(130) / 12] }[
    name
  ]!;
  const h = Math.exp(Math.log((s! * sigma) / (Math.sqrt(q! - 1) * c! * derivative(i, q!))) / q!);
  return Math.sqrt(q! / (q! - 1)) * ((s! * sigma) / h);
}

describe("the error of the gradient through noise", () => {
  const cases = Object.keys(schemes).flatMap((s) => Object.keys(noises).map((noise) => [s, noise] as const));
  test.each(cases)("%s, %s noise: distributed as its law says for h=ecnoise and h=adaptive, whatever the level", (name, noise) => {
    for (const sigma of [1e-8, 1e-5, 1e-3])
      for (const h of ["ecnoise", "adaptive"] as const) {
        const relative = errors(schemes[name]!, { h }, sigma, noise).flatMap((trial) => [...trial].map((e, i) => e / law(name, sigma, i)));
        // A normal error has a median of 0.67 of its standard deviation, 90 % below 1.64 of it, 98 % below 2.33.
        expect(median(relative)).toBeGreaterThan(0.5);
        expect(median(relative)).toBeLessThan(1.1);
        expect(quantile(relative, 0.9)).toBeLessThan(2.1);
        expect(quantile(relative, 0.98)).toBeLessThan(3.3);
      }
  });
  test.each([
    ["forward", Math.sqrt(Number.EPSILON)],
    ["central", Math.cbrt(Number.EPSILON)],
    ["fivePoint", 7.4e-4],
  ])("%s: the h that is best for rounding errs a hundred times as much at noise 1e-3, an h for that noise at 1e-8", (name, tiny) => {
    const found = (sigma: number): number => medianNorm(errors(schemes[name]!, {}, sigma, "gaussian", 21));
    const fixed = (h: number, sigma: number): number => medianNorm(errors(schemes[name]!, { h }, sigma, "gaussian", 21));
    expect(fixed(tiny, 1e-3) / found(1e-3)).toBeGreaterThan(100);
    expect(fixed(0.3, 1e-8) / found(1e-8)).toBeGreaterThan(100);
  });
  test("a level that is given takes the place of ECnoise", () => {
    const sigma = 1e-4;
    for (const h of ["ecnoise", "adaptive"] as const) {
      const told = medianNorm(errors(forward, { h, noise: sigma }, sigma, "gaussian"));
      expect(told / Math.hypot(...Array.from({ length: n }, (_, i) => law("forward", sigma, i)))).toBeLessThan(1.5);
      // Told too little, h is too short.
      expect(medianNorm(errors(forward, { h, noise: 1e-8 }, sigma, "gaussian")) / told).toBeGreaterThan(10);
    }
  });
});

describe("without noise but rounding, what is found does about as well as what is usual", () => {
  test.each([
    ["forward", "ecnoise", 1e-6],
    ["forward", "adaptive", 1e-6],
    ["central", "ecnoise", 1e-9],
    ["central", "adaptive", 1e-9],
    ["fivePoint", "ecnoise", 1e-10],
    ["fivePoint", "adaptive", 1e-10],
  ] as const)("%s, h=%s", (name, h, tolerance) => {
    const g = new Float64Array(n);
    differenceGradient(evaluationsOf(n, f), schemes[name]!, rule({ h }))(x, g);
    gradient(x).forEach((gi, i) => void expect(Math.abs(g[i]! - gi)).toBeLessThan(tolerance));
  });
});

describe("what it costs", () => {
  test.each(["ecnoise", "adaptive"] as const)("h=%s: dear once, then what the differences cost and f(x)", (h) => {
    const rng = stream("cost");
    for (const [name, each] of [
      ["forward", n + 1],
      ["central", 2 * n + 1],
      ["fivePoint", 4 * n + 1],
    ] as const) {
      const counted = evaluationsOf(n, (y) => f(y) + 1e-6 * rng.normal());
      const estimate = differenceGradient(counted, schemes[name]!, rule({ h }));
      const g = new Float64Array(n);
      estimate(x, g);
      const first = counted.counts.values;
      expect(first).toBeGreaterThan(each + 6);
      expect(first).toBeLessThan(each + 3 * 7 + 24 * n);
      estimate(x, g);
      expect(counted.counts.values - first).toBe(each);
      // f(x) is one value less where it is known.
      estimate(x, g, f(x));
      expect(counted.counts.values - first).toBe(2 * each - 1);
    }
  });
  test("f(x) that was evaluated is returned, so that nobody has to again", () => {
    const counted = evaluationsOf(n, f);
    expect(differenceGradient(counted, central, rule({}))(x, new Float64Array(n))).toBe(f(x));
    expect(differenceGradient(counted, central, rule({ h: 1e-5 }))(x, new Float64Array(n))).toBeNaN();
  });
  test("found anew when |f| has changed tenfold, not before", () => {
    // Noise relative to f: the best h ∝ √(noise) follows it.
    const rng = stream("relative");
    const bowl = evaluationsOf(n, (y) => y.reduce((s, yi) => s + yi * yi, 0) * (1 + 1e-6 * rng.normal()));
    for (const h of ["ecnoise", "adaptive"] as const) {
      const estimate = differenceGradient(bowl, forward, rule({ h }));
      const at = (scale: number): number => {
        const before = bowl.counts.values;
        estimate(new Float64Array(n).fill(scale), new Float64Array(n));
        return bowl.counts.values - before;
      };
      at(1);
      const long = estimate.chosen();
      expect(at(0.5)).toBe(n + 1);
      expect(estimate.chosen()).toBe(long);
      expect(at(0.03)).toBeGreaterThan(n + 1);
      // |f| is a thousandth, so is the noise.
      expect(long / estimate.chosen()).toBeGreaterThan(5);
      expect(long / estimate.chosen()).toBeLessThan(200);
    }
  });
  test("below its noise f does not change", () => {
    const rng = stream("floor");
    const floor = evaluationsOf(1, ([y]) => y! * y! + 1e-2 * rng.normal());
    const estimate = differenceGradient(floor, forward, rule({ noise: 1e-2 }));
    estimate(array(0), array(0), 1e-4);
    const before = floor.counts.values;
    for (const fx of [-1e-3, 2e-2, 1e-9]) estimate(array(0), array(0), fx);
    expect(floor.counts.values - before).toBe(3);
  });
});

describe("hard cases", () => {
  test.each(["ecnoise", "adaptive"] as const)("h=%s: where f is constant, linear, NaN or infinite, h is finite and calls are few", (h) => {
    for (const value of [() => 0, () => 3, (y: Float64Array) => 2 * y[0]!, () => NaN, () => Infinity])
      for (const scheme of Object.values(schemes)) {
        const counted = evaluationsOf(2, value);
        const estimate = differenceGradient(counted, scheme, rule({ h }));
        const g = new Float64Array(2);
        estimate(array(1, -30), g);
        expect(estimate.chosen()).toBeGreaterThan(0);
        expect(estimate.chosen()).toBeLessThanOrEqual(30);
        expect(counted.counts.values).toBeLessThan(200);
        if (Number.isFinite(value(array(1, 1)))) {
          expect(g[0]).toBeCloseTo(value(array(1, 1)) === 2 ? 2 : 0, 5);
          expect(g[1]).toBeCloseTo(0, 5);
        }
      }
  });
  test("at a minimum of value 0, where every value is a change of 100 %", () => {
    for (const h of ["ecnoise", "adaptive"] as const) {
      const g = new Float64Array(2);
      differenceGradient(
        evaluationsOf(2, ([y, z]) => 3 * y! * y! + z! * z!),
        central,
        rule({ h }),
      )(array(0, 0), g);
      expect(Math.hypot(...g)).toBeLessThan(1e-6);
    }
  });
  test("x is left alone; the same calls give the same gradients", () => {
    for (const h of ["ecnoise", "adaptive"] as const) {
      const once = (): Float64Array => {
        const g = new Float64Array(n);
        const y = x.slice();
        differenceGradient(evaluationsOf(n, f), central, rule({ h }))(y, g);
        expect(y).toEqual(x);
        return g;
      };
      expect(once()).toEqual(once());
    }
  });
});

test("the lengths that were used: the median of h_i", () => {
  const estimate = differenceGradient(
    evaluationsOf(3, () => 0),
    forward,
    rule({ h: 0.1 }),
  );
  estimate(array(1, 50, -3), array(0, 0, 0), 0);
  expect(estimate.chosen()).toBeCloseTo(0.3, 15);
});
