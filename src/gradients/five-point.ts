/** ∂f/∂x_i ≈ (f(x − 2h_i e_i) − 8f(x − h_i e_i) + 8f(x + h_i e_i) − f(x + 2h_i e_i)) / 12h_i: 4n values, error h⁴ f⁽⁵⁾/30. */
import { defineGradientSource } from "../core/gradient-source.js";
import { choice, oneOf, positive } from "../core/params.js";
import { differenceGradient } from "../numeric/differences/difference-gradient.js";
import { fivePoint, root } from "../numeric/differences/difference-scheme.js";

export default defineGradientSource({
  name: "five-point",
  summary: "five-point differences: 4n values",
  reference:
    "Abramowitz & Stegun (1964), Handbook of Mathematical Functions, eq. 25.3.6 and table 25.2; h=ecnoise: Moré & Wild (2012), ACM TOMS 38(3), §3; h=adaptive: Shi et al. (2022), SIAM J. Sci. Comput. 44(4), alg. 3.1",
  defaults: {
    // ε^(1/5) balances truncation ∝ h⁴ against rounding ∝ ε/h.
    h: oneOf(positive(root(Number.EPSILON, 5)), "ecnoise", "adaptive"),
    scale: choice("relative", "absolute"),
    noise: oneOf("auto", positive(1)),
  },
  needs: "value",
  hvp: "difference",
  variance: () => 0,
  cost: (n, { h }) => (typeof h === "number" ? { values: 4 * n } : null),
  scheme: fivePoint,
  make: (evaluations, rule) => differenceGradient(evaluations, fivePoint, rule),
});
