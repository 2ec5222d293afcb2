/** G_i = (f(x + h_k Δ) − f(x − h_k Δ)) / 2h_k Δ_i, Δ random signs, h_k = h/(k + 1)^gamma in call k = 0, 1, …: 2 values. */
import { defineGradientSource } from "../core/gradient-source.js";
import { number, positive } from "../core/params.js";
import { independent, laws, sumAlong } from "../numeric/sampling/directions.js";
import { addScaled } from "../numeric/vector.js";

const { draw, variance } = laws.rademacher;

export default defineGradientSource({
  name: "spsa",
  summary: "simultaneous perturbation: 2 values, steps that shrink",
  reference: "Spall (1992), IEEE Trans. Autom. Control 37(3), §II; gamma: Spall (1998), IEEE Trans. Aerosp. Electron. Syst. 34(3), §III",
  defaults: {
    // About the standard deviation of the noise where f has any (Spall 1998); long enough for rounding where it has none.
    h: positive(1e-4),
    gamma: number(0.101, { min: 0 }),
  },
  needs: "value",
  hvp: "difference",
  variance,
  cost: () => ({ values: 2 }),
  make: (evaluations, { h, gamma }, rng) => {
    const directions = independent(draw, 1, evaluations.dim, rng);
    const y = new Float64Array(evaluations.dim);
    let calls = 0;
    let hk = h;
    const estimate = (x: Float64Array, g: Float64Array, fx = Number.NaN): number => {
      hk = h * Math.exp(-gamma * Math.log(++calls));
      // Signs are their own reciprocals: dividing by Δ_i is multiplying by it.
      sumAlong(g, 1, directions, (v) => {
        const rise = evaluations.value(addScaled(y, x, hk, v)) - evaluations.value(addScaled(y, x, -hk, v));
        return rise / (2 * hk);
      });
      return fx;
    };
    return Object.assign(estimate, { chosen: () => hk });
  },
});
