import { describe, expect, test } from "vitest";
import { derivativeSize } from "../../../src/numeric/differences/derivative-size.js";
import { central, errorOrder, fivePoint, forward, type Scheme } from "../../../src/numeric/differences/difference-scheme.js";
import { stream } from "../../../src/numeric/sampling/random.js";

const schemes: Record<string, Scheme> = { forward, central, fivePoint };
const counting = (phi: (t: number) => number) => {
  const seen = new Map<number, number>();
  return {
    seen,
    phi: (t: number): number => {
      const value = seen.get(t) ?? phi(t);
      seen.set(t, value);
      return value;
    },
  };
};

describe("|f^(q)| to a factor of 2 through noise", () => {
  // sin(2t) + cos(2t): all derivatives at 0 are ±2^q.
  test.each(Object.keys(schemes).flatMap((s) => [1e-12, 1e-8, 1e-5].map((noise) => [s, noise] as const)))("%s, noise %d", (name, noise) => {
    const rng = stream(`${name}/${noise}`);
    for (let trial = 0; trial < 50; trial++) {
      const phi = counting((t) => 3 + Math.sin(2 * t) + Math.cos(2 * t) + noise * rng.normal()).phi;
      const ratio = derivativeSize(schemes[name]!, phi, noise).size / Math.exp(errorOrder(schemes[name]!) * Math.LN2);
      expect(ratio).toBeGreaterThan(0.5);
      expect(ratio).toBeLessThan(2);
    }
  });
});

describe("what it evaluates", () => {
  test("h_a = ε^(1/4) where that is clear: f(x), f(x ± h_a)", () => {
    const { phi, seen } = counting((t) => 100 + t * t);
    const { size, reach } = derivativeSize(forward, phi, 1e-8);
    expect(reach).toBeCloseTo(1e-2, 12);
    expect([...seen.keys()].sort()).toEqual([-reach, 0, reach].sort());
    expect(size).toBeCloseTo(2, 6);
  });
  test("else h_b = (ε/μ_a)^(1/4) as well", () => {
    // f changes by more than a tenth within h_a = 0.1: μ_a = 2e4 makes h_b shorter.
    const { phi, seen } = counting((t) => 1 + 1e4 * t * t);
    const { size, reach } = derivativeSize(forward, phi, 1e-4);
    expect(reach).toBeCloseTo(Math.sqrt(Math.sqrt(1e-4 / 2e4)), 12);
    expect(seen.size).toBe(5);
    expect(size).toBeCloseTo(2e4, 6);
  });
});

test("lost in the noise: small, and a reach that is no shorter for it", () => {
  const rng = stream("line");
  for (let trial = 0; trial < 50; trial++) {
    const { size, reach } = derivativeSize(forward, counting((t) => 5 + 3 * t + 1e-6 * rng.normal()).phi, 1e-6);
    expect(size).toBeLessThan(1e-3);
    expect(reach).toBeGreaterThan(0.02);
  }
});

test("a constant and NaN: 0, within h_a", () => {
  for (const phi of [() => 5, () => NaN, () => Infinity])
    expect(derivativeSize(forward, phi, 1e-8)).toMatchObject({ size: 0, reach: expect.closeTo(1e-2, 12) });
});
