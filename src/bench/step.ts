/** step: auto = 1 / (L (1 + ω)), L = max |λ| of the Hessian at x0, ω the relative variance of the gradient source. */
import { largestCurvature } from "../core/lanczos.js";
import type { Meter } from "../core/meter.js";
import type { Params } from "../core/params.js";
import type { RunRecord } from "./record.js";

/** Replaces "auto", whatever optimizer has it; its Hessian-vector products are charged to the setup ledger. */
export function resolveStep(
  params: Params,
  omega: number,
  meter: Meter,
  x0: Float64Array,
): { readonly params: Params; readonly step: RunRecord["step"] } {
  if (params["step"] !== "auto") return { params, step: null };
  const L = meter.differentiable ? meter.inSetup(() => largestCurvature(x0.length, (v, out) => void meter.hvp(x0, v, out))) : null;
  const step = 1 / ((L ?? Number.NaN) * (1 + omega));
  const value = Number.isFinite(step) && step > 0 ? step : "armijo";
  return { params: { ...params, step: value }, step: { value, L } };
}
