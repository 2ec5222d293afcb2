import { describe, expect, test } from "vitest";
import {
  central,
  errorOrder,
  fivePoint,
  forward,
  optimalStep,
  root,
  type Scheme,
  testWeights,
} from "../../../src/numeric/differences/difference-scheme.js";

const schemes: Record<string, Scheme> = { forward, central, fivePoint };

/** D(h) at 0. */
function quotient({ pairs }: Scheme, f: (t: number) => number, h: number): number {
  const [rise, run] = pairs.reduce(([r, s], [w, a, b]) => [r + w * (f(a * h) - f(b * h)), s + w * (a - b) * h], [0, 0]);
  return rise! / run!;
}

describe("the error", () => {
  test.each([
    ["forward", 2],
    ["central", 3],
    ["fivePoint", 5],
  ])("%s is exact on polynomials below degree %i, and not on that", (name, q) => {
    expect(errorOrder(schemes[name]!)).toBe(q);
    const monomial = (k: number) => (t: number) => Array.from({ length: k }, () => t).reduce((p, s) => p * s, 1);
    for (let k = 0; k < q; k++) expect(quotient(schemes[name]!, monomial(k), 0.5)).toBeCloseTo(k === 1 ? 1 : 0, 14);
    expect(Math.abs(quotient(schemes[name]!, monomial(q), 0.5))).toBeGreaterThan(0.01);
  });
});

describe("the optimal step", () => {
  test("forward: 8^(1/4) √(ε/|f″|), central: (3ε/|f‴|)^(1/3) (Moré & Wild 2012, eq. 3.2 and table)", () => {
    expect(optimalStep(forward, 1e-6, 4)).toBeCloseTo(Math.sqrt(Math.sqrt(8)) * Math.sqrt(1e-6 / 4), 15);
    expect(optimalStep(central, 1e-6, 4)).toBeCloseTo(Math.cbrt((3 * 1e-6) / 4), 15);
  });
  test.each(Object.keys(schemes))("%s: no other h has a smaller mean square error", (name) => {
    const scheme = schemes[name]!;
    const q = errorOrder(scheme);
    const [noise, size] = [1e-4, 7];
    // f = size t^q/q!, of which every quotient is the truncation error alone.
    const f = (t: number): number => Array.from({ length: q }, (_, i) => t / (i + 1)).reduce((p, s) => p * s, size);
    const square = (h: number): number => {
      const s = scheme.pairs.reduce((sum, [w]) => sum + 2 * w * w, 0);
      const run = scheme.pairs.reduce((sum, [w, a, b]) => sum + w * (a - b), 0);
      const truncation = quotient(scheme, f, h);
      return truncation * truncation + (s * noise * noise) / (run * h * (run * h));
    };
    const h = optimalStep(scheme, noise, size);
    for (const factor of [0.5, 0.9, 0.99, 1.01, 1.1, 2]) expect(square(h * factor)).toBeGreaterThan(square(h));
  });
  test("no derivative, no limit", () => {
    for (const scheme of Object.values(schemes)) expect(optimalStep(scheme, 1e-6, 0)).toBe(Infinity);
  });
});

test("the difference of order q is the derivative of that order", () => {
  for (const scheme of Object.values(schemes)) {
    const { derivative } = scheme;
    const m = (derivative.length - 1) / 2;
    const h = 0.01;
    const difference = derivative.reduce((sum, c, i) => sum + c * Math.exp((i - m) * h), 0);
    expect(difference / Math.exp(errorOrder(scheme) * Math.log(h))).toBeCloseTo(1, 3);
  }
});

describe("the weights of the testing ratio", () => {
  const asObject = (scheme: Scheme, unit: number): Record<string, number> =>
    Object.fromEntries(testWeights(scheme).map(([t, w]) => [t, Math.round(w * unit * 1e9) / 1e9]));
  test("forward: 3φ(0) − 4φ(h) + φ(4h), over 8 (Shi et al. 2022, eq. 2.3)", () => {
    expect(asObject(forward, -8)).toEqual({ 0: 3, 1: -4, 4: 1 });
  });
  test("central: φ(3h) − 3φ(h) + 3φ(−h) − φ(−3h), over 8", () => {
    expect(asObject(central, -8)).toEqual({ 3: 1, 1: -3, "-1": 3, "-3": -1 });
  });
  test("five-point: φ(4h) − 10φ(2h) + 16φ(h) …, over 54", () => {
    expect(asObject(fivePoint, 54)).toEqual({ 4: 1, 2: -10, 1: 16, "-1": -16, "-2": 10, "-4": -1 });
  });
});

test("roots", () => {
  expect(root(2, 2)).toBe(Math.SQRT2);
  expect(root(27, 3)).toBe(3);
  expect(root(32, 5)).toBeCloseTo(2, 15);
  expect(root(0, 5)).toBe(0);
  expect(root(Infinity, 7)).toBe(Infinity);
});
