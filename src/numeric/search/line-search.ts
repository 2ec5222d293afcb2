/** α with f(x + αp) ≤ f(x) + c1 α ∇f(x)·p (Armijo), and with |∇f(x + αp)·p| ≤ c2 |∇f(x)·p| as well (strong Wolfe). */
import { addScaled, dot, same } from "../vector.js";

/** What a search asks of a problem. An oracle is one. */
export interface Objective {
  value(x: Float64Array): number;
  /** Writes ∇f(x), or an estimate, to g; fx is f(x) where it is known. Returns f(x), or NaN if it never saw it. */
  gradient(x: Float64Array, g: Float64Array, fx?: number): number;
}

/** A point, with ∇f there, and f where it has been seen. */
export interface Point {
  readonly x: Float64Array;
  f: number;
  readonly g: Float64Array;
}

/** 0 < c1 < c2 < 1 */
export interface Conditions {
  readonly c1: number;
  readonly c2: number;
}

/** φ(α) = f(x + αp) and φ′(α) at an α; f is ∞ where φ or φ′ is not a number. */
export interface Sample {
  readonly alpha: number;
  readonly f: number;
  readonly slope: number;
}

/** Noise, kinks and functions without a minimum would take trials for ever. */
const TRIALS = 20;
/** A bracket whose ends agree to this cannot shrink. */
const NARROW = 4 * Number.EPSILON;
/** Moré & Thuente (1994), §4: two trials shrink a bracket to this part of it, or it is halved. */
const SHRINK = 0.66;
/** Without a bracket the next trial is at most this many times the last move away. */
const FAR = 4;
/** The part of the way that is tried next where the end of it has no finite φ to interpolate. */
const RETREAT = 0.1;

const sufficient = ({ alpha, f }: Sample, at0: Sample, c1: number): boolean => f <= at0.f + c1 * alpha * at0.slope;

/**
 * The first of α, α/2, α/4, … with sufficient decrease, or null once x does not move: Nocedal & Wright (2006), Algorithm 3.1. `slope` is
 * ∇f(x)·p; α may be negative where it is positive. One value a trial, NaN counts as ∞; x + αp is left in `trial`.
 */
export function backtrack(
  objective: Pick<Objective, "value">,
  { x, f }: { readonly x: Float64Array; readonly f: number },
  p: Float64Array,
  slope: number,
  first: number,
  c1: number,
  trial: Float64Array,
): Sample | null {
  if (!(first * slope < 0)) return null;
  for (let alpha = first; !same(addScaled(trial, x, alpha, p), x); alpha /= 2) {
    const sample = { alpha, f: objective.value(trial), slope: Number.NaN };
    if (sufficient(sample, { alpha: 0, f, slope }, c1)) return sample;
  }
  return null;
}

/** Where searches begin. */
export function pointAt(objective: Objective, x0: Float64Array): Point {
  const [x, g] = [x0.slice(), new Float64Array(x0.length)];
  return { x, f: objective.gradient(x, g), g };
}

/** A trial of a search, and the point that it is. */
export interface Trial extends Sample {
  readonly to: Point;
}

/**
 * Strong Wolfe searches from a point along p, the gradient taken at every trial. Null when nothing of sufficient decrease is found. Points
 * are lent: the one a search is given and the one it returns are safe, others are used again.
 */
export function wolfeSearch(
  objective: Objective,
  dim: number,
  conditions: Conditions,
): (from: Point, p: Float64Array, first: number) => Trial | null {
  const points = Array.from({ length: 3 }, (): Point => ({ x: new Float64Array(dim), f: Number.NaN, g: new Float64Array(dim) }));
  return (from, p, first) => {
    const slope = dot(from.g, p);
    if (!(slope < 0)) return null;
    if (Number.isNaN(from.f)) from.f = objective.value(from.x);
    const phi = (alpha: number, keep: Trial | null): Trial => {
      const to = points.find((point) => point !== from && point !== keep?.to)!;
      to.f = objective.gradient(addScaled(to.x, from.x, alpha, p), to.g);
      const along = dot(to.g, p);
      if (!Number.isFinite(along) && to.f !== Number.NEGATIVE_INFINITY) return { alpha, f: Number.POSITIVE_INFINITY, slope: along, to };
      if (Number.isNaN(to.f)) to.f = objective.value(to.x);
      return { alpha, f: Number.isNaN(to.f) ? Number.POSITIVE_INFINITY : to.f, slope: along, to };
    };
    return strongWolfe(phi, { alpha: 0, f: from.f, slope }, first, conditions);
  };
}

/**
 * An α with both conditions: Moré & Thuente (1994), ACM Trans. Math. Softw. 20(3), §§2–4, without bounds on α and, as a secant can be exact,
 * without a least extrapolation. When trials or bracket run out: the lowest trial of sufficient decrease, or null. No α is tried twice;
 * `phi` must leave the trial `keep` as it is.
 */
