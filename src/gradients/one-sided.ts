/** G = (c/k) Σ_j (f(x + h v_j) − f(x)) / h · v_j, c E[vvᵀ] = I: k + 1 values, k where f(x) is known. */
import { defineGradientSource } from "../core/gradient-source.js";
import { choice, integer, positive } from "../core/params.js";
import { independent, laws, sumAlong } from "../numeric/sampling/directions.js";
import { addScaled } from "../numeric/vector.js";

export default defineGradientSource({
  name: "one-sided",
  summary: "random one-sided estimate: 1 value for each direction, f(x)",
  reference: "Nesterov & Spokoiny (2017), Found. Comput. Math. 17, eq. (30)",
  defaults: {
    distribution: choice("sphere", "gaussian", "rademacher", "coordinate"),
    directions: integer(1, { min: 1 }),
    // √ε balances truncation ∝ h against rounding ∝ ε/h, as for any forward difference.
    h: positive(Math.sqrt(Number.EPSILON)),
  },
  needs: "value",
  hvp: "difference",
  variance: (n, { distribution, directions }) => laws[distribution].variance(n) / directions,
  cost: (_, { directions }) => ({ values: directions + 1 }),
  make: (evaluations, { distribution, directions: k, h }, rng) => {
    const n = evaluations.dim;
    const { draw, factor } = laws[distribution];
    const directions = independent(draw, k, n, rng);
    const y = new Float64Array(n);
    const estimate = (x: Float64Array, g: Float64Array, fx = Number.NaN): number => {
      const f = Number.isNaN(fx) ? evaluations.value(x) : fx;
      sumAlong(g, factor(n) / k, directions, (v) => (evaluations.value(addScaled(y, x, h, v)) - f) / h);
      return f;
    };
    return Object.assign(estimate, { chosen: () => h });
  },
});
