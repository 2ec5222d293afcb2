/**
 * What a single run does: ‖x_k‖ ≈ e^(λk), λ = E log ‖Bu‖ over the stationary law of the direction u (Furstenberg & Kesten 1960, Ann. Math.
 * Stat. 31(2)). In the plane with v uniform on the circle, Bu = u − 2α(v·Au)v = a − r e(χ) with a = u − αAu, r = α‖Au‖, χ uniform, so
 * by Jensen's formula E log ‖Bu‖ = log max(‖a‖, r).
 */
import { bisect } from "../../numeric/search/bisect.js";

/** Directions u (a half turn) and angles χ (a full one), at midpoints: λ is then good to about 1e-5. */
const DIRECTIONS = 256;
const ANGLES = 512;
/** The law of u is stationary when it changes by less. */
const STATIONARY = 1e-10;
const MOST = 10_000;

const circle = Array.from({ length: ANGLES }, (_, k) => {
  const chi = ((k + 0.5) * 2 * Math.PI) / ANGLES;
  return [Math.cos(chi), Math.sin(chi)] as const;
});

/** λ of descent with the two-point estimate, v on the circle, on ½xᵀAx; A is [2, 2]. */
export function lyapunovExponent(A: Float64Array, step: number): number {
  const gain = new Float64Array(DIRECTIONS);
  // From direction i, angle k leads to between the midpoints of `target` and its successor, `share` of it to the successor.
  const target = new Int32Array(DIRECTIONS * ANGLES);
  const share = new Float64Array(DIRECTIONS * ANGLES);
  for (let i = 0; i < DIRECTIONS; i++) {
    const phi = ((i + 0.5) * Math.PI) / DIRECTIONS;
    const [u0, u1] = [Math.cos(phi), Math.sin(phi)];
    const [w0, w1] = [step * (A[0]! * u0 + A[1]! * u1), step * (A[2]! * u0 + A[3]! * u1)];
    const [a0, a1, r] = [u0 - w0, u1 - w1, Math.hypot(w0, w1)];
    gain[i] = Math.log(Math.max(Math.hypot(a0, a1), r));
    for (let k = 0; k < ANGLES; k++) {
      const [cos, sin] = circle[k]!;
      const at = (Math.atan2(a1 - r * sin, a0 - r * cos) / Math.PI) * DIRECTIONS - 0.5 + 2 * DIRECTIONS;
      const below = Math.floor(at);
      target[i * ANGLES + k] = below % DIRECTIONS;
      share[i * ANGLES + k] = at - below;
    }
  }
  const law = stationary(target, share);
  return law.reduce((sum, p, i) => sum + p * gain[i]!, 0);
}

function stationary(target: Int32Array, share: Float64Array): Float64Array {
  let law = new Float64Array(DIRECTIONS).fill(1 / DIRECTIONS);
  for (let iteration = 0; iteration < MOST; iteration++) {
    const next = new Float64Array(DIRECTIONS);
    for (let i = 0; i < DIRECTIONS; i++) {
      const p = law[i]! / ANGLES;
      for (let at = i * ANGLES; at < (i + 1) * ANGLES; at++) {
        const to = target[at]!;
        next[to]! += p * (1 - share[at]!);
        next[to + 1 === DIRECTIONS ? 0 : to + 1]! += p * share[at]!;
      }
    }
    const change = next.reduce((sum, p, i) => sum + Math.abs(p - law[i]!), 0);
    law = next;
    if (change < STATIONARY) break;
  }
  return law;
}

/** The step from which on single runs diverge almost surely: λ = 0. Above 2/least eigenvalue every direction grows. */
export const typicalStep = (A: Float64Array, critical: number, least: number): number =>
  // λ ≤ ½ log ρ < 0 below the critical step; the bracket ends where I − αA turns every vector over and stretches it.
  bisect((step) => lyapunovExponent(A, step) > 0, critical * 0.999, 2 / least, 1e-6);
