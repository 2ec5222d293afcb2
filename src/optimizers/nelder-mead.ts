/** The worst of n + 1 vertices is reflected (rho), expanded (chi) or contracted (gamma) through the centroid, or all shrink (sigma). */
import type { Oracle } from "../core/evaluations.js";
import { defineOptimizer, type Iterate, type OptimizerReason } from "../core/optimizer.js";
import { flag, positive } from "../core/params.js";
import { rank, Simplex } from "../numeric/simplex.js";

/** `size` over this is the length along coordinates that are 0 at x0, where a relative one has no meaning: 0.00025 for 0.05 (MATLAB's and SciPy's). */
const ZERO = 200;

interface Coefficients {
  readonly rho: number;
  readonly chi: number;
  readonly gamma: number;
  readonly sigma: number;
}
const standard: Coefficients = { rho: 1, chi: 2, gamma: 0.5, sigma: 0.5 };
/** Gao & Han (2012), eq. (4.1); meant for n ≥ 2, and the standard ones at n = 2. */
const adaptiveFor = (n: number): Coefficients =>
  n < 2 ? standard : { rho: 1, chi: 1 + 2 / n, gamma: 0.75 - 1 / (2 * n), sigma: 1 - 1 / n };

export default defineOptimizer({
  name: "nelder-mead",
  summary: "simplex search without derivatives, standard or adaptive coefficients",
  reference:
    "Nelder & Mead (1965), Comput. J. 7(4); Lagarias et al. (1998), SIAM J. Optim. 9(1), §2; Gao & Han (2012), Comput. Optim. Appl. 51(1)",
  defaults: { adaptive: flag(false), size: positive(0.05) },
  uses: "value",
  *run(oracle, x0, { adaptive, size }) {
    const first = x0.slice();
    const f0 = oracle.value(first);
    yield { x: first, f: f0 };
    const vertices = [{ x: first, f: f0 }];
    for (let i = 0; i < x0.length; i++) {
      const x = x0.slice();
      x[i] = x0[i] === 0 ? size / ZERO : x0[i]! * (1 + size);
      vertices.push({ x, f: oracle.value(x) });
    }
    return yield* search(oracle, new Simplex(vertices), adaptive ? adaptiveFor(x0.length) : standard);
  },
});

/** Iterates from a given simplex: yields its best vertex after each iteration. Names of the steps as in Lagarias et al. */
export function* search(
  oracle: Oracle,
  simplex: Simplex,
  { rho, chi, gamma, sigma }: Coefficients = standard,
): Generator<Iterate, OptimizerReason, void> {
  let r: Float64Array = new Float64Array(oracle.dim);
  let t: Float64Array = new Float64Array(oracle.dim);
  while (!simplex.collapsed) {
    const { best, second, worst } = simplex;
    const fr = oracle.value(simplex.along(-rho, r));
    if (rank(fr) < rank(best.f)) {
      const fe = oracle.value(simplex.along(-rho * chi, t));
      if (rank(fe) < rank(fr)) t = simplex.replaceWorst(t, fe);
      else r = simplex.replaceWorst(r, fr);
    } else if (rank(fr) < rank(second.f)) r = simplex.replaceWorst(r, fr);
    else {
      const outside = rank(fr) < rank(worst.f);
      const fc = oracle.value(simplex.along(outside ? -rho * gamma : gamma, t));
      if (outside ? rank(fc) <= rank(fr) : rank(fc) < rank(worst.f)) t = simplex.replaceWorst(t, fc);
      else simplex.shrink(sigma, (x) => oracle.value(x));
    }
    yield { x: simplex.best.x, f: simplex.best.f };
  }
  return "finished";
}
