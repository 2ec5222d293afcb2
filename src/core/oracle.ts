/** The oracle an optimizer sees: the problem's own values, and the derivatives of one gradient source. */
import type { Rng } from "../numeric/sampling/random.js";
import { addScaled, normInf } from "../numeric/vector.js";
import type { Evaluations, Oracle } from "./evaluations.js";
import type { Estimate, GradientSource } from "./gradient-source.js";
import type { Params } from "./params.js";

/** Relative step of a difference of gradients: between ε^(1/3), best for exact gradients, and ε^(1/6), best for those good to √ε. */
const H = 1 / 1024;

/** An oracle without derivatives, for optimizers that use only values. */
export function valueOracle(evaluations: Evaluations): Oracle {
  const none = (): never => {
    throw new Error("this optimizer declares that it uses only values, but asked for a derivative");
  };
  return { dim: evaluations.dim, value: (x) => evaluations.value(x), gradient: none, hvp: none };
}

/** `differentiable` is false for a black box, where exact Hessian-vector products do not exist even if the source has a closed form. */
export function makeOracle(
  evaluations: Evaluations & { readonly differentiable: boolean },
  source: GradientSource,
  params: Params,
  rng: Rng,
): Oracle {
  const gradient = source.make(evaluations, params, rng);
  const hvp =
    source.hvp === "exact" && evaluations.differentiable
      ? (x: Float64Array, v: Float64Array, out: Float64Array): void => void evaluations.hvp(x, v, out)
      : differenceOf(gradient, evaluations.dim);
  return { dim: evaluations.dim, value: (x) => evaluations.value(x), gradient: (x, g, fx) => gradient(x, g, fx), hvp };
}

/** ∇²f(x) v ≈ (G(x + h v) − G(x − h v)) / 2h, with ‖h v‖∞ = H max(1, ‖x‖∞). */
function differenceOf(gradient: Estimate, dim: number): Oracle["hvp"] {
  const probe = new Float64Array(dim);
  const back = new Float64Array(dim);
  return (x, v, out) => {
    const length = normInf(v);
    if (length === 0) {
      out.fill(0);
      return;
    }
    const h = (H * Math.max(1, normInf(x))) / length;
    gradient(addScaled(probe, x, h, v), out);
    gradient(addScaled(probe, x, -h, v), back);
    for (let i = 0; i < dim; i++) out[i] = (out[i]! - back[i]!) / (2 * h);
  };
}
