/** A = V Λ Vᵀ for a symmetric A, by Jacobi's rotations (Golub & Van Loan 2013, Matrix Computations, algorithm 8.5.3). Row-major. */
import { allFinite, orderOf, signOfLargest } from "./order.js";

/** Enough: convergence is quadratic, and six to ten sweeps do. */
const SWEEPS = 60;

/** values and vectors: [n + 1, n], the values ascending, then the rows of V; the largest entry of each column of V is positive. */
export function eigen(out: Float64Array, A: Float64Array, n: number): void {
  if (!allFinite(A)) return void out.fill(Number.NaN);
  const W = A.slice();
  /** The rows are the vectors. */
  const V = new Float64Array(n * n);
  for (let i = 0; i < n; i++) V[i * n + i] = 1;
  for (let sweep = 0, rotated = true; rotated && sweep < SWEEPS; sweep++) {
    rotated = false;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) if (rotate(W, V, n, p, q)) rotated = true;
  }
  const values = Float64Array.from({ length: n }, (_, i) => W[i * n + i]!);
  orderOf(values, (a, b) => a - b).forEach((from, to) => {
    const sign = signOfLargest(V.subarray(from * n, (from + 1) * n));
    out[to] = values[from]!;
    for (let i = 0; i < n; i++) out[(i + 1) * n + to] = sign * V[from * n + i]!;
  });
}

/** Makes W_pq 0; false where it is nothing beside both W_pp and W_qq. */
function rotate(W: Float64Array, V: Float64Array, n: number, p: number, q: number): boolean {
  const [a, b, off] = [W[p * n + p]!, W[q * n + q]!, W[p * n + q]!];
  if (Math.abs(off) <= (Number.EPSILON / 4) * Math.min(Math.abs(a), Math.abs(b))) return false;
  const t = tangent((b - a) / (2 * off));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = c * t;
  for (let i = 0; i < n; i++) {
    if (i === p || i === q) continue;
    const [x, y] = [W[p * n + i]!, W[q * n + i]!];
    W[p * n + i] = W[i * n + p] = c * x - s * y;
    W[q * n + i] = W[i * n + q] = s * x + c * y;
  }
  W[p * n + p] = a - t * off;
  W[q * n + q] = b + t * off;
  W[p * n + q] = W[q * n + p] = 0;
  turn(V, n, p, q, c, s);
  return true;
}

/** The smaller root of t² + 2θt = 1: the tangent of the angle of a rotation. */
export const tangent = (theta: number): number => (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(1, theta));

/** Rows p and q of X ← (c p − s q, s p + c q), rows of length m. */
export function turn(X: Float64Array, m: number, p: number, q: number, c: number, s: number): void {
  for (let i = 0; i < m; i++) {
    const [x, y] = [X[p * m + i]!, X[q * m + i]!];
    X[p * m + i] = c * x - s * y;
    X[q * m + i] = s * x + c * y;
  }
}
