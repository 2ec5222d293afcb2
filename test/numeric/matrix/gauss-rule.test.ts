/** Gauss rules of known Jacobi matrices: Legendre by table, Chebyshev in closed form, moments of the normal distribution. */
import { describe, expect, test } from "vitest";
import { gaussRule } from "../../../src/numeric/matrix/gauss-rule.js";

const side = (n: number, b: (k: number) => number): number[] => Array.from({ length: n - 1 }, (_, k) => b(k + 1));
const zeros = (n: number): number[] => new Array<number>(n).fill(0);

test("Legendre, 5 points: Abramowitz & Stegun, table 25.4", () => {
  const { nodes, weights } = gaussRule({ diagonal: zeros(5), side: side(5, (k) => k / Math.sqrt(4 * k * k - 1)) });
  const positive = [0, 0.538469310105683, 0.906179845938664];
  const table = [0.568888888888889, 0.478628670499366, 0.236926885056189];
  for (const [k, x] of positive.entries()) {
    expect(nodes[2 + k]).toBeCloseTo(x, 14);
    expect(nodes[2 - k]).toBeCloseTo(-x, 14);
    for (const j of [2 + k, 2 - k]) expect(2 * weights[j]!).toBeCloseTo(table[k]!, 14);
  }
});

test.each([2, 3, 10, 80])("Chebyshev, %i points: cos((2j − 1)π/2n), all weights 1/n", (n) => {
  const { nodes, weights } = gaussRule({ diagonal: zeros(n), side: side(n, (k) => (k === 1 ? Math.SQRT1_2 : 0.5)) });
  nodes.forEach((x, j) => void expect(Math.abs(x + Math.cos(((2 * j + 1) * Math.PI) / (2 * n)))).toBeLessThan(2e-15 * Math.sqrt(n)));
  // Near ±1 nodes are close to each other, and eigenvectors that much less certain.
  weights.forEach((w) => void expect(Math.abs(w - 1 / n)).toBeLessThan(5e-14));
});

test("Hermite, 12 points: (2k − 1)!! up to degree 23", () => {
  const { nodes, weights } = gaussRule({ diagonal: zeros(12), side: side(12, Math.sqrt) });
  let power = Array.from(weights);
  for (let k = 1, factorial = 1; k <= 11; k++) {
    power = power.map((p, j) => p * nodes[j]! * nodes[j]!);
    factorial *= 2 * k - 1;
    expect(power.reduce((a, b) => a + b) / factorial).toBeCloseTo(1, 12);
  }
});

describe("what comes apart", () => {
  test("a diagonal matrix: its first entry has all the weight", () => {
    const { nodes, weights } = gaussRule({ diagonal: [3, -1, 2], side: [0, 0] });
    expect([...nodes]).toEqual([-1, 2, 3]);
    expect([...weights]).toEqual([0, 0, 1]);
  });
  test("one number, equal numbers", () => {
    expect(gaussRule({ diagonal: [5], side: [] })).toEqual({ nodes: Float64Array.of(5), weights: Float64Array.of(1) });
    const { nodes, weights } = gaussRule({ diagonal: [1, 1], side: [1] });
    expect([...nodes].map((x) => Math.round(1e14 * x) / 1e14)).toEqual([0, 2]);
    weights.forEach((w) => void expect(w).toBeCloseTo(0.5, 15));
  });
  test("scales of 200 orders of magnitude", () => {
    const { nodes } = gaussRule({ diagonal: [2e-100, 2e-100, 2e100, 2e100], side: [1e-100, 0, 1e100] });
    [1e-100, 3e-100, 1e100, 3e100].forEach((x, j) => void expect(nodes[j]! / x).toBeCloseTo(1, 13));
  });
});
