/** Where ∇f(x) = 0, by gradient descent, and the eigenvalues of ∇²f there. */
import { hessian } from "../../ad/index.js";
import { makeOracle } from "../../core/oracle.js";
import type { TracedProblem } from "../../core/problem.js";
import { symmetricEigen } from "../../numeric/matrix/symmetric-eigen.js";
import { stream } from "../../numeric/sampling/random.js";
import { normInf } from "../../numeric/vector.js";
import { meterOf, optimizerNamed, paramsOf, sourceNamed } from "../methods.js";

/** The first iterate with ‖∇f‖∞ ≤ gtol. Throws when there is none among `most`. */
export function minimum(problem: TracedProblem, step: number, gtol: number, most: number): Float64Array {
  const [gd, reverse] = [optimizerNamed("gd"), sourceNamed("reverse")];
  const unused = stream("neither is random");
  const oracle = makeOracle(meterOf(problem), reverse, paramsOf(reverse), unused);
  let k = 0;
  for (const { x, g } of gd.run(oracle, problem.x0, paramsOf(gd, { step }), unused)) {
    if (normInf(g!) <= gtol) return x.slice();
    if (k++ >= most) break;
  }
  throw new Error(`gradient descent with step ${step}: no iterate with max |g_i| ≤ ${gtol} in ${most} iterations`);
}

/** Of ∇²f(x), ascending. */
export function spectrum(problem: TracedProblem, x: Float64Array): Float64Array {
  const n = x.length;
  const H = hessian(problem.f)(x);
  // Forward over reverse: symmetric but for rounding.
  const symmetric = H.map((_, k) => (H[k]! + H[(k % n) * n + Math.floor(k / n)]!) / 2);
  return symmetricEigen(symmetric, n)?.values.sort() ?? new Float64Array(n).fill(Number.NaN);
}
