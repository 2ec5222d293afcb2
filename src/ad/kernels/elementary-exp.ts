/** e^x = 2ⁿ e^r, x = n ln 2 + r; log x = e ln 2 + log(1 + f), 1 + f in (√½, √2]; and what is made of the two. */
import type { Builder } from "../expr.js";
import { divide, fastSum, type Pair, poly, quotient26, sum } from "./pairs.js";

/** ln 2 in two parts: 41 bits, so that n · LN2_HI is exact for |n| < 2¹², and the rest rounded. */
export const LN2_HI = 0.693147180559663;
export const LN2_LO = 2.8235290563031577e-13;
const MIN_NORMAL = 2.2250738585072014e-308;

const inverseFactorial = (n: number): number => {
  let p = 1;
  for (let k = 2; k <= n; k++) p *= k;
  return 1 / p;
};
/** (e^r − 1 − r)/r² by Taylor; the first term left out is below 2⁻⁵⁸ on |r| ≤ ln 2 / 2. */
const EXP = Array.from({ length: 12 }, (_, k) => inverseFactorial(k + 2));
/** log((1 + s)/(1 − s)) = 2s + s z (2/3 + 2/5 z + …), z = s². */
const ATANH = Array.from({ length: 10 }, (_, k) => 2 / (2 * k + 3));

/** x limited to where the result is neither 0 nor infinite for good; NaN stays NaN. */
const clamp = <V>(b: Builder<V>, x: V, low: number, high: number): V => b.max(b.min(x, b.num(high)), b.num(low));

/** y 2ⁿ for n in [−1080, 1024], in two steps: only the last one rounds. */
function scale<V>(b: Builder<V>, y: V, n: V): V {
  const half = b.nearest(b.mul(n, b.num(0.5)));
  return b.mul(b.mul(y, b.pow2(half)), b.pow2(b.sub(n, half)));
}

interface Reduced<V> {
  readonly n: V;
  /** The reduced argument, rounded; |r| ≤ ln 2 / 2. */
  readonly r: V;
  /** e^(x + tail) / 2ⁿ − 1 − r. */
  readonly s: V;
}

function reduce<V>(b: Builder<V>, x: V, tail?: V): Reduced<V> {
  const n = b.nearest(b.mul(x, b.num(Math.LOG2E)));
  const a = b.sub(x, b.mul(n, b.num(LN2_HI)));
  const low = b.mul(n, b.num(LN2_LO));
  const { hi: r, lo: c } = fastSum(b, a, tail === undefined ? b.neg(low) : b.sub(tail, low));
  return { n, r, s: b.add(b.mul(b.mul(r, r), poly(b, r, EXP)), b.add(c, b.mul(c, r))) };
}

/** offset + r + s + rest; |offset| ≥ ½ or 0. */
function assemble<V>(b: Builder<V>, offset: V, { r, s }: Reduced<V>, rest?: V): Pair<V> {
  const { hi, lo } = fastSum(b, offset, r);
  const low = b.add(lo, s);
  return fastSum(b, hi, rest === undefined ? low : b.add(low, rest));
}

/** e^(x + tail) = 2ⁿ (hi + lo). */
function expPair<V>(b: Builder<V>, x: V, tail?: V): Pair<V> & { readonly n: V } {
  const reduced = reduce(b, clamp(b, x, -748, 710), tail);
  return { ...assemble(b, b.num(1), reduced), n: reduced.n };
}

/** e^(x + tail) − 1 = 2ⁿ (hi + lo), x in [−100, 710]: e^r − 2⁻ⁿ cancels exactly. */
function expm1Pair<V>(b: Builder<V>, x: V): Pair<V> & { readonly n: V } {
  const reduced = reduce(b, x);
  const offset = sum(b, b.num(1), b.neg(b.pow2(b.max(b.neg(reduced.n), b.num(-1022)))));
  return { ...assemble(b, offset.hi, reduced, offset.lo), n: reduced.n };
}

/** e^(x + tail), tail far below x. */
export function expWithTail<V>(b: Builder<V>, x: V, tail?: V): V {
  const { hi, n } = expPair(b, x, tail);
  return scale(b, hi, n);
}

/** e^x. */
export const exp = <V>(b: Builder<V>, x: V): V => expWithTail(b, x);

/** e^x − 1. */
export function expm1<V>(b: Builder<V>, x: V): V {
  const { hi, n } = expm1Pair(b, clamp(b, x, -60, 710));
  return b.select(b.lt(b.abs(x), b.num(1e-17)), x, scale(b, hi, n));
}

export interface Split<V> {
  readonly e: V;
  /** x = 2^e m, m in (√½, √2]. */
  readonly m: V;
}

/** Exponent and significand of x > 0, subnormals included. */
export function split<V>(b: Builder<V>, x: V): Split<V> {
  const tiny = b.lt(x, b.num(MIN_NORMAL));
  const y = b.select(tiny, b.mul(x, b.num(18014398509481984)), x);
  const m = b.mantissa(y);
  const big = b.lt(b.num(Math.SQRT2), m);
  const e = b.sub(b.exponent(y), b.select(tiny, b.num(54), b.num(0)));
  return { e: b.select(big, b.add(e, b.num(1)), e), m: b.select(big, b.mul(m, b.num(0.5)), m) };
}

