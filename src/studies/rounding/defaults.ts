/** What may be varied in this study. */
import { type Arithmetic, float32, significand } from "../../ad/index.js";
import { integer, number } from "../../core/params.js";
import type { Part } from "../../core/study.js";

/** Fewer show nothing of one in a hundred. */
export const LEAST_RUNS = 200;

export const defaults = {
  /**
   * Programs that are drawn, of up to `size` terms, steps or units, in arithmetic of so many binary digits: 24 of float32, 11 of float16.
   * With fewer, size · ε comes near 1: sums swallow terms whole, and errors are no longer like random numbers.
   */
  runs: integer(1000, { min: LEAST_RUNS, max: 100_000 }),
  size: integer(40, { min: 4, max: 200 }),
  digits: integer(24, { min: 11, max: 24 }),
  /** r of the logistic map x ↦ r x (1 − x): where it is chaotic, where it comes to rest, and how often it is applied. */
  chaotic: number(4, { min: 3.86, max: 4 }),
  stable: number(2.8, { above: 1, below: 3 }),
  steps: integer(60, { min: 40, max: 120 }),
};

export type RoundingStudyPart = Part<typeof defaults>;

export const linnainmaa = "Linnainmaa (1970), master's thesis, University of Helsinki, cited by the lecture; (1976), BIT 16(2)";

export const arithmeticOf = (digits: number): Arithmetic => (digits === 24 ? float32 : significand(digits));
