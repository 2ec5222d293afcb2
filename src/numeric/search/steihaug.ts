/** min m(p) = gᵀp + ½ pᵀBp over ‖p‖ ≤ Δ, by conjugate gradients that stop at the boundary and where the curvature is not positive. */
import { addScaled, dot, norm2 } from "../vector.js";

export interface ModelStep {
  /** m(0) − m(p) */
  readonly decrease: number;
  /** ‖p‖ = Δ */
  readonly boundary: boolean;
}

/**
 * Writes p. Ends when ‖g + Bp‖ < `tolerance`, or after n products, which would do without rounding. Where B is not a number along a
 * direction the model is taken as linear. Steihaug (1983), SIAM J. Numer. Anal. 20(3); Nocedal & Wright (2006), Algorithm 7.2.
 */
export function steihaug(
  multiply: (v: Float64Array, out: Float64Array) => void,
  g: Float64Array,
  radius: number,
  tolerance: number,
  p: Float64Array,
): ModelStep {
  const [r, d, Bd] = [g.slice(), g.map((gi) => -gi), new Float64Array(g.length)];
  p.fill(0);
  let decrease = 0;
  let rr = dot(r, r);
  const move = (alpha: number, curvature: number): void => {
    decrease -= alpha * (dot(r, d) + (alpha * curvature) / 2);
    addScaled(p, p, alpha, d);
  };
  for (let j = 0; j < g.length && Math.sqrt(rr) >= tolerance; j++) {
    multiply(d, Bd);
    const product = dot(d, Bd);
    const curvature = Number.isFinite(product) ? product : 0;
    const toBoundary = distance(p, d, radius);
    if (!(curvature > 0 && rr / curvature < toBoundary)) {
      move(toBoundary, curvature);
      return { decrease, boundary: true };
    }
    const alpha = rr / curvature;
    move(alpha, curvature);
    addScaled(r, r, alpha, Bd);
    const beta = dot(r, r) / rr;
    rr *= beta;
    for (let i = 0; i < d.length; i++) d[i] = beta * d[i]! - r[i]!;
  }
  return { decrease, boundary: false };
}

/** τ ≥ 0 with ‖p + τd‖ = Δ, for p·d ≥ 0 and ‖p‖ ≤ Δ: without cancellation, and without squares that overflow or underflow. */
function distance(p: Float64Array, d: Float64Array, radius: number): number {
  const length = norm2(d);
  const along = dot(p, d) / length;
  const left = Math.sqrt(radius - norm2(p)) * Math.sqrt(radius + norm2(p));
  return (left * (left / (along + Math.hypot(along, left)))) / length;
}
