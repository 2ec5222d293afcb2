/**
 * Descent with a random estimate on ½xᵀAx: x ← (I − αc vvᵀA) x, so M = E[xxᵀ] obeys M ← M − α(AM + MA) + α² c²E[vvᵀ AMA vvᵀ], exactly.
 * ‖x‖² → 0 in the mean if and only if the spectral radius of that linear map is below 1.
 */

import { spectralRadius } from "../../numeric/matrix/spectral-radius.js";
import type { Distribution } from "../../numeric/sampling/directions.js";
import { bisect } from "../../numeric/search/bisect.js";

/** c²E[vvᵀ S vvᵀ] = same·S + trace·tr(S) I + diagonal·diag(S) for symmetric S. */
interface FourthMoment {
  readonly same: number;
  readonly trace: number;
  readonly diagonal: number;
}

/** Isserlis (1918) for the Gaussian; the sphere has E[v_i²v_j²] = 1/(n(n + 2)), E[v_i⁴] = 3/(n(n + 2)); signs have v_i⁴ = 1. */
export const fourthMoments: Readonly<Record<Distribution, (n: number) => FourthMoment>> = {
  gaussian: () => ({ same: 2, trace: 1, diagonal: 0 }),
  sphere: (n) => ({ same: (2 * n) / (n + 2), trace: n / (n + 2), diagonal: 0 }),
  rademacher: () => ({ same: 2, trace: 1, diagonal: -2 }),
  coordinate: (n) => ({ same: 0, trace: 0, diagonal: n }),
};

/** M ↦ E[xxᵀ] one step later; A and M are [n, n] and symmetric. */
export function secondMomentStep(A: Float64Array, n: number, law: FourthMoment, step: number): (M: Float64Array) => Float64Array {
  return (M) => {
    const AM = product(A, M, n);
    const S = product(AM, A, n);
    let trace = 0;
    for (let i = 0; i < n; i++) trace += S[i * n + i]!;
    return M.map((m, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      const spread = law.same * S[at]! + (i === j ? law.trace * trace + law.diagonal * S[at]! : 0);
      return m - step * (AM[at]! + AM[j * n + i]!) + step * step * spread;
    });
  };
}

/**
 * The same for laws that no rotation changes, in the eigenbasis of A: the diagonal of M obeys a recursion of its own, and no other part
 * of M decides about stability, as it is an average over signs of what a nonnegative map does.
 */
export function modeStep(eigenvalues: Float64Array, law: FourthMoment, step: number): (m: Float64Array) => Float64Array {
  return (m) => {
    let trace = 0;
    for (let j = 0; j < m.length; j++) trace += eigenvalues[j]! * eigenvalues[j]! * m[j]!;
    return m.map((mi, i) => {
      const t = step * eigenvalues[i]!;
      return mi * (1 - 2 * t + law.same * t * t) + step * step * law.trace * trace;
    });
  };
}

/** The spectral radius of M ↦ step(M) on symmetric matrices. */
export function radiusOfSecondMoment(A: Float64Array, n: number, law: FourthMoment, step: number): number {
  const apply = secondMomentStep(A, n, law, step);
  const pairs = Array.from({ length: n * n }, (_, at) => [Math.floor(at / n), at % n] as const).filter(([i, j]) => i <= j);
  return radius(pairs.length, (k) => {
    const M = new Float64Array(n * n);
    const [i, j] = pairs[k]!;
    M[i * n + j] = M[j * n + i] = 1;
    const next = apply(M);
    return Float64Array.from(pairs, ([p, q]) => next[p * n + q]!);
  });
}

export function radiusOfModes(eigenvalues: Float64Array, law: FourthMoment, step: number): number {
  const apply = modeStep(eigenvalues, law, step);
  return radius(eigenvalues.length, (k) => {
    const m = new Float64Array(eigenvalues.length);
    m[k] = 1;
    return apply(m);
  });
}

/** Of the linear map with these columns. */
function radius(n: number, column: (k: number) => Float64Array): number {
  const T = new Float64Array(n * n);
  for (let k = 0; k < n; k++) for (const [i, t] of column(k).entries()) T[i * n + k] = t;
  return spectralRadius(T, n);
}

/** The step from which on the radius is above 1. Beyond 2/L the mean of x diverges, and its second moment with it. */
export const criticalStep = (radiusAt: (step: number) => number, L: number): number =>
  bisect((step) => radiusAt(step) > 1, 0, 2 / L, 1e-12);

/** A B, [n, n] */
function product(A: Float64Array, B: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += A[i * n + k]! * B[k * n + j]!;
      out[i * n + j] = sum;
    }
  return out;
}