/** log x + c = hi + lo for finite x > 0, |c| small: log(1 + f) = f − f²/2 + s (f²/2 + s² (2/3 + …)), s = f/(2 + f). */
function logPair<V>(b: Builder<V>, x: V, c?: V): Pair<V> {
  const { e, m } = split(b, x);
  const f = b.sub(m, b.num(1));
  const s = b.div(f, b.add(f, b.num(2)));
  const z = b.mul(s, s);
  const square = b.mul(b.num(0.5), b.mul(f, f));
  const low = b.mul(e, b.num(LN2_LO));
  const rest = b.add(b.mul(s, b.add(square, b.mul(z, poly(b, z, ATANH)))), c === undefined ? low : b.add(low, c));
  const { hi, lo } = fastSum(b, b.mul(e, b.num(LN2_HI)), f);
  return { hi, lo: b.sub(lo, b.sub(square, rest)) };
}

/** log(1 + y + tail) = log u + ((y − (u − 1)) + tail)/u, u = fl(1 + y); y > −1 finite. */
function log1pPair<V>(b: Builder<V>, y: V, tail?: V): Pair<V> {
  const u = b.add(y, b.num(1));
  const lost = b.sub(y, b.sub(u, b.num(1)));
  return logPair(b, u, b.div(tail === undefined ? lost : b.add(lost, tail), u));
}

/** `inside` where 0 < u < ∞; else the limits of log u: −∞ at 0, NaN below, ∞ and NaN as they are. */
function logEdges<V>(b: Builder<V>, u: V, inside: V): V {
  const edge = b.select(b.eq(u, b.num(0)), b.num(-Infinity), b.select(b.lt(u, b.num(0)), b.num(Number.NaN), u));
  return b.select(b.and(b.lt(b.num(0), u), b.lt(u, b.num(Infinity))), inside, edge);
}

/** log x; −∞ at ±0, NaN below. */
export function log<V>(b: Builder<V>, x: V): V {
  const { hi, lo } = logPair(b, x);
  return logEdges(b, x, b.add(hi, lo));
}

/** log(1 + y); −∞ at −1, NaN below. */
export function log1p<V>(b: Builder<V>, y: V): V {
  const { hi, lo } = log1pPair(b, y);
  return b.select(b.lt(b.abs(y), b.num(1e-17)), y, logEdges(b, b.add(y, b.num(1)), b.add(hi, lo)));
}

/**
 * t = e^(−2|x|) − 1 = 2ⁿ (e^r − 2⁻ⁿ) and d = t + 2, with 1/d and 26 bits of d: what tanh|x| = −t/d and its derivative 4(1 + t)/d² share.
 * Where both are asked for, it is computed once.
 */
function doubled<V>(b: Builder<V>, x: V) {
  const reduced = reduce(b, b.max(b.mul(b.abs(x), b.num(-2)), b.num(-748)));
  const n = b.max(reduced.n, b.num(-512));
  const offset = fastSum(b, b.neg(b.pow2(b.neg(n))), b.num(1));
  const e = assemble(b, offset.hi, reduced, offset.lo);
  const s = b.pow2(n);
  const t = { hi: b.mul(e.hi, s), lo: b.mul(e.lo, s) };
  const sum = fastSum(b, b.num(2), t.hi);
  const d = { hi: sum.hi, lo: b.add(sum.lo, t.lo) };
  return { reduced, t, d };
}

/** No cancellation for small x. */
export function tanh<V>(b: Builder<V>, x: V): V {
  const { t, d } = doubled(b, x);
  const y = divide(b, t, d);
  return b.select(b.lt(b.abs(x), b.num(1e-9)), x, b.select(b.lt(x, b.num(0)), y, b.neg(y)));
}

/** 1/cosh² x = (2/d)² e^(−2|x|): all digits where 1 − tanh² x has none. */
export function sech2<V>(b: Builder<V>, x: V): V {
  const { reduced, d } = doubled(b, x);
  const z = assemble(b, b.num(1), reduced);
  const { hi, lo } = quotient26(b, { hi: b.num(2), lo: b.num(0) }, d);
  const square = b.mul(hi, hi);
  const low = b.add(b.mul(z.lo, square), b.mul(z.hi, b.mul(lo, b.add(b.add(hi, hi), lo))));
  return scale(b, b.add(b.mul(z.hi, square), low), reduced.n);
}

/** 1/(1 + e^−x) = 1/(1 + z) for x ≥ 0 and z/(1 + z) for x < 0, z = e^−|x|. */
export function sigmoid<V>(b: Builder<V>, x: V): V {
  const z = expPair(b, b.neg(b.abs(x)));
  const s = b.pow2(b.max(z.n, b.num(-512)));
  const d = fastSum(b, b.num(1), b.mul(z.hi, s));
  const negative = b.lt(x, b.num(0));
  const numerator = { hi: b.select(negative, z.hi, b.num(1)), lo: b.select(negative, z.lo, b.num(0)) };
  const y = divide(b, numerator, { hi: d.hi, lo: b.add(d.lo, b.mul(z.lo, s)) });
  return scale(b, y, b.select(negative, z.n, b.num(0)));
}

/** log(1 + e^x) = max(x, 0) + log(1 + e^−|x|). */
export function softplus<V>(b: Builder<V>, x: V): V {
  const z = expPair(b, b.neg(b.abs(x)));
  const l = log1pPair(b, scale(b, z.hi, z.n), scale(b, z.lo, z.n));
  const total = sum(b, b.max(x, b.num(0)), l.hi);
  const y = b.add(total.hi, b.add(total.lo, l.lo));
  return b.select(b.eq(x, b.num(Infinity)), x, y);
}
