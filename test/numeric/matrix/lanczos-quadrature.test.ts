/** Lanczos, Gauss rules from it and densities: against matrices whose functions are known. */
import { describe, expect, test } from "vitest";
import { lanczos, type Product } from "../../../src/numeric/matrix/lanczos.js";
import { blurred, lanczosQuadrature, spectralDensity } from "../../../src/numeric/matrix/lanczos-quadrature.js";
import { withoutSpan } from "../../../src/numeric/matrix/without-span.js";
import { stream } from "../../../src/numeric/sampling/random.js";

const diagonal =
  (...values: number[]): Product =>
  (v, out) =>
    values.forEach((value, i) => {
      out[i] = value * v[i]!;
    });
/** Second differences with fixed ends: eigenvalues 2 − 2 cos(kπ/(n + 1)). */
const chain: Product = (v, out) => {
  for (let i = 0; i < v.length; i++) out[i] = 2 * v[i]! - (v[i - 1] ?? 0) - (v[i + 1] ?? 0);
};
const integral = ({ nodes, weights }: { nodes: Float64Array; weights: Float64Array }, f: (x: number) => number): number =>
  nodes.reduce((sum, x, j) => sum + weights[j]! * f(x), 0);
const ones = (n: number): Float64Array => new Float64Array(n).fill(1);

test("what is orthogonal to a subspace, also where hardly anything is left", () => {
  const [a, b] = [Float64Array.of(0.6, 0.8, 0), Float64Array.of(-0.8, 0.6, 0)];
  const w = Float64Array.of(1e8, 2e8, 1e-6);
  expect(withoutSpan(w, [a, b])).toBeCloseTo(1e-6, 14);
  expect(Math.abs(w[0]! * 0.6 + w[1]! * 0.8)).toBeLessThan(1e-20);
  expect(withoutSpan(Float64Array.of(3, 4, 0), [])).toBe(5);
});

describe("Lanczos", () => {
  test("of a tridiagonal matrix from e₁ it is that matrix", () => {
    const { diagonal: d, side } = lanczos(chain, Float64Array.of(5, 0, 0, 0, 0, 0), 4)!;
    expect(d).toEqual([2, 2, 2, 2]);
    expect(side).toEqual([1, 1, 1]);
  });
  test("ends where the Krylov space is invariant, does not touch its start, and counts its products", () => {
    let count = 0;
    const start = ones(6);
    const T = lanczos(
      (v, out) => {
        count++;
        diagonal(1, 1, 1, 4, 4, 4)(v, out);
      },
      start,
      6,
    )!;
    expect(T.diagonal.length).toBe(2);
    expect(T.side.length).toBe(1);
    expect(count).toBe(2);
    expect(start).toEqual(ones(6));
    expect(lanczos(diagonal(0, 0), ones(2), 2)).toEqual({ diagonal: [0], side: [] });
  });
  test("null for a product that is not finite", () => {
    expect(lanczos((_, out) => void out.fill(Number.NaN), ones(3), 3)).toBeNull();
    expect(lanczosQuadrature((_, out) => void out.fill(Number.POSITIVE_INFINITY), ones(3), 3)).toBeNull();
    expect(spectralDensity(3, (_, out) => void out.fill(Number.NaN), stream("x"))).toBeNull();
  });
});

describe("vᵀ f(A) v", () => {
  const values = [-2, -1, 0.5, 1, 3, 7];
  const v = Float64Array.of(1, -2, 3, 0.5, 1, -1);
  const exact = (f: (x: number) => number): number => values.reduce((sum, x, i) => sum + v[i]! * v[i]! * f(x), 0);
  test("weights add up to ‖v‖²; m nodes integrate degree 2m − 1 and not 2m", () => {
    for (const m of [1, 2, 3, 4]) {
      const rule = lanczosQuadrature(diagonal(...values), v, m)!;
      expect(rule.nodes.length).toBe(m);
      for (let k = 0; k <= 2 * m; k++) {
        const power = (x: number): number => Array.from({ length: k }, () => x).reduce((a, b) => a * b, 1);
        const error = Math.abs(integral(rule, power) / exact(power) - 1);
        if (k < 2 * m) expect(error).toBeLessThan(1e-13);
        else expect(error).toBeGreaterThan(1e-4);
      }
    }
  });
  test("after n steps any function: v is taken apart by eigenvectors", () => {
    const rule = lanczosQuadrature(diagonal(...values), v, 6)!;
    values.forEach((x, j) => {
      expect(rule.nodes[j]).toBeCloseTo(x, 13);
      expect(rule.weights[j]).toBeCloseTo(v[j]! * v[j]!, 12);
    });
    expect(integral(rule, Math.exp)).toBeCloseTo(exact(Math.exp), 9);
  });
  test("e₁ᵀ A⁻¹ e₁ of the chain is n/(n + 1)", () => {
    const n = 30;
    const start = new Float64Array(n);
    start[0] = 1;
    expect(integral(lanczosQuadrature(chain, start, n)!, (x) => 1 / x)).toBeCloseTo(n / (n + 1), 12);
  });
});

describe("densities", () => {
  test("Σ weights = 1, nodes ascend, steps and probes are what they say", () => {
    let count = 0;
    const counted: Product = (v, out) => {
      count++;
      chain(v, out);
    };
    const { nodes, weights } = spectralDensity(50, counted, stream("a"), { steps: 7, probes: 3 })!;
    expect(count).toBe(21);
    expect(nodes.length).toBe(21);
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
    expect(nodes.every((x, j) => j === 0 || x >= nodes[j - 1]!)).toBe(true);
  });
  test.each(["rademacher", "gaussian", "sphere"] as const)("%s: log det of the chain is log(n + 1)", (distribution) => {
    const n = 40;
    const density = spectralDensity(n, chain, stream(distribution), { steps: n, probes: 400, distribution })!;
    // The standard error of n · (mean of log over one probe): √(2 Σ log² λ / probes) at most.
    const squares = Array.from({ length: n }, (_, k) => Math.log(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1))));
    const error = Math.sqrt((2 * squares.reduce((sum, l) => sum + l * l, 0)) / 400);
    expect(Math.abs(n * integral(density, Math.log) - Math.log(n + 1))).toBeLessThan(4 * error);
  });
  test("signs see each diagonal entry alike", () => {
    const { nodes, weights } = spectralDensity(4, diagonal(1, 2, 2, 5), stream("b"), { probes: 1 })!;
    expect([...nodes].map((x) => Number(x.toPrecision(12)))).toEqual([1, 2, 5]);
    expect([...weights].map((w) => Number(w.toPrecision(12)))).toEqual([0.25, 0.5, 0.25]);
  });
  test("blurred: a normal density around every point", () => {
    const points = { nodes: Float64Array.of(-1, 2), weights: Float64Array.of(0.25, 0.75) };
    expect(blurred({ nodes: Float64Array.of(0), weights: Float64Array.of(1) }, 2, 0)).toBeCloseTo(0.1994711402007164, 15);
    let area = 0;
    for (let t = -5; t < 6; t += 0.01) area += 0.01 * blurred(points, 0.3, t);
    expect(area).toBeCloseTo(1, 10);
    expect(blurred(points, 0.3, 2) / blurred(points, 0.3, -1)).toBeCloseTo(3, 10);
  });
});
