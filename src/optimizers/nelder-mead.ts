/** The worst of n + 1 vertices is reflected (rho), expanded (chi) or contracted (gamma) through the centroid, or all shrink (sigma). */
import { requireDim } from "../core/errors.js";
import type { Oracle } from "../core/evaluations.js";
import { defineOptimizer, type Iterate, type OptimizerReason } from "../core/optimizer.js";
import { flag, integer, positive } from "../core/params.js";
import { Simplex, type Vertex } from "../numeric/search/simplex.js";
import { rank } from "../numeric/statistics/statistics.js";

/** `size` over this is the length along coordinates that are 0 at x0, where a relative one has no meaning: 0.00025 for 0.05 (MATLAB's and SciPy's). */
const ZERO = 200;

/** Values that differ by less say nothing of where to go: a restart gains more. */
const FLAT = 1e-14;

/** 2 GiB of doubles. */
const LARGEST = 16384;

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
  defaults: {
    adaptive: flag(false),
    size: positive(0.05),
    // New simplices around the best vertex, each once the values of one agree to rounding.
    restarts: integer(0, { min: 0 }),
  },
  uses: "value",
  *run(oracle, x0, { adaptive, size, restarts }) {
    requireDim("optimizer nelder-mead", x0.length, LARGEST, `a simplex in ${x0.length} dimensions`, "stochastic-three-points");
    const coefficients = adaptive ? adaptiveFor(x0.length) : standard;
    let best: Vertex = { x: x0.slice(), f: oracle.value(x0) };
    yield best;
    for (let k = 0; ; k++) {
      const simplex = new Simplex([best, ...around(best.x, size).map((x) => ({ x, f: oracle.value(x) }))]);
      const reason = yield* search(oracle, simplex, coefficients, k < restarts ? FLAT : 0);
      if (k === restarts) return reason;
      best = { x: simplex.best.x.slice(), f: simplex.best.f };
    }
  },
});

/** x_i (1 + size) for each i; `size / ZERO` where x_i = 0. */
const around = (x: Float64Array, size: number): Float64Array[] =>
  Array.from(x, (xi, i) => {
    const vertex = x.slice();
    vertex[i] = xi === 0 ? size / ZERO : xi * (1 + size);
    return vertex;
  });

/** Iterates from a given simplex until its values agree to `flat`, relative: yields the best vertex after each iteration. Names as in Lagarias et al. */
export function* search(
  oracle: Oracle,
  simplex: Simplex,
  { rho, chi, gamma, sigma }: Coefficients = standard,
  flat = 0,
): Generator<Iterate, OptimizerReason, void> {
  let r: Float64Array = new Float64Array(oracle.dim);
  let t: Float64Array = new Float64Array(oracle.dim);
  while (!simplex.collapsed && !agree(simplex, flat)) {
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

/** False where `flat` is 0: a simplex then ends only as one point. */
const agree = ({ best, worst }: Simplex, flat: number): boolean => flat > 0 && worst.f - best.f <= flat * Math.abs(best.f);
