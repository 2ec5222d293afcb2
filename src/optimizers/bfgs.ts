/** p = −H g, H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ with s = Δx, y = Δg, ρ = 1/sᵀy: H, [n, n], approaches the inverse Hessian. */
import { requireDim } from "../core/errors.js";
import { defineOptimizer } from "../core/optimizer.js";
import { number } from "../core/params.js";
import { type Model, secantPair, steepest, wolfeDescent } from "../numeric/search/wolfe-descent.js";
import { dot, scale } from "../numeric/vector.js";

/** 2 GiB of doubles. */
const LARGEST = 16384;

export default defineOptimizer({
  name: "bfgs",
  summary: "quasi-Newton with a dense inverse Hessian, strong Wolfe line search",
  reference: "Nocedal & Wright (2006), Numerical Optimization, Algorithm 6.1, eqs. (6.17), (6.20); line search: Moré & Thuente (1994)",
  defaults: { c1: number(1e-4, { above: 0, below: 0.5 }), c2: number(0.9, { above: 0, below: 1 }) },
  uses: "gradient",
  run(oracle, x0, conditions) {
    requireDim("optimizer bfgs", x0.length, LARGEST, `a dense matrix of ${x0.length} × ${x0.length}`, "lbfgs");
    return wolfeDescent(oracle, x0, conditions, inverseHessian(x0.length));
  },
});

function inverseHessian(n: number): Model {
  const H = new Float64Array(n * n);
  const [s, y, u] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  let empty = true;
  return {
    direction: (at, p) => {
      if (empty) return steepest(at, p);
      multiply(H, at.g, p);
      scale(p, -1);
      return 1;
    },
    learn: (from, to) => {
      if (!secantPair(from, to, s, y)) return;
      const sy = dot(s, y);
      // (6.20): before its first update H gets the size of the inverse Hessian along the step.
      if (empty) for (let i = 0; i < n; i++) H.fill(0, i * n, (i + 1) * n)[i * n + i] = sy / dot(y, y);
      empty = false;
      // (6.17) multiplied out: H + s uᵀ + u sᵀ with u = ½ρ(1 + ρ yᵀHy) s − ρ Hy.
      multiply(H, y, u);
      const half = (1 + dot(y, u) / sy) / (2 * sy);
      for (let i = 0; i < n; i++) u[i] = half * s[i]! - u[i]! / sy;
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) H[i * n + j]! += s[i]! * u[j]! + u[i]! * s[j]!;
    },
    forget: () => {
      const known = !empty;
      empty = true;
      return known;
    },
  };
}

/** out = A x, A [n, n] */
function multiply(A: Float64Array, x: Float64Array, out: Float64Array): void {
  const n = x.length;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += A[i * n + j]! * x[j]!;
    out[i] = sum;
  }
}
