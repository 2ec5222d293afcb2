/** G = (c/k) Σ_j f(x + h v_j) / h · v_j, c E[vvᵀ] = I: k values, and a variance that grows as h⁻². */
import { defineGradientSource } from "../core/gradient-source.js";
import { choice, integer, positive } from "../core/params.js";
import { independent, laws, sumAlong } from "../numeric/sampling/directions.js";
import { addScaled } from "../numeric/vector.js";

export default defineGradientSource({
  name: "one-point",
  summary: "random one-point estimate: 1 value for each direction",
  reference: "Flaxman, Kalai & McMahan (2005), SODA, lemma 2.1",
  defaults: {
    distribution: choice("sphere", "gaussian", "rademacher", "coordinate"),
    directions: integer(1, { min: 1 }),
    // No rounding to balance: a long step trades bias ∝ h² for variance ∝ f(x)²/h².
    h: positive(0.1),
  },
  needs: "value",
  hvp: "difference",
  // E‖G − ∇f‖² ≈ c n f(x)²/kh² whatever ∇f: no multiple of ‖∇f‖² bounds it.
  variance: () => Number.POSITIVE_INFINITY,
  cost: (_, { directions }) => ({ values: directions }),
  make: (evaluations, { distribution, directions: k, h }, rng) => {
    const n = evaluations.dim;
    const { draw, factor } = laws[distribution];
    const directions = independent(draw, k, n, rng);
    const y = new Float64Array(n);
    const estimate = (x: Float64Array, g: Float64Array, fx = Number.NaN): number => {
      sumAlong(g, factor(n) / k, directions, (v) => {
        // f(x) itself cancels in the mean only where E[v] = 0: v and −v are to be equally likely, as coordinates alone are not.
        const step = rng.uniform() < 0.5 ? -h : h;
        return evaluations.value(addScaled(y, x, step, v)) / step;
      });
      return fx;
    };
    return Object.assign(estimate, { chosen: () => h });
  },
});
