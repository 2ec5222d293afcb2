/** Matrices of small integers, whose sums and products are exact in float64, and their adjugates in whole numbers. */
import type { Rng } from "../../numeric/sampling/random.js";
import { type Matrix, matrixOf } from "../dense.js";

export const integerMatrix = (rng: Rng, m: number, n: number, largest = 9): Matrix =>
  matrixOf(m, n, () => Math.floor((2 * largest + 1) * rng.uniform()) - largest);

/** Of rank n − 1 at most: the last row is the sum of the others. */
export function singularMatrix(rng: Rng, n: number): Matrix {
  const X = integerMatrix(rng, n, n, 3);
  for (let j = 0; j < n; j++)
    X.set(
      n - 1,
      j,
      Array.from({ length: n - 1 }, (_, i) => X.get(i, j)).reduce((s, x) => s + x, 0),
    );
  return X;
}

/** adj X, [n, n]: (−1)^(i + j) times the minor without row j and column i. */
export function integerAdjugate(X: Matrix): Matrix {
  const n = X.rows;
  const rows = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => BigInt(X.get(i, j))));
  return matrixOf(n, n, (i, j) => {
    const minor = determinant(rows.toSpliced(j, 1).map((row) => row.toSpliced(i, 1)));
    return Number((i + j) % 2 === 0 ? minor : -minor);
  });
}

/** Fraction-free elimination: every division leaves no rest. Bareiss (1968), Math. Comp. 22(103), eq. 8. */
function determinant(rows: bigint[][]): bigint {
  let [sign, before] = [1n, 1n];
  const M = rows.map((row) => [...row]);
  for (let k = 0; k + 1 < M.length; k++) {
    const pivot = M.findIndex((row, i) => i >= k && row[k] !== 0n);
    if (pivot < 0) return 0n;
    if (pivot !== k) {
      [M[k], M[pivot]] = [M[pivot]!, M[k]!];
      sign = -sign;
    }
    for (let i = k + 1; i < M.length; i++)
      for (let j = k + 1; j < M.length; j++) M[i]![j] = (M[i]![j]! * M[k]![k]! - M[i]![k]! * M[k]![j]!) / before;
    before = M[k]![k]!;
  }
  return sign * (M.at(-1)?.at(-1) ?? 1n);
}
