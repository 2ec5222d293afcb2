/** A chain of steps as nested regions: compiled, its gradient takes the ticks of a plan. */

import type { Expr } from "../expr.js";
import { checkpoint } from "./checkpoint.js";
import { lengthOf, type Plan } from "./plan.js";

/** x ↦ the state after all steps of the plan. `step`: state i ↦ state i + 1; what it takes from outside is kept. */
export function checkpointChain(plan: Plan, step: (state: Expr, i: number) => Expr): (x: Expr) => Expr {
  const stretch = (part: Plan, start: number, x: Expr): Expr => {
    let [state, at, i] = [x, part, start];
    while (typeof at !== "number") {
      const { first } = at;
      const from = i;
      state = checkpoint((begin: Expr) => stretch(first, from, begin))(state);
      i += lengthOf(first);
      at = at.rest;
    }
    for (const end = i + at; i < end; i++) state = step(state, i);
    return state;
  };
  return (x) => stretch(plan, 0, x);
}
