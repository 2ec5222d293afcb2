/** The best h of differences against the closed forms 2 √(ε/|f″|), (3ε/|f‴|)^(1/3) and (45ε/4|f⁽⁵⁾|)^(1/5). */
import { describe, expect, test } from "vitest";
import { bestStep, type HessianProduct } from "../../src/bench/best-step.js";
import { central, fivePoint, forward } from "../../src/numeric/differences/difference-scheme.js";

/** Of f = Σ_i s(x_i), whose Hessian is diagonal with the entries s″. */
const separable =
  (second: (x: number) => number): HessianProduct =>
  (x, v, out) =>
    void out.set(v.map((vi, i) => vi * second(x[i]!)));
const root = (value: number, q: number): number => Math.exp(Math.log(value) / q);

describe("f = Σ exp(2 x_i): f^(q) = 2^q e^(2x)", () => {
  const hvp = separable((x) => 4 * Math.exp(2 * x));
  const x = Float64Array.of(0.3);
  const size = (q: number): number => Math.exp(0.6) * [0, 2, 4, 8, 16, 32][q]!;
  test.each([1e-16, 1e-6, 1e-2])("ε = %d", (error) => {
    expect(bestStep(forward, x, error, hvp) / (2 * Math.sqrt(error / size(2)))).toBeCloseTo(1, 12);
    expect(bestStep(central, x, error, hvp) / root((3 * error) / size(3), 3)).toBeCloseTo(1, 9);
    expect(bestStep(fivePoint, x, error, hvp) / root((45 * error) / (4 * size(5)), 5)).toBeCloseTo(1, 6);
  });
});

test("sin at places where the third or the fifth derivative is large or small", () => {
  const hvp = separable((x) => -Math.sin(x));
  for (const at of [0, 1, 2, 50]) {
    const slope = Math.abs(Math.cos(at));
    expect(bestStep(central, Float64Array.of(at), 1e-8, hvp) / root(3e-8 / slope, 3)).toBeCloseTo(1, 8);
    expect(bestStep(fivePoint, Float64Array.of(at), 1e-8, hvp) / root(45e-8 / (4 * slope), 5)).toBeCloseTo(1, 4);
  }
});

test("the median over five coordinates, evenly spaced", () => {
  const asked = new Set<number>();
  // f″ = 1, 4, 9, …: h = 2 √ε / (i + 1).
  const hvp: HessianProduct = (_, v, out) => {
    asked.add(v.indexOf(1));
    out.set(v.map((vi, i) => vi * (i + 1) * (i + 1)));
  };
  expect(bestStep(forward, new Float64Array(3), 1e-4, hvp)).toBeCloseTo(0.02 / 2, 14);
  asked.clear();
  expect(bestStep(forward, new Float64Array(100), 1e-4, hvp)).toBeCloseTo(0.02 / 51, 14);
  expect([...asked]).toEqual([10, 30, 50, 70, 90]);
});

test("no truncation: any h, the longer the better; no error of f: the shorter", () => {
  const quadratic = separable(() => 3.7);
  const x = Float64Array.of(1.1, 1e-9, 1e6);
  expect(bestStep(central, x, 1e-10, quadratic)).toBe(Number.POSITIVE_INFINITY);
  expect(bestStep(fivePoint, x, 1e-10, quadratic)).toBe(Number.POSITIVE_INFINITY);
  expect(bestStep(forward, x, 0, quadratic)).toBe(0);
  // x⁴ has no fifth derivative, though a third: 24 x.
  const quartic = separable((t) => 12 * t * t);
  expect(bestStep(fivePoint, Float64Array.of(1), 1e-10, quartic)).toBe(Number.POSITIVE_INFINITY);
  expect(bestStep(central, Float64Array.of(1), 1e-10, quartic) / root(3e-10 / 24, 3)).toBeCloseTo(1, 9);
});

test("a Hessian that is not finite has no best h", () =>
  expect(
    bestStep(
      central,
      Float64Array.of(1),
      1e-10,
      separable(() => Number.NaN),
    ),
  ).toBeNaN());
