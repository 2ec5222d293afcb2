/** x_i ← x_i − f_i / f_ii for a random i, both from three values along it; halved until f does not rise. */
import { defineOptimizer } from "../core/optimizer.js";
import { positive } from "../core/params.js";
import { rank } from "../numeric/statistics/statistics.js";

/** Trials along one coordinate before another is drawn. */
const HALVINGS = 20;

export default defineOptimizer({
  name: "coordinate-descent",
  summary: "randomized coordinate descent: Newton's step along one coordinate, from values",
  reference:
    "Nesterov (2012), SIAM J. Optim. 22(2), method (2.5) with uniform probabilities; here the partial derivatives are central differences",
  defaults: { h: positive(1e-4) },
  uses: "value",
  stochastic: true,
  *run(oracle, x0, { h }, rng) {
    const x = x0.slice();
    let f = oracle.value(x);
    for (;;) {
      yield { x, f };
      const i = Math.floor(rng.uniform() * x.length);
      const xi = x[i]!;
      const length = h * Math.max(Math.abs(xi), 1);
      const valueAt = (t: number): number => {
        x[i] = t;
        return oracle.value(x);
      };
      const [above, below] = [valueAt(xi + length), valueAt(xi - length)];
      const slope = (above - below) / (2 * length);
      const curvature = (above - 2 * f + below) / (length * length);
      // Without positive curvature there is no scale: a step of 1 downhill.
      let move = curvature > 0 ? -slope / curvature : -Math.sign(slope);
      let now = f;
      x[i] = xi;
      for (let k = 0; k < HALVINGS && Number.isFinite(move) && xi + move !== xi; k++, move /= 2) {
        now = valueAt(xi + move);
        if (rank(now) <= rank(f)) break;
        x[i] = xi;
        now = f;
      }
      f = now;
    }
  },
});
