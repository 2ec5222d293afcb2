/** A search that fails along one gradient may go on with another, where the source is random. */

import { normInf } from "../vector.js";
import type { Objective } from "./line-search.js";

/** An estimate along one direction is 0 wherever f is level along it, as after a line search: then it is asked this often. */
const TIMES = 5;

/** Asks for the gradient at x again, where f is f(x), and writes it over g; false when it is the same, as of every source that is not random. */
export function secondOpinion(objective: Pick<Objective, "gradient">, x: Float64Array, f: number, g: Float64Array): boolean {
  const before = g.slice();
  for (let time = 0; time < (normInf(before) === 0 ? TIMES : 1); time++) {
    objective.gradient(x, g, f);
    if (!g.every((gi, i) => Object.is(gi, before[i]))) return true;
  }
  return false;
}
