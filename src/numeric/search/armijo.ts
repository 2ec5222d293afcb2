/** Armijo steps along −m that remember their length: each search begins at twice the step that the last one accepted. */

import { dot, normInf } from "../vector.js";
import { backtrack, type Objective } from "./line-search.js";

/** Keeps the doubling of the first trial finite on functions without a minimum. */
const LONGEST = 1e100;

export interface Descent {
  /** Moves x to x − s m and returns f there, or NaN when s has shrunk until x does not move. f is f(x), NaN where it was not seen. */
  readonly search: (x: Float64Array, f: number, g: Float64Array, m: Float64Array, c1?: number) => number;
  /** The s of the last search; NaN where it failed. */
  readonly accepted: () => number;
}

/** Sufficient decrease: f(x − s m) ≤ f(x) − c1·s·g·m (Nocedal & Wright 2006, eq. 3.4). */
export function armijoDescent(objective: Pick<Objective, "value">, dim: number): Descent {
  const trial = new Float64Array(dim);
  let accepted = Number.NaN;
  const search: Descent["search"] = (x, f, g, m, c1 = 1e-4) => {
    const slope = dot(g, m);
    if (!(slope > 0)) return Number.NaN;
    // The first trial of a run moves no coordinate by more than 1: nothing gives a scale yet.
    const first = Math.min(LONGEST, Number.isNaN(accepted) ? 1 / normInf(m) : 2 * accepted);
    const fx = Number.isNaN(f) ? objective.value(x) : f;
    const found = backtrack(objective, { x, f: fx }, m, slope, -first, c1, trial);
    // A search that failed says nothing of the scale of the next.
    accepted = found ? -found.alpha : Number.NaN;
    if (!found) return Number.NaN;
    x.set(trial);
    return found.f;
  };
  return { search, accepted: () => accepted };
}