export function strongWolfe<S extends Sample>(
  phi: (alpha: number, keep: S | null) => S,
  at0: Sample,
  first: number,
  { c1, c2 }: Conditions,
): S | null {
  if (!(at0.slope < 0 && Number.isFinite(at0.f))) return null;
  let [low, high]: [Sample, Sample | null] = [at0, null];
  let keep: S | null = null;
  let [width, widthBefore] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let alpha = first;
  for (let trial = 0; trial < TRIALS; trial++) {
    const t = phi(alpha, keep);
    const decreases = sufficient(t, at0, c1);
    if (decreases && (Math.abs(t.slope) <= -c2 * at0.slope || t.f === Number.NEGATIVE_INFINITY)) return t;
    if (decreases && t.f < (keep ?? at0).f) keep = t;

    // Moré and Thuente look at ψ(α) = φ(α) − φ(0) − c1 α φ′(0) until a trial has ψ ≤ 0 and φ′ ≥ 0, and at φ after that: where every later
    // trial that is not above `low` decreases enough, as it is nearer than that one.
    const tilt = !decreases && t.f <= low.f ? c1 * at0.slope : 0;
    const [l, u, now] = [tilted(low, tilt), high && tilted(high, tilt), tilted(t, tilt)];
    alpha = next(l, u, now);
    if (now.f > l.f) high = t;
    else {
      if (now.slope * l.slope < 0) high = low;
      low = t;
    }

    if (high) {
      const length = Math.abs(high.alpha - low.alpha);
      if (length >= SHRINK * widthBefore || Number.isNaN(alpha)) alpha = low.alpha + (high.alpha - low.alpha) / 2;
      [width, widthBefore] = [length, width];
      const [min, max] = [Math.min(low.alpha, high.alpha), Math.max(low.alpha, high.alpha)];
      // Only rounding takes a minimiser to an end of its bracket.
      if (alpha <= min || alpha >= max || length <= NARROW * max) break;
    }
  }
  return keep;
}

/** φ(α) − sα */
const tilted = ({ alpha, f, slope }: Sample, s: number): Sample => ({ alpha, f: f - s * alpha, slope: slope - s });

/** The next trial after t: Moré & Thuente's four cases. l is the best end of the interval; u is the other end of a bracket. */
function next(l: Sample, u: Sample | null, t: Sample): number {
  if (t.f === Number.POSITIVE_INFINITY) return l.alpha + RETREAT * (t.alpha - l.alpha);
  const cubic = cubicMinimum(t, l);
  if (t.f > l.f) {
    const quadratic = l.alpha + (l.slope / ((l.f - t.f) / (t.alpha - l.alpha) + l.slope) / 2) * (t.alpha - l.alpha);
    return Math.abs(cubic - l.alpha) < Math.abs(quadratic - l.alpha) ? cubic : (cubic + quadratic) / 2;
  }
  const secant = t.alpha + (t.slope / (t.slope - l.slope)) * (l.alpha - t.alpha);
  const cubicIsFar = Math.abs(cubic - t.alpha) > Math.abs(secant - t.alpha);
  if (t.slope * l.slope < 0) return cubicIsFar ? cubic : secant;
  const ahead = u ? u.alpha : t.alpha + FAR * (t.alpha - l.alpha);
  if (Math.abs(t.slope) >= Math.abs(l.slope)) return u ? cubicMinimum(t, u) : ahead;
  // A cubic that falls for ever, or has its minimum behind t, only says to go on.
  const beyond = (cubic - t.alpha) * (t.alpha - l.alpha) > 0 ? cubic : ahead;
  const beyondIsFar = Math.abs(beyond - t.alpha) > Math.abs(secant - t.alpha);
  const wanted = beyondIsFar === (u === null) ? beyond : secant;
  const limit = u ? t.alpha + SHRINK * (u.alpha - t.alpha) : ahead;
  return Math.abs(wanted - t.alpha) < Math.abs(limit - t.alpha) ? wanted : limit;
}

/** The minimiser of the cubic with the values and slopes of a and b; NaN where it has none. Nocedal & Wright (2006), eq. (3.59). */
function cubicMinimum(a: Sample, b: Sample): number {
  const theta = (3 * (a.f - b.f)) / (b.alpha - a.alpha) + a.slope + b.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(a.slope), Math.abs(b.slope));
  const square = (theta / scale) * (theta / scale) - (a.slope / scale) * (b.slope / scale);
  const gamma = Math.sign(b.alpha - a.alpha) * scale * Math.sqrt(square);
  return a.alpha + ((gamma - a.slope + theta) / (2 * gamma - a.slope + b.slope)) * (b.alpha - a.alpha);
}
