import { describe, expect, test } from "vitest";
import { largestCurvature } from "../../src/core/lanczos.js";

/** v ↦ H v for a dense symmetric H, counting. */
function product(h: number[][]): { hvp: (v: Float64Array, out: Float64Array) => void; count: () => number } {
  let count = 0;
  return {
    hvp: (v, out) => {
      count++;
      h.forEach((row, i) => {
        out[i] = row.reduce((s, a, j) => s + a * v[j]!, 0);
      });
    },
    count: () => count,
  };
}
const diagonal = (d: number[]): number[][] => d.map((di, i) => d.map((_, j) => (i === j ? di : 0)));

describe("max |λ|", () => {
  test("exact for small matrices, definite or not", () => {
    // [[2, 1], [1, 2]] has 1 and 3; [[0, 2], [2, −3]] has 1 and −4.
    expect(
      largestCurvature(
        2,
        product([
          [2, 1],
          [1, 2],
        ]).hvp,
      ),
    ).toBeCloseTo(3, 13);
    expect(
      largestCurvature(
        2,
        product([
          [0, 2],
          [2, -3],
        ]).hvp,
      ),
    ).toBeCloseTo(4, 13);
    expect(largestCurvature(1, product([[-7]]).hvp)).toBeCloseTo(7, 13);
  });
  test("two eigenvalues take two products", () => {
    const p = product(diagonal([...new Array<number>(20).fill(1), ...new Array<number>(20).fill(10)]));
    expect(largestCurvature(40, p.hvp)).toBeCloseTo(10, 12);
    expect(p.count()).toBe(2);
  });
  test("the second difference matrix: 2 − 2 cos(nπ/(n+1))", () => {
    const n = 24;
    const h = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)));
    const p = product(h);
    expect(largestCurvature(n, p.hvp)).toBeCloseTo(2 - 2 * Math.cos((n * Math.PI) / (n + 1)), 12);
    expect(p.count()).toBeLessThanOrEqual(24);
  });
  test("at most 30 products; a lower bound within a fraction of a percent", () => {
    const p = product(diagonal(Array.from({ length: 300 }, (_, i) => i + 1)));
    const L = largestCurvature(300, p.hvp);
    expect(p.count()).toBe(30);
    expect(L).toBeLessThanOrEqual(300 + 1e-9);
    expect(L).toBeGreaterThan(300 * 0.98);
  });
  test("the same bits every time; scale carries over", () => {
    const h = [
      [4, 1, 0],
      [1, -2, 3],
      [0, 3, 1],
    ];
    expect(largestCurvature(3, product(h).hvp)).toBe(largestCurvature(3, product(h).hvp));
    const small = h.map((row) => row.map((a) => a * 1e-200));
    expect(largestCurvature(3, product(small).hvp) / 1e-200 / largestCurvature(3, product(h).hvp)).toBeCloseTo(1, 12);
  });
  test("no curvature is 0, what is not finite is NaN", () => {
    expect(largestCurvature(3, product(diagonal([0, 0, 0])).hvp)).toBe(0);
    expect(largestCurvature(2, product(diagonal([1, NaN])).hvp)).toBeNaN();
    expect(largestCurvature(2, product(diagonal([1, Infinity])).hvp)).toBeNaN();
  });
});
