/** y = x + σ N(0, I) replaces x when it is no worse; σ ← σ·exp((success − 1/5)/√(n + 1)): one success in five keeps σ. */
import { defineOptimizer } from "../core/optimizer.js";
import { positive } from "../core/params.js";
import { rank } from "../numeric/statistics/statistics.js";
import { same } from "../numeric/vector.js";

/** The rate of success that keeps the step: Rechenberg's rule. */
const SUCCESS = 1 / 5;

export default defineOptimizer({
  name: "one-plus-one-es",
  summary: "(1+1)-ES: one Gaussian mutation, step size by the 1/5 success rule",
  reference:
    "Rechenberg (1973), Evolutionsstrategie; Hansen, Arnold & Auger (2015), Handbook of Computational Intelligence, ch. 44, Algorithm 2",
  defaults: { sigma: positive(1) },
  uses: "value",
  stochastic: true,
  *run(oracle, x0, { sigma: first }, rng) {
    let x: Float64Array = x0.slice();
    let f = oracle.value(x);
    let y: Float64Array = new Float64Array(x.length);
    const damping = Math.sqrt(x.length + 1);
    for (let sigma = first; ; ) {
      yield { x, f };
      for (let i = 0; i < y.length; i++) y[i] = x[i]! + sigma * rng.normal();
      if (same(x, y)) return "finished";
      const fy = oracle.value(y);
      const success = rank(fy) <= rank(f);
      if (success) [x, y, f] = [y, x, fy];
      // On a function that falls for ever σ must stay finite.
      sigma = Math.min(LARGEST, sigma * Math.exp(((success ? 1 : 0) - SUCCESS) / damping));
    }
  },
});

const LARGEST = 1e100;
