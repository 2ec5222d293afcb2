/** What may be varied in this study, and where its claims are made. */
import { integer, number, positive } from "../../core/params.js";
import type { Part, StudyContext } from "../../core/study.js";

export const defaults = {
  /** L/μ of the functions that are strongly convex (all but RA4). */
  condition: number(10, { min: 2, max: 1000 }),
  /** RA1, RA2: variables, and iterations of gradient descent; with the two-point estimate there are dim times as many. */
  dim: integer(8, { min: 2, max: 64 }),
  iterations: integer(100, { min: 10, max: 1000 }),
  /** RA3, RA5: dimensions 8, 16, … up to this; the gap to be reached, relative to that of the start; runs of the random method at 256. */
  largest: integer(256, { min: 128, max: 4096 }),
  target: number(1e-4, { min: 1e-8, max: 0.01 }),
  seeds: integer(21, { min: 11 }),
  /** RA4: steps, and dimensions 16, 32, … up to d. */
  steps: integer(2000, { min: 2000 }),
  d: integer(128, { min: 32, max: 128 }),
  /** RA5: seconds that one evaluation takes for each of its variables. */
  price: positive(1e-9),
};

export type RatesPart = Part<typeof defaults>;
export type RatesContext = StudyContext<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT), the curse of dimensionality";

/** first, 2 first, 4 first, … ≤ last */
export function doublings(first: number, last: number): number[] {
  const found: number[] = [];
  for (let n = first; n <= last; n *= 2) found.push(n);
  return found;
}
