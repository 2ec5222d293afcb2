/** x_{k+1} = argmin f over {x, x + a_k s, x − a_k s}, s random, a_k = step/√(k + 1): two values an iteration, nothing else. */
import { defineOptimizer } from "../core/optimizer.js";
import { choice, flag, positive } from "../core/params.js";
import { laws } from "../numeric/sampling/directions.js";
import { rank } from "../numeric/statistics/statistics.js";
import { addScaled } from "../numeric/vector.js";

export default defineOptimizer({
  name: "stochastic-three-points",
  summary: "the best of x and two opposite points along a random direction",
  reference: "Bergou, Gorbunov & Richtárik (2020), SIAM J. Optim. 30(4), Algorithm 1",
  defaults: { step: positive(1), decay: flag(true), distribution: choice("sphere", "gaussian", "rademacher", "coordinate") },
  uses: "value",
  stochastic: true,
  *run(oracle, x0, { step, decay, distribution }, rng) {
    let x: Float64Array = x0.slice();
    let f = oracle.value(x);
    const s = new Float64Array(x.length);
    let free: Float64Array = new Float64Array(x.length);
    for (let k = 0; ; k++) {
      yield { x, f };
      laws[distribution].draw(s, rng);
      const length = decay ? step / Math.sqrt(k + 1) : step;
      const centre = x;
      for (const a of [length, -length]) {
        const tried = addScaled(x === centre ? free : new Float64Array(x.length), centre, a, s);
        const ft = oracle.value(tried);
        if (rank(ft) < rank(f)) [x, f] = [tried, ft];
      }
      if (x !== centre) free = centre;
    }
  },
});
