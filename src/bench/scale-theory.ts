/** What theory says a method needs, up to a factor that does not depend on n: iterations (1 + ω(n)), and what they cost. */
import type { GradientSource } from "../core/gradient-source.js";
import type { Params } from "../core/params.js";
import type { ScaleAxis, ScaleCell, ScaleRow } from "./scale-rows.js";

/** Iterations to a relative target at fixed conditioning, up to a factor; null where no model is known. ω: see GradientSource. */
type Model = (params: Params, omega: number) => number | null;

/** A function of the spectrum and of x0 in its eigenvectors, as long as the gradient is exact. */
const spectral: Model = ({ step }, omega) => (omega === 0 && (step === "auto" || typeof step === "number") ? 1 : null);

const models: Readonly<Record<string, Model>> = {
  /**
   * E f(x − sG) ≤ f − s‖∇f‖² + ½ L s² (1 + ω) ‖∇f‖²: with s = 1/(L(1 + ω)) the decrease is that of gradient descent with κ(1 + ω) in place
   * of κ. Of a step that is given, of line searches and of momentum nothing such is known where ω > 0.
   */
  gd: (params, omega) => (params["step"] === "auto" && params["decay"] === 0 ? 1 + omega : spectral(params, omega)),
  "heavy-ball": spectral,
  nesterov: spectral,
};

/** At the n of a cell; null where there is no model, where one call's cost is not known beforehand, or no run tells a price. */
export function predicted({ row, runs }: ScaleCell, axis: ScaleAxis, sources: readonly GradientSource[]): number | null {
  const { optimizer, gradient } = runs[0]!.spec;
  const source = gradient && sources.find(({ name }) => name === gradient.name);
  if (!source || !gradient) return null;
  // What was to be automatic may have become a line search; and ω is that of the smooth f.
  if (runs.some(({ step }) => step?.value === "armijo") || (source.needs === "value" && (row.noise ?? 0) > 0)) return null;
  const iterations = models[optimizer.name]?.(optimizer.params, source.variance(row.dim, gradient.params)) ?? null;
  if (iterations === null || !Number.isFinite(iterations)) return null;
  if (axis === "iterations") return iterations;
  const each = costOfCall(source, gradient.params, row, axis);
  return each === null ? null : iterations * each;
}

function costOfCall(source: GradientSource, params: Params, row: ScaleRow, axis: "work" | "evals"): number | null {
  const cost = source.cost(row.dim, params);
  if (!cost) return null;
  const prices = { values: 1, jvps: row.price_jvp, vjps: row.price_vjp, hvps: row.price_hvp };
  let sum = 0;
  for (const kind of ["values", "jvps", "vjps", "hvps"] as const) {
    const calls = cost[kind] ?? 0;
    const price = axis === "evals" ? 1 : prices[kind];
    if (calls > 0 && price === null) return null;
    sum += calls * (price ?? 0);
  }
  return sum;
}
