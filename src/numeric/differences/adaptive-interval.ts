/** The h at which truncation and noise of a difference balance: r(h) = |h (D(h) − D(αh))|/(A ε) ∈ [1.5, 6], by bisection. */
import { type Scheme, testWeights } from "./difference-scheme.js";

/** r(h) ≤ 1 where there is noise alone, and r(h) ∝ h^q where there is none; at the best h it is 3 (2.5 for five-point differences). */
const LOW = 1.5;
const HIGH = 6;
const ATTEMPTS = 40;

/**
 * The testing ratio of a scheme at a point. Forward, α = 4: |φ(4h) − 4φ(h) + 3φ(0)|/8ε. Central, α = 3: |φ(3h) − 3φ(h) + 3φ(−h) − φ(−3h)|/8ε.
 * Five-point, α = 2: |φ(4h) − 10φ(2h) + 16φ(h) − 16φ(−h) + 10φ(−2h) − φ(−4h)|/54ε.
 */
export function testingRatio(scheme: Scheme, phi: (t: number) => number, noise: number): (h: number) => number {
  const weights = testWeights(scheme);
  return (h) => Math.abs(weights.reduce((sum, [t, w]) => sum + w * phi(t * h), 0)) / noise;
}

export interface Search {
  /** |noise| ≤ ε, or its standard deviation. */
  readonly noise: number;
  /** The h that is tried first, and the ends beyond which none is. */
  readonly first: number;
  readonly least: number;
  readonly largest: number;
}

/**
 * Shi, Xie, Xuan & Nocedal (2022), SIAM J. Sci. Comput. 44(4), algorithms 2.1 and 3.1: h grows or shrinks by α, so that points are used
 * again, until the ratio is bracketed, and then is bisected. φ must remember what it was asked. Where φ bends nowhere, or is not smooth,
 * the search ends at `largest` or `least`, of which the paper has none. NaN counts as too far out.
 */
export function adaptiveInterval(scheme: Scheme, phi: (t: number) => number, { noise, first, least, largest }: Search): number {
  const ratio = testingRatio(scheme, phi, noise);
  let h = Math.min(Math.max(first, least), largest);
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const r = ratio(h);
    if (r >= LOW && r <= HIGH) return h;
    if (h === (r < LOW ? largest : least)) return h;
    if (r < LOW) low = h;
    else high = h;
    // Across a kink the ratio jumps.
    if (low > 0.9 * high) return h;
    if (high === Number.POSITIVE_INFINITY) h = Math.min(h * scheme.alpha, largest);
    else if (low === 0) h = Math.max(h / scheme.alpha, least);
    else h = (low + high) / 2;
  }
  return h;
}
