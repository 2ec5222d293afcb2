/** A way to get a gradient from evaluations: what a file in src/gradients declares. */
import type { Rng } from "../numeric/random.js";
import type { Evaluations } from "./evaluations.js";
import type { Defaults, Resolved } from "./params.js";

/** Writes the gradient to g, reuses a known f(x), returns f(x) or NaN if it never saw it. */
export type Estimate = (x: Float64Array, g: Float64Array, fx?: number) => number;

export interface GradientSource<D extends Defaults = Defaults> {
  readonly name: string;
  readonly summary: string;
  readonly reference: string;
  readonly defaults: D;
  /** What the problem must offer: derivatives by AD, a closed form, or just values. */
  readonly needs: "value" | "ad" | "closed-form";
  /** The Hessian-vector product of this source: exact, or a difference of its own gradients. */
  readonly hvp: "exact" | "difference";
  /** ω in E‖G − ∇f‖² = ω‖∇f‖² as h → 0; 0 when the source is deterministic. */
  readonly variance: (n: number, params: Resolved<D>) => number;
  readonly make: (evaluations: Evaluations, params: Resolved<D>, rng: Rng) => Estimate;
}

export const defineGradientSource = <const D extends Defaults>(source: GradientSource<D>): GradientSource =>
  source as unknown as GradientSource;
