/** What a reader may vary about derivatives of scalars, vectors and matrices. */
import { integer, number, positive } from "../../core/params.js";
import type { Part } from "../../core/study.js";

export const defaults = {
  /** Variables; rows and columns of matrices. */
  dim: integer(5, { min: 2, max: 12 }),
  /** MC6, MC7: results of a map of `dim` variables. */
  results: integer(3, { min: 1, max: 12 }),
  /** MC1, MC4, MC5, MC11, MC12: random points each. */
  points: integer(3, { min: 1, max: 100 }),
  /** MC11, MC12: of the random matrices. */
  condition: number(10, { min: 1, max: 1e6 }),
  /** MC2: random unit vectors. MC10: random cases. */
  vectors: integer(10_000, { min: 100, max: 1_000_000 }),
  cases: integer(1000, { min: 100, max: 100_000 }),
  /** MC5: steps of the outer and the inner difference. */
  outer: positive(1e-4),
  inner: positive(1e-8),
  /** MC6: (x, y) ↦ (x + across·y, back·x − y). */
  across: number(2),
  back: number(3),
  /** MC8: random directions. */
  directions: integer(31, { min: 20, max: 1000 }),
};

export type CalculusPart = Part<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT), matrix calculus";
