/** x^y = ± e^(y log|x|), with log|x| to 2⁻⁶⁶ and the product with y kept as a pair, so that the exponent's error does not show. */

import type { Builder } from "../expr.js";
import { expWithTail, LN2_HI, LN2_LO, split } from "./elementary-exp.js";
import { fastSum, type Pair, poly, product, quotient, times } from "./pairs.js";

/** 2/3 − fl(2/3). */
const TWO_THIRDS_LO = 3.700743415417188e-17;
/** 2/5, 2/7, …, 2/25. */
const ATANH = Array.from({ length: 11 }, (_, k) => 2 / (2 * k + 5));

/** log x for finite x > 0: e ln 2 + 2s + s³ (2/3 + 2/5 s² + …), s = (m − 1)/(m + 1), in pairs as far as the digits reach. */
function logPair<V>(b: Builder<V>, x: V): Pair<V> {
  const { e, m } = split(b, x);
  const f = b.sub(m, b.num(1));
  const s = quotient(b, { hi: f, lo: b.num(0) }, fastSum(b, b.num(2), f));
  const z = times(b, s, s);
  const c = fastSum(b, b.num(2 / 3), b.mul(z.hi, poly(b, z.hi, ATANH)));
  const cubic = times(b, times(b, s, z), { hi: c.hi, lo: b.add(c.lo, b.num(TWO_THIRDS_LO)) });
  const a = fastSum(b, b.mul(e, b.num(LN2_HI)), b.add(s.hi, s.hi));
  const t = fastSum(b, a.hi, cubic.hi);
  return fastSum(b, t.hi, b.add(b.add(b.add(t.lo, a.lo), b.add(s.lo, s.lo)), b.add(cubic.lo, b.mul(e, b.num(LN2_LO)))));
}

/** e^(y log a) for finite a > 0. */
function positive<V>(b: Builder<V>, a: V, y: V): V {
  const l = logPair(b, a);
  const p = product(b, l.hi, y);
  const tail = b.add(p.lo, b.mul(l.lo, y));
  return expWithTail(b, p.hi, b.select(b.lt(b.abs(p.hi), b.num(1000)), tail, b.num(0)));
}

/** x^y as C's pow: pow(x, ±0) = pow(1, y) = 1 even for NaN, pow(−1, ±∞) = 1, NaN for x < 0 and y no integer. */
export function pow<V>(b: Builder<V>, x: V, y: V): V {
  const zero = b.num(0);
  const one = b.num(1);
  const inf = b.num(Infinity);
  const a = b.abs(x);
  const limit = b.or(b.or(b.eq(a, zero), b.eq(a, inf)), b.eq(b.abs(y), inf));
  const grows = b.or(b.and(b.lt(one, a), b.lt(zero, y)), b.and(b.lt(a, one), b.lt(y, zero)));
  const size = b.select(b.eq(a, one), one, b.select(limit, b.select(grows, inf, zero), positive(b, a, y)));
  const half = b.mul(y, b.num(0.5));
  const integer = b.eq(b.nearest(y), y);
  const odd = b.and(integer, b.not(b.eq(b.nearest(half), half)));
  // 1/x < 0 tells −0 from 0.
  const negative = b.or(b.lt(x, zero), b.lt(b.div(one, x), zero));
  const signed = b.select(b.and(negative, odd), b.neg(size), size);
  const isReal = b.or(b.not(b.and(b.lt(x, zero), b.lt(b.neg(inf), x))), integer);
  const known = b.and(b.and(b.eq(x, x), b.eq(y, y)), isReal);
  const value = b.select(known, signed, b.num(Number.NaN));
  return b.select(b.or(b.eq(y, zero), b.eq(x, one)), one, value);
}
