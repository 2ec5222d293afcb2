/** G = (c/k) Σ_j (∇f·v_j) v_j, c E[vvᵀ] = I: unbiased, for one directional derivative a direction. */
import { defineGradientSource } from "../core/gradient-source.js";
import { choice, integer } from "../core/params.js";
import { independent, laws, sumAlong } from "../numeric/sampling/directions.js";

export default defineGradientSource({
  name: "forward-gradient",
  summary: "forward-mode AD along random directions, a sweep for each",
  reference: "Baydin et al. (2022), Gradients without backpropagation, arXiv:2202.08587, definition 1",
  defaults: {
    distribution: choice("gaussian", "sphere", "rademacher", "coordinate"),
    directions: integer(1, { min: 1 }),
  },
  needs: "ad",
  hvp: "difference",
  variance: (n, { distribution, directions }) => laws[distribution].variance(n) / directions,
  cost: (_, { directions }) => ({ jvps: directions }),
  make: (evaluations, { distribution, directions: k }, rng) => {
    const n = evaluations.dim;
    const { draw, factor } = laws[distribution];
    const directions = independent(draw, k, n, rng);
    return (x, g) => {
      let f = Number.NaN;
      sumAlong(g, factor(n) / k, directions, (v) => {
        const [value, slope] = evaluations.jvp(x, v);
        f = value;
        return slope;
      });
      return f;
    };
  },
});
