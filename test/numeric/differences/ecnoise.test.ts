import { describe, expect, test } from "vitest";
import { ecnoise, noiseLevel } from "../../../src/numeric/differences/ecnoise.js";
import { type Rng, stream } from "../../../src/numeric/sampling/random.js";

describe("the verdict on seven values", () => {
  test("table 3.1 of Moré & Wild (2011): cos t + sin t + 10⁻³ U, spaced by 10⁻²", () => {
    // f(0) and its published first differences, three digits each.
    const differences = [7.54e-3, 9.69e-3, 1.2e-2, 8.67e-3, 8.38e-3, 9.52e-3];
    const values = [1.003];
    for (const d of differences) values.push(values.at(-1)! + d);
    // σ_1 … σ_6 = 6.65e-3, 8.69e-4, 7.39e-4, 7.34e-4, 7.97e-4, 8.20e-4: the second agrees with its successors.
    expect((noiseLevel(values) as number) / 8.69e-4).toBeCloseTo(1, 2);
  });
  test("by hand: values that alternate by d have Δᵏ = ±2ᵏ⁻¹d, hence σ₁ = d/√2", () => {
    expect(noiseLevel([1, 1.01, 1, 1.01, 1, 1.01, 1])).toBeCloseTo(0.01 / Math.SQRT2, 15);
  });
  test.each<[string, number[], string]>([
    ["values that differ by more than a tenth", [1, 1.02, 1.04, 1.06, 1.08, 1.1, 1.12], "h is too large"],
    ["smooth values, differences without a change of sign", [1, 2, 4, 8, 16, 32, 64].map((p) => 1 + 1e-3 * p), "h is too large"],
    ["half of the values equal", [3, 3, 3, 3, 3, 3.1, 3.1], "h is too small"],
    ["a constant", [3, 3, 3, 3, 3, 3, 3], "h is too small"],
    ["NaN", [1, 1, NaN, 1, 1, 1, 1], "h is too large"],
    ["an overflow", [1, 1, 1, 1, 1, 1, Infinity], "h is too large"],
  ])("%s", (_, values, verdict) => expect(noiseLevel(values)).toBe(verdict));
  test("the argument is left alone", () => {
    const values = Float64Array.of(1, 1.01, 1, 1.01, 1, 1.01, 1);
    const before = values.slice();
    noiseLevel(values);
    expect(values).toEqual(before);
  });
});

const functions: Record<string, (t: number) => number> = {
  "cos + sin": (t) => Math.cos(t) + Math.sin(t),
  exp: Math.exp,
  quadratic: (t) => 1 + 3 * t + 2 * t * t,
  steep: (t) => 24 + 230 * t + 600 * t * t,
  rational: (t) => 1 / (1.2 + t),
  wave: (t) => 3 + Math.sin(10 * t),
};
/** Standard deviation 1. */
const noises: Record<string, (rng: Rng) => number> = {
  gaussian: (rng) => rng.normal(),
  uniform: (rng) => Math.sqrt(3) * (2 * rng.uniform() - 1),
};
const remember = (phi: (t: number) => number): ((t: number) => number) => {
  const seen = new Map<number, number>();
  return (t) => {
    const value = seen.get(t) ?? phi(t);
    seen.set(t, value);
    return value;
  };
};

describe("noise of a known level is found to a factor of 4 in 93 % of trials, of 2 in half", () => {
  const trials = 100;
  test.each(Object.keys(functions).flatMap((f) => Object.keys(noises).map((noise) => [f, noise] as const)))("%s, %s", (name, noise) => {
    for (const sigma of [1e-8, 1e-6, 1e-4, 1e-2]) {
      const rng = stream(`${name}/${noise}/${sigma}`);
      const ratios = Array.from({ length: trials }, () => {
        const level = ecnoise(
          remember((t) => functions[name]!(0.3 + t) + sigma * noises[noise]!(rng)),
          1e-2,
        );
        return (level ?? Number.NaN) / sigma;
      });
      const within = (factor: number): number => ratios.filter((r) => r >= 1 / factor && r <= factor).length / trials;
      expect(within(4)).toBeGreaterThanOrEqual(0.93);
      expect(within(2)).toBeGreaterThanOrEqual(0.5);
    }
  });
});

describe("deterministic noise", () => {
  test.each(Object.keys(functions))("%s: its rounding, some ε|f|", (name) => {
    const f = functions[name]!;
    for (const at of [0.3, 0.7, 1.1]) {
      const level = ecnoise((t) => f(at + t), 1e-2);
      expect(level).not.toBeNull();
      expect(level! / (Number.EPSILON * Math.abs(f(at)))).toBeGreaterThan(0.02);
      expect(level! / (Number.EPSILON * Math.abs(f(at)))).toBeLessThan(50);
    }
  });
  test("values rounded to a multiple of 1e-5: noise of 1e-5/√12", () => {
    const level = ecnoise((t) => Math.round(1e5 * Math.exp(0.3 + t)) / 1e5, 1e-3);
    expect(level! / (1e-5 / Math.sqrt(12))).toBeGreaterThan(0.3);
    expect(level! / (1e-5 / Math.sqrt(12))).toBeLessThan(3);
  });
});

describe("the distance between values", () => {
  /** The distances that were tried. */
  const distances = (phi: (t: number) => number, h: number): number[] => {
    const asked: number[] = [];
    ecnoise((t) => {
      asked.push(t);
      return phi(t);
    }, h);
    return asked.filter((_, i) => i % 7 === 4);
  };
  test("too large: a hundredth of it", () => {
    expect(distances((t) => Math.exp(t), 1).slice(0, 3)).toEqual([1, 0.01, expect.closeTo(1e-4, 12)]);
  });
  test("too small: a hundred times as much", () => {
    expect(distances((t) => Math.round(1e3 * Math.exp(1 + t)) / 1e3, 1e-8).slice(0, 2)).toEqual([1e-8, expect.closeTo(1e-6, 15)]);
  });
  test("no noise at all: null, after a few attempts", () => {
    expect(ecnoise(() => 1, 1e-2)).toBeNull();
    expect(ecnoise(() => 0, 1e-2)).toBeNull();
    expect(ecnoise(() => NaN, 1e-2)).toBeNull();
    expect(distances(() => 1, 1e-2).length).toBeLessThan(10);
  });
});

describe("noise as large as the function", () => {
  test.each([1e-2, 1e-6, 1e-10])("t²/2 around its minimum 0, noise %d: to a factor of 4 in nine trials of ten", (sigma) => {
    const good = Array.from({ length: 100 }, (_, seed) => {
      const rng = stream(`ecnoise/minimum/${sigma}/${seed}`);
      const level = ecnoise((t) => (t * t) / 2 + sigma * rng.normal(), 1e-2);
      return level !== null && level > sigma / 4 && level < 4 * sigma;
    });
    expect(good.filter(Boolean).length).toBeGreaterThanOrEqual(90);
  });
});
