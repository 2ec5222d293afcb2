import { describe, expect, test } from "vitest";
import { shiftedCholesky, solveCholesky } from "../../../src/numeric/matrix/cholesky.js";
import { stream } from "../../../src/numeric/sampling/random.js";

const rng = stream("cholesky");
/** Symmetric, [n, n]. */
function symmetric(n: number): Float64Array {
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) A[i * n + j] = A[j * n + i] = rng.normal();
  return A;
}
/** BᵀB + shift I */
function positive(n: number, shift: number): Float64Array {
  const B = Float64Array.from({ length: n * n }, () => rng.normal());
  return B.map((_, ij) => {
    const [i, j] = [Math.floor(ij / n), ij % n];
    let sum = i === j ? shift : 0;
    for (let k = 0; k < n; k++) sum += B[k * n + i]! * B[k * n + j]!;
    return sum;
  });
}
/** max |L Lᵀ − A − τI| */
function residual(A: Float64Array, n: number, L: Float64Array, tau: number): number {
  let worst = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = -A[i * n + j]! - (i === j ? tau : 0);
      for (let k = 0; k <= Math.min(i, j); k++) sum += L[i * n + k]! * L[j * n + k]!;
      worst = Math.max(worst, Math.abs(sum));
    }
  return worst;
}

describe("shifted Cholesky", () => {
  test("a positive definite matrix is not shifted, by hand", () => {
    // [[4, 2], [2, 5]] = L Lᵀ with L = [[2, 0], [1, 2]].
    const L = new Float64Array(4);
    expect(shiftedCholesky(Float64Array.of(4, 2, 2, 5), 2, L)).toBe(0);
    expect([L[0], L[2], L[3]]).toEqual([2, 1, 2]);
  });
  test("random positive definite matrices: the factor is right and so are solutions", () => {
    for (const n of [1, 2, 5, 30]) {
      const A = positive(n, 0.1);
      const L = new Float64Array(n * n);
      expect(shiftedCholesky(A, n, L)).toBe(0);
      expect(residual(A, n, L, 0)).toBeLessThan(1e-12 * n);
      const x = Float64Array.from({ length: n }, () => rng.normal());
      const b = Float64Array.from({ length: n }, (_, i) => x.reduce((s, xj, j) => s + A[i * n + j]! * xj, 0));
      solveCholesky(L, b);
      b.forEach((bi, i) => void expect(Math.abs(bi - x[i]!)).toBeLessThan(1e-9));
    }
  });
  test("indefinite ones are shifted to be definite, not by much more than it takes", () => {
    for (const n of [2, 5, 20]) {
      const A = symmetric(n);
      const L = new Float64Array(n * n);
      const tau = shiftedCholesky(A, n, L);
      expect(residual(A, n, L, tau)).toBeLessThan(1e-11 * (1 + tau));
      // No more than twice what ‖A‖ (Frobenius) would do, as −λ_min ≤ ‖A‖.
      expect(tau).toBeLessThanOrEqual(2 * Math.sqrt(A.reduce((s, a) => s + a * a, 0)));
    }
  });
  test("the shift of a diagonal matrix, by hand: the first positive definite one of β − min, doubled", () => {
    const L = new Float64Array(4);
    // ‖A‖ = 5, β = 0.005, τ = 4.005.
    expect(shiftedCholesky(Float64Array.of(3, 0, 0, -4), 2, L)).toBeCloseTo(4.005, 12);
    expect(L[0]! * L[0]!).toBeCloseTo(7.005, 12);
    // Positive diagonal, eigenvalues −1 and 3: τ = β = 10^(1/2)·10⁻³, doubled until it is more than 1.
    expect(shiftedCholesky(Float64Array.of(1, 2, 2, 1), 2, L)).toBeCloseTo(1e-3 * Math.sqrt(10) * 512, 12);
  });
  test("scaling A scales the shift", () => {
    const A = symmetric(6);
    const L = new Float64Array(36);
    const tau = shiftedCholesky(A, 6, L);
    expect(
      shiftedCholesky(
        A.map((a) => a * 1024),
        6,
        L,
      ),
    ).toBe(1024 * tau);
  });
  test("singular matrices are shifted", () => {
    const L = new Float64Array(4);
    expect(shiftedCholesky(Float64Array.of(1, 1, 1, 1), 2, L)).toBeGreaterThan(0);
    expect(shiftedCholesky(Float64Array.of(1, 0, 0, 0), 2, L)).toBeGreaterThan(0);
  });
  test.each([0, Number.NaN, Number.POSITIVE_INFINITY])("a matrix of %s has no scale", (entry) => {
    expect(shiftedCholesky(new Float64Array(9).fill(entry), 3, new Float64Array(9))).toBeNaN();
  });
});
