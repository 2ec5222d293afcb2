/** Unevaluated sums hi + lo with |lo| ≪ |hi|: what a rounded operation loses, kept (Dekker 1971, Knuth TAOCP 4.2.2). No FMA. */
import type { Builder } from "../expr.js";

export interface Pair<V> {
  readonly hi: V;
  readonly lo: V;
}

/** c[0] + c[1] x + c[2] x² + …: even and odd terms by Horner's rule side by side, since one chain alone waits for itself. */
export function poly<V>(b: Builder<V>, x: V, c: readonly number[]): V {
  if (c.length < 4) return horner(b, x, c, 1);
  const square = b.mul(x, x);
  return b.add(horner(b, square, c, 2), b.mul(x, horner(b, square, c.slice(1), 2)));
}

/** c[0] + c[step] x + c[2 step] x² + … */
function horner<V>(b: Builder<V>, x: V, c: readonly number[], step: number): V {
  let k = c.length - 1 - ((c.length - 1) % step);
  let sum = b.num(c[k]!);
  for (k -= step; k >= 0; k -= step) sum = b.add(b.mul(sum, x), b.num(c[k]!));
  return sum;
}

/** x + y exactly, for |x| ≥ |y| or x = 0. */
export function fastSum<V>(b: Builder<V>, x: V, y: V): Pair<V> {
  const hi = b.add(x, y);
  return { hi, lo: b.sub(y, b.sub(hi, x)) };
}

/** x + y exactly. */
export function sum<V>(b: Builder<V>, x: V, y: V): Pair<V> {
  const hi = b.add(x, y);
  const y1 = b.sub(hi, x);
  return { hi, lo: b.add(b.sub(x, b.sub(hi, y1)), b.sub(y, y1)) };
}

/** x y to twice the working precision; lo is noise where a partial product underflows or x y overflows. */
export function product<V>(b: Builder<V>, x: V, y: V): Pair<V> {
  const hi = b.mul(x, y);
  const xh = b.upper(x);
  const yh = b.upper(y);
  const xl = b.sub(x, xh);
  const yl = b.sub(y, yh);
  const cross = b.add(b.add(b.sub(b.mul(xh, yh), hi), b.mul(xh, yl)), b.mul(xl, yh));
  return { hi, lo: b.add(cross, b.mul(xl, yl)) };
}

/** (x.hi + x.lo)(y.hi + y.lo) but for x.lo y.lo. */
export function times<V>(b: Builder<V>, x: Pair<V>, y: Pair<V>): Pair<V> {
  const p = product(b, x.hi, y.hi);
  return fastSum(b, p.hi, b.add(p.lo, b.add(b.mul(x.hi, y.lo), b.mul(x.lo, y.hi))));
}

/** n / d: a rounded quotient, and its remainder over d. */
export function quotient<V>(b: Builder<V>, n: Pair<V>, d: Pair<V>): Pair<V> {
  const inverse = b.div(b.num(1), d.hi);
  const q = b.mul(n.hi, inverse);
  const p = product(b, q, d.hi);
  const rest = b.sub(b.add(b.sub(b.sub(n.hi, p.hi), p.lo), n.lo), b.mul(q, d.lo));
  return { hi: q, lo: b.mul(rest, inverse) };
}

/** n / d = hi + lo, hi of 26 bits: its product with d is exact in two parts, and lo is what is left over d. */
export function quotient26<V>(b: Builder<V>, n: Pair<V>, d: Pair<V>): Pair<V> {
  const inverse = b.div(b.num(1), d.hi);
  const q = b.upper(b.mul(n.hi, inverse));
  const head = b.upper(d.hi);
  const rest = b.sub(b.sub(n.hi, b.mul(q, head)), b.mul(q, b.sub(d.hi, head)));
  return { hi: q, lo: b.mul(b.add(rest, b.sub(n.lo, b.mul(q, d.lo))), inverse) };
}

/** n / d, rounded. */
export function divide<V>(b: Builder<V>, n: Pair<V>, d: Pair<V>): V {
  const { hi, lo } = quotient26(b, n, d);
  return b.add(hi, lo);
}
