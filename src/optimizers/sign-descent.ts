/** x ← x − step_k·sign(g), step_k = step/√k where decay is on: steepest descent in the ∞-norm, with steps of one length in every coordinate. */
import { defineUpdateRule } from "../core/optimizer.js";
import { flag, positive } from "../core/params.js";

export default defineUpdateRule({
  name: "sign-descent",
  summary: "the sign of the gradient alone, with constant or decaying steps",
  reference: "Bernstein et al. (2018), ICML, arXiv:1802.04434, Algorithm 1",
  defaults: { step: positive(0.01), decay: flag(true) },
  rule:
    (n, { step, decay }) =>
    (x, g, k) => {
      const length = decay ? step / Math.sqrt(k) : step;
      for (let i = 0; i < n; i++) x[i]! -= length * Math.sign(g[i]!);
    },
});
