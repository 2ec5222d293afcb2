/** A way to get a gradient from evaluations: what a file in src/gradients declares. */
import type { Scheme } from "../numeric/differences/difference-scheme.js";
import type { Rng } from "../numeric/sampling/random.js";
import type { Kind } from "./cost.js";
import type { Evaluations } from "./evaluations.js";
import type { Defaults, Resolved } from "./params.js";

/** Writes the gradient to g, reuses a known f(x), returns f(x) or NaN if it never saw it. */
export interface Estimate {
  (x: Float64Array, g: Float64Array, fx?: number): number;
  /** The length h of the last call's differences, the median where there are several; for reports on the quality of gradients. */
  readonly chosen?: () => number;
}

/** Evaluations of one call of an estimate that is not told f(x). */
export type CallCost = Partial<Record<Kind, number>>;

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
  /** What one call costs; null where it depends on f (a search for the step). */
  readonly cost: (n: number, params: Resolved<D>) => CallCost | null;
  /** Of its differences along coordinates, if it takes such: says which h would be best. */
  readonly scheme?: Scheme;
  readonly make: (evaluations: Evaluations, params: Resolved<D>, rng: Rng) => Estimate;
}

export const defineGradientSource = <const D extends Defaults>(source: GradientSource<D>): GradientSource =>
  source as unknown as GradientSource;
