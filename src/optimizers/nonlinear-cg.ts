/** p ← −g + βp, β = max(0, g·(g − g₋)/g₋·g₋), g₋ the gradient before: conjugate directions on a quadratic, −g where they would not be. */
import { defineOptimizer } from "../core/optimizer.js";
import { number } from "../core/params.js";
import { type Model, steepest, wolfeDescent } from "../numeric/search/wolfe-descent.js";
import { dot } from "../numeric/vector.js";

export default defineOptimizer({
  name: "nonlinear-cg",
  summary: "conjugate gradients of Polak and Ribière, strong Wolfe line search",
  reference:
    "Polak & Ribière (1969), Rev. Fr. Inform. Rech. Opér. 3(R1); PR+: Nocedal & Wright (2006), Numerical Optimization, eqs. (5.44), (5.45); first trial: (3.60)",
  defaults: { c1: number(1e-4, { above: 0, below: 0.5 }), c2: number(0.1, { above: 0, below: 1 }) },
  uses: "gradient",
  run: (oracle, x0, conditions) => wolfeDescent(oracle, x0, conditions, polakRibiere()),
});

function polakRibiere(): Model {
  let beta = 0;
  /** α g·p of the last step. */
  let change = Number.NaN;
  return {
    direction: (at, p) => {
      if (Number.isNaN(change)) return steepest(at, p);
      for (let i = 0; i < p.length; i++) p[i] = beta * p[i]! - at.g[i]!;
      if (!(dot(at.g, p) < 0)) steepest(at, p);
      // (3.60): the change to first order is that of the last step.
      return change / dot(at.g, p);
    },
    learn: (from, to, alpha, p) => {
      change = alpha * dot(from.g, p);
      beta = Math.max(0, (dot(to.g, to.g) - dot(to.g, from.g)) / dot(from.g, from.g));
    },
    forget: () => {
      const known = !Number.isNaN(change);
      change = Number.NaN;
      return known;
    },
  };
}
