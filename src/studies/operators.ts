/** Symmetric matrices as what multiplies a vector by them: A = Q Λ Qᵀ with eigenvalues that are chosen, and Hessians of problems. */

import type { Product } from "../numeric/matrix/lanczos.js";
import { haarBlock } from "../numeric/sampling/directions.js";
import type { Rng } from "../numeric/sampling/random.js";
import { dot, scale } from "../numeric/vector.js";
import type { meterOf } from "./methods.js";

/** v ↦ A v; A: [n, n] row-major. */
export const productWith =
  (A: Float64Array): Product =>
  (v, out) => {
    const n = v.length;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0, at = i * n; j < n; j++) sum += A[at + j]! * v[j]!;
      out[i] = sum;
    }
  };

/** The columns of a Q of the Haar measure. Their lengths are 1 to the last digit: errors of them would be errors of all eigenvalues. */
export function randomRotation(n: number, rng: Rng): readonly Float64Array[] {
  const columns = Array.from({ length: n }, () => new Float64Array(n));
  haarBlock(columns, rng);
  for (const q of columns) scale(q, 1 / Math.sqrt(sumOfSquares(q)));
  return columns;
}

/** Compensated: Kahan (1965), Comm. ACM 8(1). */
function sumOfSquares(v: Float64Array): number {
  let [sum, lost] = [0, 0];
  for (const vi of v) {
    const term = vi * vi - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  return sum;
}

/** Σ_k λ_k q_k q_kᵀ, [n, n] */
export function withSpectrum(eigenvalues: ArrayLike<number>, Q: readonly Float64Array[]): Float64Array {
  const n = Q.length;
  const A = new Float64Array(n * n);
  for (const [k, q] of Q.entries())
    for (let i = 0; i < n; i++) {
      const c = eigenvalues[k]! * q[i]!;
      for (let j = 0; j <= i; j++) A[i * n + j]! += c * q[j]!;
    }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) A[j * n + i] = A[i * n + j]!;
  return A;
}

/** Qᵀ v: how much of v is along each eigenvector. */
export const coordinates = (Q: readonly Float64Array[], v: Float64Array): Float64Array => Float64Array.from(Q, (q) => dot(q, v));

/** v ↦ ∇²f(x) v */
export const hessianAt =
  (meter: ReturnType<typeof meterOf>, x: Float64Array): Product =>
  (v, out) =>
    void meter.hvp(x, v, out);

/** Row by row what a product makes of the unit vectors, the mean with its transpose: [n, n]. */
export function denseOf(n: number, product: Product): Float64Array {
  const A = new Float64Array(n * n);
  const [v, w] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    v.fill(0)[i] = 1;
    product(v, w);
    A.set(w, i * n);
  }
  return A.map((a, k) => (a + A[(k % n) * n + Math.floor(k / n)]!) / 2);
}
