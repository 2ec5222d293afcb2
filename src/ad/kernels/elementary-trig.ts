/** sin and cos: x = k π/2 + r, |r| ≤ π/4, π/2 in parts of 23 bits (Cody & Waite 1980) whose products with k < 2³⁰ are exact. */
import type { Builder } from "../expr.js";
import { fastSum, type Pair, poly, sum } from "./pairs.js";

const TWO_OVER_PI = 0.6366197723675814;
/** π/2 to 145 bits: four parts of 23 bits and a rounded rest. */
const HALF_PI = [1.570796251296997, 7.549789415861596e-8, 5.39030083589187e-15, 2.0222659584103533e-21, 2.9038559739793605e-28] as const;

/** 1/n! with alternating sign, n = first, first + 2, …: Taylor coefficients in z = r². */
function alternating(first: number, length: number): number[] {
  let p = 1;
  for (let n = 2; n < first; n++) p *= n;
  return Array.from({ length }, (_, k) => {
    const n = first + 2 * k;
    p *= k === 0 ? n : n * (n - 1);
    return (k % 2 === 0 ? 1 : -1) / p;
  });
}
/** (sin r − r)/r³ = −1/3! + z/5! − … and (cos r − 1 + z/2)/z² = 1/4! − z/6! + …; left out: below 2⁻⁵⁸. */
const SIN = alternating(3, 8).map((c) => -c);
const COS = alternating(4, 7);

/**
 * x − k π/2 as a pair. Beyond |x| = 2³⁰ π/2 ≈ 1.7e9 the products round: the result is that of an argument a few ulps of x away,
 * and without meaning past 2⁵⁰; limiting r keeps it within [−1, 1].
 */
function reduce<V>(b: Builder<V>, x: V): { readonly k: V; readonly r: Pair<V> } {
  const k = b.nearest(b.mul(x, b.num(TWO_OVER_PI)));
  const part = (i: 0 | 1 | 2 | 3 | 4): V => b.mul(k, b.num(HALF_PI[i]));
  const within = (v: V, limit: number): V => b.max(b.min(v, b.num(limit)), b.num(-limit));
  const exact = b.sub(b.sub(x, part(0)), part(1));
  const third = sum(b, exact, b.neg(part(2)));
  const fourth = sum(b, third.hi, b.neg(part(3)));
  const r = fastSum(b, fourth.hi, b.sub(b.add(third.lo, fourth.lo), part(4)));
  return { k, r: { hi: within(r.hi, 0.8), lo: within(r.lo, 1e-16) } };
}

interface Turned<V> {
  readonly sine: V;
  readonly cosine: V;
  /** k mod 4, in [−2, 2]. */
  readonly q: V;
  /** Whether sine and cosine change places. */
  readonly odd: V;
}

/** sin r and cos r, and by how many quarter turns x is ahead of r. */
function turned<V>(b: Builder<V>, x: V): Turned<V> {
  const { k, r } = reduce(b, x);
  const z = b.mul(r.hi, r.hi);
  const half = b.mul(b.num(0.5), z);
  const w = b.sub(b.num(1), half);
  const sine = b.add(r.hi, b.add(b.mul(b.mul(z, r.hi), poly(b, z, SIN)), b.mul(r.lo, w)));
  const cosine = b.add(w, b.add(b.sub(b.sub(b.num(1), w), half), b.sub(b.mul(b.mul(z, z), poly(b, z, COS)), b.mul(r.hi, r.lo))));
  const q = b.sub(k, b.mul(b.num(4), b.nearest(b.mul(k, b.num(0.25)))));
  return { sine, cosine, q, odd: b.eq(b.abs(q), b.num(1)) };
}

/** sin x; NaN at ±∞. */
export function sin<V>(b: Builder<V>, x: V): V {
  const { sine, cosine, q, odd } = turned(b, x);
  const y = b.select(odd, cosine, sine);
  const signed = b.select(b.or(b.lt(q, b.num(0)), b.lt(b.num(1), q)), b.neg(y), y);
  return b.select(b.lt(b.abs(x), b.num(1e-9)), x, signed);
}

/** cos x; NaN at ±∞. */
export function cos<V>(b: Builder<V>, x: V): V {
  const { sine, cosine, q, odd } = turned(b, x);
  const y = b.select(odd, sine, cosine);
  return b.select(b.or(b.lt(b.num(0), q), b.lt(q, b.num(-1))), b.neg(y), y);
}
