import { describe, expect, test } from "vitest";
import { stream } from "../../../src/numeric/sampling/random.js";
import { steihaug } from "../../../src/numeric/search/steihaug.js";
import { dot, norm2 } from "../../../src/numeric/vector.js";
import { array } from "../../support/evaluations.js";

/** B diagonal, and the number of products. */
function diagonal(b: readonly number[]) {
  const count = { products: 0 };
  const multiply = (v: Float64Array, out: Float64Array) => {
    count.products++;
    for (let i = 0; i < v.length; i++) out[i] = b[i]! * v[i]!;
  };
  return { multiply, count };
}
/** m(0) − m(p) */
const decreaseAt = (b: readonly number[], g: Float64Array, p: Float64Array): number =>
  -p.reduce((s, pi, i) => s + g[i]! * pi + 0.5 * b[i]! * pi * pi, 0);

describe("Steihaug's conjugate gradients", () => {
  test("inside a large radius: Newton's step, in as many products as there are eigenvalues", () => {
    const b = [1, 1, 4, 4, 9];
    const { multiply, count } = diagonal(b);
    const g = array(1, -2, 3, 4, -5);
    const p = new Float64Array(5);
    const { decrease, boundary } = steihaug(multiply, g, 1e6, 1e-12, p);
    p.forEach((pi, i) => void expect(pi).toBeCloseTo(-g[i]! / b[i]!, 12));
    expect(boundary).toBe(false);
    expect(count.products).toBe(3);
    expect(decrease).toBeCloseTo(decreaseAt(b, g, p), 12);
  });
  test("a small radius: −Δ g/‖g‖", () => {
    const g = array(3, 4);
    const p = new Float64Array(2);
    const { decrease, boundary } = steihaug(diagonal([1, 2]).multiply, g, 1e-3, 0, p);
    expect(boundary).toBe(true);
    expect(p[0]).toBeCloseTo(-0.6e-3, 15);
    expect(p[1]).toBeCloseTo(-0.8e-3, 15);
    expect(decrease).toBeCloseTo(decreaseAt([1, 2], g, p), 15);
  });
  test("in between: on the boundary, never behind the minimum along −g, and the model's own decrease", () => {
    const rng = stream("steihaug");
    for (let run = 0; run < 50; run++) {
      const b = Array.from({ length: 8 }, () => Math.exp(3 * rng.normal()));
      const g = Float64Array.from(b, () => rng.normal());
      const newton = Math.hypot(...g.map((gi, i) => gi / b[i]!));
      const radius = newton * (0.01 + 0.98 * rng.uniform());
      const p = new Float64Array(8);
      const { decrease, boundary } = steihaug(diagonal(b).multiply, g, radius, 0, p);
      expect(boundary).toBe(true);
      expect(Math.abs(norm2(p) / radius - 1)).toBeLessThan(1e-12);
      expect(Math.abs(decrease / decreaseAt(b, g, p) - 1)).toBeLessThan(1e-9);
      const gBg = g.reduce((s, gi, i) => s + b[i]! * gi * gi, 0);
      const t = Math.min(radius / norm2(g), dot(g, g) / gBg);
      expect(decrease).toBeGreaterThanOrEqual((t * dot(g, g) - 0.5 * t * t * gBg) * (1 - 1e-12));
    }
  });
  test("along negative curvature it goes to the boundary", () => {
    const b = [8, -1];
    const g = array(1, 2);
    const p = new Float64Array(2);
    const { decrease, boundary } = steihaug(diagonal(b).multiply, g, 10, 1e-12, p);
    // By hand: d₀ = −g, d₀ᵀBd₀ = 4, α₀ = 5/4, p₁ = (−5/4, −5/2), r₁ = (−9, 9/2), β₁ = 81/4, d₁ = (−45/4, −45), d₁ᵀBd₁ < 0.
    const [pp, pd, dd] = [7.8125, 126.5625, 2151.5625];
    const tau = (-pd + Math.sqrt(pd * pd + dd * (100 - pp))) / dd;
    expect(boundary).toBe(true);
    expect(p[0]).toBeCloseTo(-1.25 - 11.25 * tau, 12);
    expect(p[1]).toBeCloseTo(-2.5 - 45 * tau, 12);
    expect(decrease).toBeCloseTo(decreaseAt(b, g, p), 9);
  });
  test("zero curvature counts as negative", () => {
    const p = new Float64Array(1);
    const { decrease, boundary } = steihaug(diagonal([0]).multiply, array(-2), 3, 1e-12, p);
    expect(boundary).toBe(true);
    expect(decrease).toBeCloseTo(6, 12);
    expect(p[0]).toBeCloseTo(3, 12);
  });
  test("a product that is not a number: the model is linear along that direction", () => {
    const p = new Float64Array(2);
    const nan = (_: Float64Array, out: Float64Array) => void out.fill(Number.NaN);
    const { decrease, boundary } = steihaug(nan, array(3, 4), 2, 1e-12, p);
    expect(boundary).toBe(true);
    expect(decrease).toBeCloseTo(10, 12);
    expect(p[0]).toBeCloseTo(-1.2, 12);
  });
  test("stops at the tolerance, and after n products whatever it is", () => {
    const b = [1, 2, 3, 4, 5, 6];
    const g = new Float64Array(6).fill(1);
    const [loose, never] = [diagonal(b), diagonal(b)];
    const p = new Float64Array(6);
    steihaug(loose.multiply, g, 1e6, 0.5 * norm2(g), p);
    const left = norm2(g.map((gi, i) => gi + b[i]! * p[i]!));
    expect(left).toBeLessThan(0.5 * norm2(g));
    expect(loose.count.products).toBeLessThan(3);
    steihaug(never.multiply, g, 1e6, 0, p);
    expect(never.count.products).toBe(6);
  });
  test("lengths whose squares underflow or overflow", () => {
    for (const size of [1e-170, 1e150]) {
      const p = new Float64Array(2);
      const { boundary } = steihaug(diagonal([-1, -1]).multiply, array(3, 4), 5 * size, 0, p);
      expect(boundary).toBe(true);
      expect(p[0]! / size).toBeCloseTo(-3, 12);
      expect(p[1]! / size).toBeCloseTo(-4, 12);
    }
  });
});
