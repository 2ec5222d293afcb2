/** What theory says a method needs, up to a factor that does not depend on n: iterations (1 + ω(n)), and what they cost. */
import type { GradientSource } from "../core/gradient-source.js";
import type { Optimizer } from "../core/optimizer.js";
import type { Params } from "../core/params.js";
import type { ScaleAxis, ScaleCell, ScaleRow } from "./scale-rows.js";

/** What the methods of the cells are looked up in, by name. */
export interface Registries {
  readonly optimizers: readonly Optimizer[];
  readonly gradients: readonly GradientSource[];
}

/** At the n of a cell; null where there is no model, where one call's cost is not known beforehand, or no run tells a price. */
export function predicted({ row, runs }: ScaleCell, axis: ScaleAxis, { optimizers, gradients }: Registries): number | null {
  const { optimizer, gradient } = runs[0]!.spec;
  const source = gradient && gradients.find(({ name }) => name === gradient.name);
  if (!source || !gradient) return null;
  // What was to be automatic may have become a line search; and ω is that of the smooth f.
  if (runs.some(({ step }) => step?.value === "armijo") || (source.needs === "value" && (row.noise ?? 0) > 0)) return null;
  const method = optimizers.find(({ name }) => name === optimizer.name);
  const iterations = method?.iterations?.(optimizer.params, source.variance(row.dim, gradient.params)) ?? null;
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
