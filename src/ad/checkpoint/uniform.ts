/** Segments of ⌈√l⌉ steps: the state before each is kept, and within one all states: about 2√l states, each step computed at most twice. */
import type { Plan } from "./plan.js";

/** All steps recorded: l states, nothing computed again. */
export const keepAll = (steps: number): Plan => steps;

/** @see Chen, Xu, Zhang & Guestrin (2016), arXiv:1604.06174 */
export const squareRoot = (steps: number): Plan => uniform(steps, Math.ceil(Math.sqrt(steps)));

/** Segments of that many steps; the last may be shorter, and is recorded on the way. */
export function uniform(steps: number, segment: number): Plan {
  const full = Math.ceil(steps / segment) - 1;
  let plan: Plan = steps - full * segment;
  for (let k = 0; k < full; k++) plan = { first: segment, rest: plan };
  return plan;
}
