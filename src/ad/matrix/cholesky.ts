/** A = L Lᵀ, and systems with triangular matrices. Matrices are [n, n], row-major. */
import { divideRow, subtractRow } from "./ldu.js";

/** L from the lower triangle of A; false where A is not positive definite: a pivot is no more than the rounding of what it is left of. */
export function cholesky(L: Float64Array, A: Float64Array, n: number): boolean {
  L.fill(0);
  for (let j = 0; j < n; j++) {
    let pivot = A[j * n + j]!;
    for (let k = 0; k < j; k++) pivot -= L[j * n + k]! * L[j * n + k]!;
    if (pivot <= j * Number.EPSILON * A[j * n + j]!) return false;
    L[j * n + j] = Math.sqrt(pivot);
    for (let i = j + 1; i < n; i++) {
      let sum = A[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= L[i * n + k]! * L[j * n + k]!;
      L[i * n + j] = sum / L[j * n + j]!;
    }
  }
  return true;
}

/** X = T⁻¹ B or T⁻ᵀ B, of which one triangle is read. X and B: [n, m]. */
export function solveTriangle(X: Float64Array, T: Float64Array, B: Float64Array, n: number, upper: boolean, transposed: boolean): void {
  const m = B.length / n;
  const [down, along] = transposed ? [1, n] : [n, 1];
  const forward = upper === transposed;
  X.set(B);
  for (let s = 0; s < n; s++) {
    const i = forward ? s : n - 1 - s;
    for (let k = forward ? 0 : i + 1; k < (forward ? i : n); k++) subtractRow(X, m, i, T[i * down + k * along]!, k);
    divideRow(X, m, i, T[i * n + i]!);
  }
}
