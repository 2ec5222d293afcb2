/**
 * x_(t+1) = x_t − α_t g_t, brought back to the unit ball; the answer after k steps is x̄ = (x_1 + … + x_k)/k, x_1 = 0.
 * As ‖x_(t+1) − x*‖² ≤ ‖x_t − x*‖² − 2α_t g_t·(x_t − x*) + α_t² ‖g_t‖² and ‖x_t − x*‖ ≤ R, for α_t that fall
 *   E f(x̄) − f* ≤ R²/2kα_k + Σ α_t E‖g_t‖²/2k ≤ (3/2) RG √(s/k)  with α_t = R/2G√(st), E‖g‖² ≤ sG².
 */
import type { Estimate } from "../../core/gradient-source.js";
import { addScaled, norm2, scale } from "../../numeric/vector.js";

/** ‖x − x*‖ ≤ R in the unit ball. */
const R = 2;

/** Duchi et al. (2015), theorem 1, α = 1; s is 1 for a stochastic gradient, d for the two-point estimate. */
export const stepAt = (t: number, s: number, G: number): number => R / (2 * G * Math.sqrt(s * t));
export const gapBound = (k: number, s: number, G: number): number => 1.5 * R * G * Math.sqrt(s / k);

/** Yields x_1, x_2, …: [d], borrowed. */
export function* mirrorDescent(gradient: Estimate, d: number, step: (t: number) => number): Generator<Float64Array, never, void> {
  const x = new Float64Array(d);
  const g = new Float64Array(d);
  for (let t = 1; ; t++) {
    yield x;
    gradient(x, g);
    const length = norm2(addScaled(x, x, -step(t), g));
    if (length > 1) scale(x, 1 / length);
  }
}
