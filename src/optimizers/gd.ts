/** x ← x − step·m, m ← momentum·m + g: gradient descent, with Polyak's heavy ball where momentum > 0. */
import type { Oracle } from "../core/evaluations.js";
import { defineOptimizer } from "../core/optimizer.js";
import { number, oneOf, positive } from "../core/params.js";
import { addScaled, dot, normInf, same } from "../numeric/vector.js";

/** Sufficient decrease: f(x − s m) ≤ f(x) − C1·s·g·m (Nocedal & Wright 2006, eq. 3.4). */
const C1 = 1e-4;
/** Keeps the doubling of the first trial finite on functions without a minimum. */
const LONGEST = 1e100;

export default defineOptimizer({
  name: "gd",
  summary: "gradient descent: constant step or Armijo backtracking, optional momentum",
  reference: "Cauchy (1847), C. R. Acad. Sci. 25; Polyak (1964), USSR Comput. Math. 4(5); Armijo (1966), Pacific J. Math. 16(1)",
  defaults: { step: oneOf("auto", "armijo", positive(1)), momentum: number(0, { min: 0, below: 1 }) },
  uses: "gradient",
  *run(oracle, x0, { step, momentum }) {
    const x = x0.slice();
    const g = new Float64Array(x.length);
    const m = new Float64Array(x.length);
    const search = typeof step === "number" ? null : backtracking(oracle);
    let known = Number.NaN;
    for (;;) {
      const f = oracle.gradient(x, g, known);
      yield { x, f, g };
      for (let i = 0; i < m.length; i++) m[i] = momentum * m[i]! + g[i]!;
      if (search) {
        // The heavy ball need not go down: where it does not, it starts anew.
        if (!(dot(g, m) > 0)) m.set(g);
        known = search(x, f, g, m);
        if (Number.isNaN(known)) return "line-search";
      } else addScaled(x, x, -(step as number), m);
    }
  },
});

/** Moves x to x − s m with sufficient decrease and returns f there, or NaN when s has shrunk until x does not move. */
function backtracking(oracle: Oracle): (x: Float64Array, f: number, g: Float64Array, m: Float64Array) => number {
  const trial = new Float64Array(oracle.dim);
  let accepted = Number.NaN;
  return (x, f, g, m) => {
    const fx = Number.isNaN(f) ? oracle.value(x) : f;
    const slope = dot(g, m);
    if (!(slope > 0)) return Number.NaN;
    // The first trial of a run moves no coordinate by more than 1: nothing gives a scale yet.
    let s = Math.min(LONGEST, Number.isNaN(accepted) ? 1 / normInf(m) : 2 * accepted);
    for (; ; s /= 2) {
      if (same(addScaled(trial, x, -s, m), x)) return Number.NaN;
      const ft = oracle.value(trial);
      if (ft <= fx - C1 * s * slope) {
        accepted = s;
        x.set(trial);
        return ft;
      }
    }
  };
}
