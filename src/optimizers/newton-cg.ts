/** x ← x + p, p ≈ argmin ∇f·p + ½ pᵀ∇²f p over ‖p‖ ≤ Δ, by truncated conjugate gradients: Newton's method by products with the Hessian. */
import { defineOptimizer } from "../core/optimizer.js";
import { number, positive } from "../core/params.js";
import { secondOpinion } from "../numeric/search/second-opinion.js";
import { steihaug } from "../numeric/search/steihaug.js";
import { addScaled, norm2, same } from "../numeric/vector.js";

/** Keeps Δ finite on functions without a minimum. */
const LONGEST = 1e100;

export default defineOptimizer({
  name: "newton-cg",
  summary: "trust-region Newton with truncated conjugate gradients",
  reference: "Steihaug (1983), SIAM J. Numer. Anal. 20(3); Nocedal & Wright (2006), Numerical Optimization, Algorithms 4.1, 7.2, eq. (7.3)",
  defaults: { radius: positive(1), eta: number(0.1, { min: 0, below: 0.25 }) },
  uses: "hvp",
  *run(oracle, x0, { radius, eta }) {
    const [x, g, p, trial] = [x0.slice(), new Float64Array(x0.length), new Float64Array(x0.length), new Float64Array(x0.length)];
    let [f, delta] = [oracle.gradient(x, g), radius];
    /** Shrinks Δ until a step is good; false when none is, or when what is left of f and ∇f is rounding. */
    const step = (): boolean => {
      const norm = norm2(g);
      if (!(norm > 0 && norm < LONGEST)) return false;
      if (Number.isNaN(f)) f = oracle.value(x);
      // Conn, Gould & Toint (2000), Trust-Region Methods, §17.4.2: a change of f below its rounding says nothing against p.
      const rounding = 10 * Number.EPSILON * Math.abs(f);
      for (;;) {
        const tolerance = Math.min(0.5, Math.sqrt(norm)) * norm;
        const { decrease, boundary } = steihaug((v, out) => oracle.hvp(x, v, out), g, delta, tolerance, p);
        if (!(decrease > 0) || same(addScaled(trial, x, 1, p), x)) return false;
        const ft = oracle.value(trial);
        const rho = (f - ft + rounding) / (decrease + rounding);
        // Algorithm 4.1 shrinks Δ, which need not shrink a step that ends inside.
        if (!(rho >= 0.25)) delta = norm2(p) / 4;
        else if (rho > 0.75 && boundary) delta = Math.min(LONGEST, 2 * delta);
        if (!(rho > eta)) continue;
        x.set(trial);
        oracle.gradient(x, g, ft);
        const falls = f - ft > rounding || norm2(g) < norm;
        f = ft;
        return falls;
      }
    };
    for (;;) {
      yield { x, f, g };
      if (step()) continue;
      if (!secondOpinion(oracle, x, f, g)) return "finished";
      delta = radius;
    }
  },
});
