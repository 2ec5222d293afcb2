/** What a gradient source may ask: each call is charged, then made. Implemented once, by the meter. */
export interface Evaluations {
  readonly dim: number;
  /** f(x) */
  value(x: Float64Array): number;
  /** Forward mode: [f(x), ∇f(x)·v] */
  jvp(x: Float64Array, v: Float64Array): readonly [f: number, df: number];
  /** Reverse mode: writes ∇f(x) to g, returns f(x). */
  vjp(x: Float64Array, g: Float64Array): number;
  /** Writes ∇²f(x) v to out, returns f(x). */
  hvp(x: Float64Array, v: Float64Array, out: Float64Array): number;
  /** The problem's closed form: writes ∇f(x) to g. */
  analytic(x: Float64Array, g: Float64Array): void;
}

/** All that an optimizer sees of a problem. It cannot tell where the gradient comes from. */
export interface Oracle {
  readonly dim: number;
  /** f(x), the problem's own. */
  value(x: Float64Array): number;
  /** Writes a gradient (or an estimate) at x to g; fx is f(x) where the caller knows it. Returns f(x), or NaN when the source never saw it. */
  gradient(x: Float64Array, g: Float64Array, fx?: number): number;
  /** Writes ∇²f(x) v, or the source's best approximation of it, to out. */
  hvp(x: Float64Array, v: Float64Array, out: Float64Array): void;
}
