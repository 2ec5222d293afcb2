/** What a reader may vary about the two modes. */
import { integer, number } from "../../core/params.js";
import type { Part } from "../../core/study.js";

export const defaults = {
  /** FR1, FR2, FR5: where the slides evaluate L; √ is differentiable above w₁ = 1 alone. */
  w1: number(2, { above: 1, max: 1e6 }),
  w2: number(3, { above: 0, max: 1e6 }),
  /** FR3: numbers in each array of a chain, and the most steps. */
  width: integer(100, { min: 1, max: 10_000 }),
  steps: integer(320, { min: 64, max: 1000 }),
  /** FR4: random programs, and factors of the product. */
  programs: integer(30, { min: 1, max: 10_000 }),
  factors: integer(40, { min: 2, max: 400 }),
  /** FR5: by how much a wrong rule is wrong. */
  factor: number(2, { min: 1.01, max: 1000 }),
};

export type ForwardReversePart = Part<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT)";
