/** ∂f/∂x_i = ∇f·e_i: one directional derivative a coordinate, each charged its whole (f, ḟ) program. */
import { defineGradientSource } from "../core/gradient-source.js";

export default defineGradientSource({
  name: "forward",
  summary: "forward-mode AD: one sweep for each coordinate",
  reference: "Griewank & Walther (2008), Evaluating Derivatives, §3.1",
  defaults: {},
  needs: "ad",
  hvp: "exact",
  variance: () => 0,
  cost: (n) => ({ jvps: n }),
  make: (evaluations) => {
    const e = new Float64Array(evaluations.dim);
    return (x, g) => {
      let f = Number.NaN;
      for (let i = 0; i < e.length; i++) {
        e.fill(0)[i] = 1;
        const [value, slope] = evaluations.jvp(x, e);
        f = value;
        g[i] = slope;
      }
      return f;
    };
  },
});
