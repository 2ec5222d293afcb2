import { describe, expect, test } from "vitest";
import { adaptiveInterval, type Search, testingRatio } from "../../../src/numeric/differences/adaptive-interval.js";
import { central, fivePoint, forward, type Scheme } from "../../../src/numeric/differences/difference-scheme.js";
import { stream } from "../../../src/numeric/sampling/random.js";

const schemes: Record<string, Scheme> = { forward, central, fivePoint };
const wide = { first: 1e-3, least: 1e-12, largest: 1e6 };

/** φ that remembers, and how often it had to be evaluated. */
function counted(phi: (t: number) => number): { phi: (t: number) => number; count: () => number } {
  const seen = new Map<number, number>();
  return {
    phi: (t) => {
      const value = seen.get(t) ?? phi(t);
      seen.set(t, value);
      return value;
    },
    count: () => seen.size,
  };
}

test("the ratio by hand: |f(x + 4h) − 4f(x + h) + 3f(x)|/8ε of 5t² is 60h²/8ε, of 2t³ by central differences 96h³/8ε", () => {
  expect(testingRatio(forward, (t) => 7 + 3 * t + 5 * t * t, 1e-3)(0.1)).toBeCloseTo((60 * 0.01) / 8e-3, 9);
  expect(testingRatio(central, (t) => 7 + 3 * t + 5 * t * t + 2 * t * t * t, 1e-3)(0.1)).toBeCloseTo((96 * 1e-3) / 8e-3, 9);
});

describe("the interval found, against the one that balances truncation and noise of size ε", () => {
  /** Minimises |c| h^(q−1) |f^(q)| + s ε/h: forward 2√(ε/|f″|), central (3ε/|f‴|)^(1/3), five-point (45ε/4|f⁽⁵⁾|)^(1/5). */
  const best: Record<string, (noise: number) => number> = {
    forward: (noise) => 2 * Math.sqrt(noise / 4),
    central: (noise) => Math.cbrt((3 * noise) / 8),
    fivePoint: (noise) => Math.exp(Math.log((45 * noise) / (4 * 32)) / 5),
  };
  // f^(q)(0) = 2^q, but for the sign.
  const f = (t: number): number => Math.sin(2 * t) + Math.cos(2 * t);
  test.each(Object.keys(schemes).flatMap((s) => [1e-2, 1e-4, 1e-6, 1e-8, 1e-12].map((noise) => [s, noise] as const)))(
    "%s, ε = %d: as far as the paper's bounds, wherever the search begins",
    (name, noise) => {
      for (const first of [1e-7, 1e-4, 1e-2]) {
        const rng = stream(`${name}/${noise}`);
        for (let trial = 0; trial < 20; trial++) {
          const { phi, count } = counted((t) => f(t) + noise * (2 * rng.uniform() - 1));
          const h = adaptiveInterval(schemes[name]!, phi, { ...wide, noise, first, largest: 1 });
          // r ∈ [1.5 − 1, 6 + 1] around its best value, 3 or 2.5, and r ∝ h^q; a little more as h is not small.
          expect(h / best[name]!(noise)).toBeGreaterThan(0.4);
          expect(h / best[name]!(noise)).toBeLessThan(1.8);
          expect(count()).toBeLessThanOrEqual(70);
        }
      }
    },
  );
  test("a start that is good is kept, for the values of one test", () => {
    const { phi, count } = counted(f);
    expect(adaptiveInterval(forward, phi, { ...wide, noise: 1e-4, first: 0.01 })).toBe(0.01);
    expect(count()).toBe(3);
  });
});

describe("where there is nothing to balance", () => {
  const search = (scheme: Scheme, phi: (t: number) => number, over: Partial<Search> = {}) => {
    const { phi: remembered, count } = counted(phi);
    return [adaptiveInterval(scheme, remembered, { noise: 1e-6, first: 1e-3, least: 1e-12, largest: 1, ...over }), count()] as const;
  };
  test.each(Object.keys(schemes))("%s: the largest on a line, the least on a step and on NaN", (name) => {
    expect(search(schemes[name]!, (t) => 2 * t)[0]).toBe(1);
    expect(search(schemes[name]!, () => NaN)[0]).toBe(1e-12);
    const [h, evaluations] = search(schemes[name]!, (t) => (t > 0 ? 1 : 0));
    expect(h).toBe(1e-12);
    expect(evaluations).toBeLessThan(150);
  });
  test("out of the domain of f it comes back", () => {
    const [h] = search(forward, (t) => Math.sqrt(1e-2 - t), { first: 1 });
    expect(h).toBeGreaterThan(1e-5);
    expect(4 * h).toBeLessThan(1e-2);
  });
  test("across a jump of the ratio it ends", () => {
    // Flat, then a step at 0.05: no h has a ratio within [1.5, 6].
    const [h, evaluations] = search(forward, (t) => (t > 0.05 ? 1 : 0), { first: 0.1 });
    expect(4 * h).toBeGreaterThan(0.03);
    expect(h).toBeLessThan(0.06);
    expect(evaluations).toBeLessThan(40);
  });
});
