/** ∂f/∂x_i ≈ (f(x + h_i e_i) − f(x)) / h_i, h_i = h max(|x_i|, 1) or h: n + 1 values, n where f(x) is known. */
import { defineGradientSource } from "../core/gradient-source.js";
import { choice, oneOf, positive } from "../core/params.js";
import { differenceGradient } from "../numeric/differences/difference-gradient.js";
import { forward } from "../numeric/differences/difference-scheme.js";

export default defineGradientSource({
  name: "forward-difference",
  summary: "forward differences: n + 1 values",
  reference:
    "Nocedal & Wright (2006), Numerical Optimization, §8.1, eq. (8.1); h=ecnoise: Moré & Wild (2012), ACM TOMS 38(3), alg. 5.1; h=adaptive: Shi et al. (2022), SIAM J. Sci. Comput. 44(4), alg. 2.1",
  defaults: {
    // √ε balances truncation ∝ h against rounding ∝ ε/h.
    h: oneOf(positive(Math.sqrt(Number.EPSILON)), "ecnoise", "adaptive"),
    scale: choice("relative", "absolute"),
    // The level for a length that is found; auto: by ECnoise.
    noise: oneOf("auto", positive(1)),
  },
  needs: "value",
  hvp: "difference",
  variance: () => 0,
  cost: (n, { h }) => (typeof h === "number" ? { values: n + 1 } : null),
  scheme: forward,
  make: (evaluations, rule) => differenceGradient(evaluations, forward, rule),
});
