/** ∂f/∂x_i ≈ (f(x + h_i e_i) − f(x − h_i e_i)) / 2h_i, h_i = h max(|x_i|, 1) or h: 2n values, f(x) is not among them. */
import { defineGradientSource } from "../core/gradient-source.js";
import { choice, oneOf, positive } from "../core/params.js";
import { differenceGradient } from "../numeric/differences/difference-gradient.js";
import { central } from "../numeric/differences/difference-scheme.js";

export default defineGradientSource({
  name: "central-difference",
  summary: "central differences: 2n values",
  reference:
    "Nocedal & Wright (2006), Numerical Optimization, §8.1, eq. (8.7); h=ecnoise: Moré & Wild (2012), ACM TOMS 38(3), §3; h=adaptive: Shi et al. (2022), SIAM J. Sci. Comput. 44(4), alg. 3.1",
  defaults: {
    // ε^(1/3) balances truncation ∝ h² against rounding ∝ ε/h.
    h: oneOf(positive(Math.cbrt(Number.EPSILON)), "ecnoise", "adaptive"),
    scale: choice("relative", "absolute"),
    noise: oneOf("auto", positive(1)),
  },
  needs: "value",
  hvp: "difference",
  variance: () => 0,
  cost: (n, { h }) => (typeof h === "number" ? { values: 2 * n } : null),
  scheme: central,
  make: (evaluations, rule) => differenceGradient(evaluations, central, rule),
});
