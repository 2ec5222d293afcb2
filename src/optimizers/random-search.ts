/** Points uniform in the box x0 ± radius; the best stays: what any method must beat. */
import { defineOptimizer } from "../core/optimizer.js";
import { positive } from "../core/params.js";
import { rank } from "../numeric/statistics/statistics.js";

export default defineOptimizer({
  name: "random-search",
  summary: "uniform points in a box around x0: the baseline",
  reference: "Brooks (1958), Oper. Res. 6(2)",
  defaults: { radius: positive(2) },
  uses: "value",
  stochastic: true,
  *run(oracle, x0, { radius }, rng) {
    let best: { readonly x: Float64Array; readonly f: number } = { x: x0.slice(), f: oracle.value(x0) };
    let free: Float64Array = new Float64Array(x0.length);
    for (;;) {
      yield best;
      for (let i = 0; i < free.length; i++) free[i] = x0[i]! + radius * (2 * rng.uniform() - 1);
      const f = oracle.value(free);
      if (rank(f) < rank(best.f)) {
        const old = best.x;
        best = { x: free, f };
        free = old;
      }
    }
  },
});
