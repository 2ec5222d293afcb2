/** G = 1/2kh Σ_j (F(x + h v_j) − F(x − h v_j)) v_j, v_j ~ N(0, I), F = f or its rank: 2k values for a population of k mirrored pairs. */
import { defineGradientSource } from "../core/gradient-source.js";
import { choice, integer, positive } from "../core/params.js";
import { laws } from "../numeric/sampling/directions.js";
import { centredRanks } from "../numeric/statistics/ranks.js";
import { addScaled } from "../numeric/vector.js";

const { draw, variance } = laws.gaussian;

export default defineGradientSource({
  name: "evolution-strategies",
  summary: "a population of mirrored Gaussian pairs: 2 values for each",
  reference: "Salimans et al. (2017), arXiv:1703.03864, algorithm 1 and §2.1 (mirrored sampling, rank-based fitness shaping)",
  defaults: {
    directions: integer(8, { min: 1 }),
    h: positive(0.01),
    // Ranks are the same for every increasing function of f: G is then no estimate of ∇f, but tells where to go.
    shaping: choice("none", "centered-ranks"),
  },
  needs: "value",
  hvp: "difference",
  // The length of a shaped G does not follow ‖∇f‖: no ω bounds its distance.
  variance: (n, { directions, shaping }) => (shaping === "none" ? variance(n) / directions : Number.POSITIVE_INFINITY),
  cost: (_, { directions }) => ({ values: 2 * directions }),
  make: (evaluations, { directions, h, shaping }, rng) => {
    const n = evaluations.dim;
    const population = Array.from({ length: directions }, () => new Float64Array(n));
    const y = new Float64Array(n);
    const estimate = (x: Float64Array, g: Float64Array, fx = Number.NaN): number => {
      const values = population.flatMap((v) => {
        draw(v, rng);
        return [evaluations.value(addScaled(y, x, h, v)), evaluations.value(addScaled(y, x, -h, v))];
      });
      const fitness = shaping === "none" ? values : centredRanks(values);
      g.fill(0);
      population.forEach((v, j) => void addScaled(g, g, (fitness[2 * j]! - fitness[2 * j + 1]!) / (2 * directions * h), v));
      return fx;
    };
    return Object.assign(estimate, { chosen: () => h });
  },
});
