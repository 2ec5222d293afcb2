/** A = Q R by Householder reflections I − τ v vᵀ, A [m, n] with m ≥ n, Q [m, n], R [n, n] with a diagonal ≥ 0. Row-major. */

/** QR: [m + n, n], the rows of Q and then those of R. Golub & Van Loan (2013), Matrix Computations, algorithm 5.2.1 and section 5.1.6. */
export function qr(QR: Float64Array, A: Float64Array, m: number, n: number): void {
  const W = A.slice();
  const Q = QR.subarray(0, m * n);
  const R = QR.subarray(m * n);
  Q.fill(0);
  R.fill(0);
  const reflections = Array.from({ length: n }, (_, k) => reflect(W, m, n, k));
  for (let k = 0; k < n; k++) Q[k * n + k] = 1;
  for (let k = n - 1; k >= 0; k--) apply(Q, m, n, k, reflections[k]!);
  for (let k = 0; k < n; k++) {
    const sign = W[k * n + k]! < 0 ? -1 : 1;
    for (let j = k; j < n; j++) R[k * n + j] = sign * W[k * n + j]!;
    if (sign < 0) for (let i = 0; i < m; i++) Q[i * n + k] = -Q[i * n + k]!;
  }
}

/** v, which is 0 above row k, and τ = 2/vᵀv. */
interface Reflection {
  readonly v: Float64Array;
  readonly tau: number;
}

/** The reflection that makes column k of W 0 below the diagonal, applied to W. */
function reflect(W: Float64Array, m: number, n: number, k: number): Reflection {
  let largest = 0;
  for (let i = k; i < m; i++) largest = Math.max(largest, Math.abs(W[i * n + k]!));
  const v = new Float64Array(m);
  if (largest === 0) return { v, tau: 0 };
  let squares = 0;
  for (let i = k; i < m; i++) {
    v[i] = W[i * n + k]! / largest;
    squares += v[i]! * v[i]!;
  }
  const head = v[k]!;
  const length = head > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
  v[k] = head - length;
  const reflection = { v, tau: 1 / (length * (length - head)) };
  apply(W, m, n, k + 1, reflection, k);
  W[k * n + k] = length * largest;
  return reflection;
}

/** X ← (I − τ v vᵀ) X, on the columns from `column` on. */
function apply(X: Float64Array, m: number, n: number, column: number, { v, tau }: Reflection, row = column): void {
  for (let j = column; j < n; j++) {
    let dot = 0;
    for (let i = row; i < m; i++) dot += v[i]! * X[i * n + j]!;
    for (let i = row; i < m; i++) X[i * n + j]! -= tau * dot * v[i]!;
  }
}
