/** T = QᵀAQ tridiagonal, QᵀQ = I, for a symmetric A that is known by its products: Lanczos with full reorthogonalisation. */
import { dot, norm2, scale } from "../vector.js";
import { withoutSpan } from "./without-span.js";

/** Writes A v to out; both are borrowed. */
export type Product = (v: Float64Array, out: Float64Array) => void;

export interface Tridiagonal {
  /** T_kk */
  readonly diagonal: readonly number[];
  /** T_k,k+1 */
  readonly side: readonly number[];
}

/**
 * The first columns of Q span the Krylov space of `start`, [n], at most `steps` of them: fewer where it is invariant. Null when a
 * product is not finite. Golub & Van Loan (2013), Matrix Computations, §10.1.
 */
export function lanczos(product: Product, start: Float64Array, steps: number): Tridiagonal | null {
  const n = start.length;
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const side: number[] = [];
  let q = start.slice();
  scale(q, 1 / norm2(q));
  while (basis.length < Math.min(n, steps)) {
    basis.push(q);
    const w = new Float64Array(n);
    product(q, w);
    const size = norm2(w);
    if (!Number.isFinite(size)) return null;
    diagonal.push(dot(q, w));
    // It takes the two terms of the recurrence with it.
    const rest = withoutSpan(w, basis);
    // Nothing left but rounding, of sums of n terms: the Krylov space is invariant.
    if (rest <= 3e-14 * Math.sqrt(n) * size || rest === 0) break;
    side.push(rest);
    q = w;
    for (let i = 0; i < n; i++) q[i]! /= rest;
  }
  return { diagonal, side: side.slice(0, diagonal.length - 1) };
}
