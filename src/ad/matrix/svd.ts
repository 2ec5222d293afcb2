/** A = U Σ Vᵀ, A [m, n] with m ≥ n, U [m, n], V [n, n], by one-sided Jacobi: rotations make the columns of A V orthogonal. Row-major. */
import { tangent, turn } from "./eigen.js";
import { allFinite, orderOf, signOfLargest } from "./order.js";

const SWEEPS = 60;
/** Beyond it, and below its inverse, squares leave the range of float64. */
const LARGE = 1e140;

/**
 * out: [m + 1 + n, n], the rows of U, the singular values, descending, and the rows of V; the largest entry of each column of U is
 * positive. Hestenes (1958), J. SIAM 6(1); Demmel & Veselić (1992), SIAM J. Matrix Anal. Appl. 13(4): small values have their digits too.
 */
export function svd(out: Float64Array, A: Float64Array, m: number, n: number): void {
  if (!allFinite(A)) return void out.fill(Number.NaN);
  const largest = A.reduce((size, a) => Math.max(size, Math.abs(a)), 0);
  const unit = largest > LARGE || (largest < 1 / LARGE && largest > 0) ? largest : 1;
  /** The rows are the columns of A V, and of V. */
  const W = Float64Array.from(A, (_, at) => A[(at % m) * n + Math.floor(at / m)]! / unit);
  const V = new Float64Array(n * n);
  for (let i = 0; i < n; i++) V[i * n + i] = 1;
  for (let sweep = 0, rotated = true; rotated && sweep < SWEEPS; sweep++) {
    rotated = false;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) if (rotate(W, V, m, n, p, q)) rotated = true;
  }
  const lengths = Float64Array.from({ length: n }, (_, j) => Math.sqrt(product(W, m, j, j)));
  for (let j = 0; j < n; j++) if (lengths[j]! > 0) for (let i = 0; i < m; i++) W[j * m + i]! /= lengths[j]!;
  for (let j = 0; j < n; j++) if (lengths[j] === 0) complete(W, m, n, j);
  orderOf(lengths, (a, b) => b - a).forEach((from, to) => {
    const sign = signOfLargest(W.subarray(from * m, (from + 1) * m));
    out[m * n + to] = lengths[from]! * unit;
    for (let i = 0; i < m; i++) out[i * n + to] = sign * W[from * m + i]!;
    for (let i = 0; i < n; i++) out[(m + 1 + i) * n + to] = sign * V[from * n + i]!;
  });
}

/** Makes columns p and q orthogonal; false where they are, to rounding. */
function rotate(W: Float64Array, V: Float64Array, m: number, n: number, p: number, q: number): boolean {
  const [a, b, off] = [product(W, m, p, p), product(W, m, q, q), product(W, m, p, q)];
  if (!(Math.abs(off) > Math.sqrt(m) * Number.EPSILON * Math.sqrt(a) * Math.sqrt(b))) return false;
  const t = tangent((b - a) / (2 * off));
  const c = 1 / Math.sqrt(1 + t * t);
  turn(W, m, p, q, c, c * t);
  turn(V, n, p, q, c, c * t);
  return true;
}

function product(W: Float64Array, m: number, p: number, q: number): number {
  let sum = 0;
  for (let i = 0; i < m; i++) sum += W[p * m + i]! * W[q * m + i]!;
  return sum;
}

/** Row j, which is 0, becomes a unit vector orthogonal to the other rows: what is left of the unit vector they leave most of. */
function complete(W: Float64Array, m: number, n: number, j: number): void {
  const covered = new Float64Array(m);
  for (let k = 0; k < n; k++) for (let i = 0; i < m; i++) covered[i]! += W[k * m + i]! * W[k * m + i]!;
  W[j * m + orderOf(covered, (a, b) => a - b)[0]!] = 1;
  // Twice is enough (Parlett 1998, The Symmetric Eigenvalue Problem, section 6.9).
  for (let twice = 0; twice < 2; twice++) {
    for (let k = 0; k < n; k++) {
      if (k === j) continue;
      const along = product(W, m, j, k);
      for (let i = 0; i < m; i++) W[j * m + i]! -= along * W[k * m + i]!;
    }
    const length = Math.sqrt(product(W, m, j, j));
    for (let i = 0; i < m; i++) W[j * m + i]! /= length;
  }
}

/** X = A⁺ B from a factored A, or (Aᵀ)⁺ B; singular values up to rcond times the largest count as 0. */
export function solveSvd(
  X: Float64Array,
  F: Float64Array,
  B: Float64Array,
  m: number,
  n: number,
  rcond: number,
  transposed: boolean,
): void {
  const [U, s, V] = [F.subarray(0, m * n), F.subarray(m * n, m * n + n), F.subarray(m * n + n)];
  const [from, rows, to, columns] = transposed ? [V, n, U, m] : [U, m, V, n];
  const k = B.length / rows;
  X.fill(0);
  for (let j = 0; j < n; j++) {
    if (s[j]! <= rcond * s[0]!) continue;
    for (let c = 0; c < k; c++) {
      let along = 0;
      for (let i = 0; i < rows; i++) along += from[i * n + j]! * B[i * k + c]!;
      for (let i = 0; i < columns; i++) X[i * k + c]! += to[i * n + j]! * (along / s[j]!);
    }
  }
}
