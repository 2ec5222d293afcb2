/** What a reader may vary about the ways to differentiate. */
import { integer, number } from "../../core/params.js";
import type { Part, StudyContext } from "../../core/study.js";

export const defaults = {
  /** NO1: the most variables of the product and of log Σ e^xᵢ, the most units of a layer, and points for each size. */
  variables: integer(32, { min: 4, max: 64 }),
  width: integer(8, { min: 2, max: 10 }),
  points: integer(10, { min: 3, max: 1000 }),
  /** NO1, NO2: l₁ = x, …, l_levels of the logistic map. */
  levels: integer(12, { min: 4, max: 14 }),
  /** NO1, NO2: levels of the longest chain of logistic maps that is differentiated automatically. */
  steps: integer(320, { min: 64, max: 400 }),
  /** NO3: where sin is summed, another such place, and the term that is small enough to be the last. */
  x: number(Math.PI, { min: -20, max: 20 }),
  other: number(6, { min: -20, max: 20 }),
  tolerance: number(1e-3, { min: 1e-30, max: 1 }),
};

export type Context = StudyContext<typeof defaults>;
export type NotPart = Part<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT), what AD is not";
/** The lecture's figure of the four ways is theirs, and so is its example. */
export const baydin = "Baydin, Pearlmutter, Radul & Siskind (2018), J. Mach. Learn. Res. 18(153)";

/** 2, 4, 8, … and the most itself. */
export const doubling = (most: number, from = 2): number[] => {
  const sizes = Array.from({ length: 1 + Math.floor(Math.log2(most / from)) }, (_, k) => from * (1 << k));
  return [...new Set([...sizes, most])];
};
