/** Dense real vectors. What writes, writes its first argument and returns it; nothing allocates. */

export function dot(x: Float64Array, y: Float64Array): number {
  let s = 0;
  for (let i = 0; i < x.length; i++) s += x[i]! * y[i]!;
  return s;
}

/** ‖x‖₂, also where the squares overflow or underflow. */
export function norm2(x: Float64Array): number {
  const squares = dot(x, x);
  if (squares > 1e-280 && squares < 1e300) return Math.sqrt(squares);
  const m = normInf(x);
  if (m === 0 || !Number.isFinite(m)) return m;
  let s = 0;
  for (let i = 0; i < x.length; i++) s += (x[i]! / m) * (x[i]! / m);
  return m * Math.sqrt(s);
}

/** ‖x‖∞ = max |x_i|; NaN if any x_i is NaN. */
export function normInf(x: Float64Array): number {
  let m = 0;
  for (let i = 0; i < x.length; i++) m = Math.max(m, Math.abs(x[i]!));
  return m;
}

/** out = x + s v */
export function addScaled(out: Float64Array, x: Float64Array, s: number, v: Float64Array): Float64Array {
  for (let i = 0; i < out.length; i++) out[i] = x[i]! + s * v[i]!;
  return out;
}

/** x ← s x */
export function scale(x: Float64Array, s: number): Float64Array {
  for (let i = 0; i < x.length; i++) x[i]! *= s;
  return x;
}

/** True when every element is equal to its counterpart. */
export function same(x: Float64Array, y: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  return true;
}
