/** A local minimiser of φ: R → R from values alone: a bracket by golden steps downhill, then parabolas and golden sections inside. */
import { rank } from "../statistics/statistics.js";

export interface Minimum {
  readonly t: number;
  readonly f: number;
}

const GOLDEN = (1 + Math.sqrt(5)) / 2;
/** Of the longer side: what a golden section takes. */
const SECTION = 2 - GOLDEN;
/** Keeps the tolerance above 0 around t = 0. */
const ABSOLUTE = 1e-12;
const EXPANSIONS = 60;
const SECTIONS = 100;

/**
 * The lowest point seen, from t = 0, where φ is f0, on; `step` is the first move, `tolerance` relative to |t|. NaN counts as +∞.
 * Brent (1973), Algorithms for Minimization without Derivatives, ch. 5; bracket: Press et al. (2007), Numerical Recipes, §10.1.
 */
export function lineMinimum(phi: (t: number) => number, f0: number, step: number, tolerance: number): Minimum {
  const at = (t: number): Minimum => ({ t, f: rank(phi(t)) });
  let a: Minimum = { t: 0, f: rank(f0) };
  let b = at(step);
  if (b.f > a.f) [a, b] = [b, a];
  let c = at(b.t + GOLDEN * (b.t - a.t));
  for (let k = 0; c.f < b.f && k < EXPANSIONS; k++) [a, b, c] = [b, c, at(c.t + GOLDEN * (c.t - b.t))];
  if (c.f < b.f) return c;
  return brent(at, a, b, c, tolerance);
}

/** Brent's minimum in a bracket with φ(b) ≤ φ(a), φ(c). */
function brent(at: (t: number) => Minimum, a: Minimum, b: Minimum, c: Minimum, tolerance: number): Minimum {
  let [low, high] = [Math.min(a.t, c.t), Math.max(a.t, c.t)];
  let [best, second, third] = a.f < c.f ? [b, a, c] : [b, c, a];
  /** The last move and the one before: a parabola's move must be less than half of the latter. */
  let [move, before] = [0, 0];
  for (let k = 0; k < SECTIONS; k++) {
    const middle = (low + high) / 2;
    const least = tolerance * Math.abs(best.t) + ABSOLUTE;
    if (Math.abs(best.t - middle) <= 2 * least - (high - low) / 2) break;
    const wanted = parabola(best, second, third);
    const taken = wanted > low && wanted < high && Math.abs(wanted - best.t) < Math.abs(before) / 2;
    const inwards = best.t < middle ? least : -least;
    before = taken ? move : best.t < middle ? high - best.t : low - best.t;
    move = taken ? wanted - best.t : SECTION * before;
    if (taken && Math.min(wanted - low, high - wanted) < 2 * least) move = inwards;
    const next = at(best.t + (Math.abs(move) >= least ? move : move < 0 ? -least : least));
    if (next.f <= best.f) {
      if (next.t < best.t) high = best.t;
      else low = best.t;
      [best, second, third] = [next, best, second];
    } else {
      if (next.t < best.t) low = next.t;
      else high = next.t;
      if (next.f <= second.f) [second, third] = [next, second];
      else if (next.f <= third.f) third = next;
    }
  }
  return best;
}

/** Where the parabola through three points has its vertex; NaN where they lie on a line. */
function parabola(p: Minimum, q: Minimum, r: Minimum): number {
  const [u, v] = [(p.t - q.t) * (p.f - r.f), (p.t - r.t) * (p.f - q.f)];
  return p.t - ((p.t - q.t) * u - (p.t - r.t) * v) / (2 * (u - v));
}
