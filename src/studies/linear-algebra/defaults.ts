/** What a reader may vary about derivatives through linear algebra. */
import { integer, number } from "../../core/params.js";
import type { Part } from "../../core/study.js";

export const defaults = {
  /** n, and how many rows more least squares and singular values have. */
  dim: integer(6, { min: 2, max: 30 }),
  excess: integer(3, { min: 0, max: 60 }),
  /** Of the random matrices. */
  condition: number(10, { min: 2, max: 100 }),
  trials: integer(5, { min: 1, max: 1000 }),
};

export type LinearAlgebraPart = Part<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT), linear algebra";
