/** L Lᵀ = A + τI, L lower triangular, with τ ≥ 0 large enough for A + τI to be positive definite. Matrices are [n, n], row-major. */
import { norm2 } from "../vector.js";

/** β of the first τ, relative to ‖A‖ (Frobenius), so that the scale of f does not matter; Nocedal & Wright have 10⁻³ itself. */
const LEAST = 1e-3;

/** Writes L, of which only the lower triangle is touched; returns τ, NaN where A has no scale: 0 or not finite. N&W (2006), Algorithm 3.3. */
export function shiftedCholesky(A: Float64Array, n: number, L: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < n; i++) least = Math.min(least, A[i * n + i]!);
  const beta = LEAST * norm2(A);
  if (!(beta > 0 && beta < Number.POSITIVE_INFINITY)) return Number.NaN;
  let tau = least > 0 ? 0 : beta - least;
  while (!factor(A, n, tau, L)) tau = Math.max(2 * tau, beta);
  return tau;
}

/** A + τI = L Lᵀ; false when a pivot is no larger than what rounding makes of it. */
function factor(A: Float64Array, n: number, tau: number, L: Float64Array): boolean {
  for (let j = 0; j < n; j++) {
    const size = A[j * n + j]! + tau;
    let pivot = size;
    for (let k = 0; k < j; k++) pivot -= L[j * n + k]! * L[j * n + k]!;
    if (!(pivot > Number.EPSILON * size)) return false;
    const diagonal = Math.sqrt(pivot);
    L[j * n + j] = diagonal;
    for (let i = j + 1; i < n; i++) {
      let sum = A[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= L[i * n + k]! * L[j * n + k]!;
      L[i * n + j] = sum / diagonal;
    }
  }
  return true;
}

/** b ← (L Lᵀ)⁻¹ b */
export function solveCholesky(L: Float64Array, b: Float64Array): void {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) b[i]! -= L[i * n + k]! * b[k]!;
    b[i]! /= L[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    b[i]! /= L[i * n + i]!;
    for (let k = 0; k < i; k++) b[k]! -= L[i * n + k]! * b[i]!;
  }
}
