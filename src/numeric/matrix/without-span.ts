/** w ← (I − QQᵀ) w: what is orthogonal to the columns of Q, which are orthonormal. */
import { addScaled, dot, norm2 } from "../vector.js";

/** Gram–Schmidt, done twice, which is enough (Kahan; Parlett 1998, The Symmetric Eigenvalue Problem, §6.9). Returns ‖w‖. */
export function withoutSpan(w: Float64Array, basis: readonly Float64Array[]): number {
  for (let pass = 0; pass < 2; pass++) for (const q of basis) addScaled(w, w, -dot(q, w), q);
  return norm2(w);
}
