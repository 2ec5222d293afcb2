/** P A Q = L D U, complete pivoting: L and U unit triangular with entries in [−1, 1], so that D alone tells the rank. All [n, n], row-major. */

/** A factored matrix: L below the diagonal, D U on and above it; then P and Q as lists, the rank, and det P det Q. */
export const factoredLength = (n: number): number => n * n + 2 * n + 2;
/** The diagonal of D. */
export const pivotsOf = (F: Float64Array, n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => F[i * n + i]!);
export const rowsOf = (F: Float64Array, n: number): Float64Array => F.subarray(n * n, n * n + n);
export const columnsOf = (F: Float64Array, n: number): Float64Array => F.subarray(n * n + n, n * n + 2 * n);
/** How many pivots are more than what rounding leaves. */
export const rankOf = (F: Float64Array, n: number): number => F[n * n + 2 * n]!;
export const signOf = (F: Float64Array, n: number): number => F[n * n + 2 * n + 1]!;

/** Golub & Van Loan (2013), Matrix Computations, section 3.4, with a rank. */
export function factor(F: Float64Array, A: Float64Array, n: number): void {
  F.set(A);
  const rows = rowsOf(F, n);
  const columns = columnsOf(F, n);
  for (let i = 0; i < n; i++) rows[i] = columns[i] = i;
  let [rank, sign] = [n, 1];
  for (let k = 0; k < n; k++) {
    const at = largestFrom(F, n, k);
    const largest = Math.abs(F[at]!);
    if (rank === n && (largest === 0 || isNoise(F, A, n, k, largest))) rank = k;
    // Nothing is left: L and U are the identity from here on.
    if (largest === 0) break;
    const [r, c] = [Math.floor(at / n), at % n];
    if (r !== k) swapRows(F, n, r, k);
    if (c !== k) swapColumns(F, n, c, k);
    if ((r !== k) !== (c !== k)) sign = -sign;
    for (let i = k + 1; i < n; i++) {
      const l = F[i * n + k]! / F[k * n + k]!;
      F[i * n + k] = l;
      for (let j = k + 1; j < n; j++) F[i * n + j]! -= l * F[k * n + j]!;
    }
  }
  F[n * n + 2 * n] = rank;
  F[n * n + 2 * n + 1] = sign;
}

/** Where the largest entry of the block from (k, k) is; a NaN only where there is nothing else. */
function largestFrom(F: Float64Array, n: number, k: number): number {
  let [at, largest] = [k * n + k, -1];
  for (let i = k; i < n; i++)
    for (let j = k; j < n; j++) {
      const size = Math.abs(F[i * n + j]!);
      if (size > largest) {
        at = i * n + j;
        largest = size;
      }
    }
  return at;
}

/** |remaining| ≤ k ε (|A| + |L| |D U|) for each entry: no more than the rounding errors of what was subtracted, whatever the scales of rows and columns. */
function isNoise(F: Float64Array, A: Float64Array, n: number, k: number, largest: number): boolean {
  const unit = k * Number.EPSILON;
  if (!(largest <= unit * (k + 1) * Math.abs(F[0]!))) return false;
  const [rows, columns] = [rowsOf(F, n), columnsOf(F, n)];
  for (let i = k; i < n; i++)
    for (let j = k; j < n; j++) {
      let size = Math.abs(A[rows[i]! * n + columns[j]!]!);
      for (let l = 0; l < k; l++) size += Math.abs(F[i * n + l]! * F[l * n + j]!);
      if (!(Math.abs(F[i * n + j]!) <= unit * size)) return false;
    }
  return true;
}

function swapRows(F: Float64Array, n: number, r: number, k: number): void {
  for (let j = 0; j < n; j++) swap(F, r * n + j, k * n + j);
  swap(rowsOf(F, n), r, k);
}

function swapColumns(F: Float64Array, n: number, c: number, k: number): void {
  for (let i = 0; i < n; i++) swap(F, i * n + c, i * n + k);
  swap(columnsOf(F, n), c, k);
}

function swap(x: Float64Array, i: number, j: number): void {
  const kept = x[i]!;
  x[i] = x[j]!;
  x[j] = kept;
}

/** X = A⁻¹ B or A⁻ᵀ B; X and B: [n, m]. D has no 0. */
export function solveFactored(X: Float64Array, F: Float64Array, B: Float64Array, n: number, transposed: boolean): void {
  const m = B.length / n;
  const [from, to] = transposed ? [columnsOf(F, n), rowsOf(F, n)] : [rowsOf(F, n), columnsOf(F, n)];
  const Y = new Float64Array(n * m);
  for (let i = 0; i < n; i++) for (let c = 0; c < m; c++) Y[i * m + c] = B[from[i]! * m + c]!;
  // Aᵀ = Q Uᵀ D Lᵀ P: U D comes first, and both factors are read across.
  const [down, along] = transposed ? [1, n] : [n, 1];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) subtractRow(Y, m, i, F[i * down + k * along]!, k);
    if (transposed) divideRow(Y, m, i, F[i * n + i]!);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtractRow(Y, m, i, F[i * down + k * along]!, k);
    if (!transposed) divideRow(Y, m, i, F[i * n + i]!);
  }
  for (let i = 0; i < n; i++) for (let c = 0; c < m; c++) X[to[i]! * m + c] = Y[i * m + c]!;
}

/** y_i ← y_i − l y_k, rows of length m. */
export function subtractRow(Y: Float64Array, m: number, i: number, l: number, k: number): void {
  for (let c = 0; c < m; c++) Y[i * m + c]! -= l * Y[k * m + c]!;
}

export function divideRow(Y: Float64Array, m: number, i: number, d: number): void {
  for (let c = 0; c < m; c++) Y[i * m + c]! /= d;
}
