/** x ← x + αp, (∇²f(x) + τI) p = −∇f(x), τ ≥ 0 so large that p goes down: Newton's method with a dense Hessian, [n, n], of n products. */
import { requireDim } from "../core/errors.js";
import type { Oracle } from "../core/evaluations.js";
import { defineOptimizer } from "../core/optimizer.js";
import { number } from "../core/params.js";
import { shiftedCholesky, solveCholesky } from "../numeric/matrix/cholesky.js";
import { backtrack } from "../numeric/search/line-search.js";
import { secondOpinion } from "../numeric/search/second-opinion.js";
import { dot, norm2, normInf, scale } from "../numeric/vector.js";

/** A factorization takes n³/3 operations. */
const LARGEST = 2000;

export default defineOptimizer({
  name: "newton",
  summary: "Newton with a dense Hessian made positive definite, Armijo backtracking; small n",
  reference: "Nocedal & Wright (2006), Numerical Optimization, Algorithms 3.2, 3.3",
  defaults: { c1: number(1e-4, { above: 0, below: 0.5 }) },
  uses: "hvp",
  *run(oracle, x0, { c1 }) {
    const n = x0.length;
    requireDim("optimizer newton", n, LARGEST, `a Hessian of ${n} × ${n}`, "newton-cg");
    const [x, g, p, trial] = [x0.slice(), new Float64Array(n), new Float64Array(n), new Float64Array(n)];
    const [H, L] = [new Float64Array(n * n), new Float64Array(n * n)];
    let f = oracle.gradient(x, g);
    /** False when no step goes down, or when what is left of f and ∇f is rounding. */
    const step = (): boolean => {
      const norm = norm2(g);
      if (!(norm > 0 && norm < Number.POSITIVE_INFINITY)) return false;
      if (Number.isNaN(f)) f = oracle.value(x);
      hessian(oracle, x, H);
      p.set(g);
      // Where the Hessian has no scale, neither has the step: its length is 1.
      if (Number.isNaN(shiftedCholesky(H, n, L))) scale(p, 1 / norm);
      else solveCholesky(L, p);
      scale(p, -1);
      const found = backtrack(oracle, { x, f }, p, dot(g, p), 1, c1, trial);
      if (!found) return false;
      x.set(trial);
      oracle.gradient(x, g, found.f);
      const falls = f - found.f > Number.EPSILON * Math.abs(f) || norm2(g) < norm;
      f = found.f;
      return falls;
    };
    for (;;) {
      yield { x, f, g };
      if (!step() && !secondOpinion(oracle, x, f, g)) return normInf(g) === 0 ? "finished" : "line-search";
    }
  },
});

/** Its n columns, and the mean of it and its transpose: differences are not quite symmetric. */
function hessian(oracle: Oracle, x: Float64Array, H: Float64Array): void {
  const n = x.length;
  const [unit, column] = [new Float64Array(n), new Float64Array(n)];
  for (let j = 0; j < n; j++) {
    unit[j] = 1;
    oracle.hvp(x, unit, column);
    unit[j] = 0;
    for (let i = 0; i < n; i++) H[i * n + j] = column[i]!;
  }
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      H[i * n + j] = (H[i * n + j]! + H[j * n + i]!) / 2;
      H[j * n + i] = H[i * n + j]!;
    }
}
