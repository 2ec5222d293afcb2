/** What a reader may vary about differences. */
import { integer, number, positive } from "../../core/params.js";
import type { Part } from "../../core/study.js";
import { coefficients } from "../lecture-quadratic.js";

export const defaults = {
  /** FD1: variables, directions of the two-point estimate, iterations. */
  dim: integer(10, { min: 1, max: 1000 }),
  directions: integer(4, { min: 1, max: 1000 }),
  iterations: integer(50, { min: 1, max: 1000 }),
  /** FD2: exp(ωx) and sin(ωx) on [−1, 1]/ω and [−π, π]/ω, at so many random points. */
  frequency: number(1, { min: 1e-3, max: 1e3 }),
  points: integer(1000, { min: 100, max: 100000 }),
  /** FD3: the middle of the noise levels ε_f and of the second derivatives |f″| that are swept. */
  noise: positive(1e-6),
  curvature: positive(1),
  /** FD4: f = xx·x² + xy·xy + yy·y² from (4, 4), forward differences of length h. */
  ...coefficients,
  step: positive(0.25),
  h: positive(1.1),
};

export type DifferencePart = Part<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT)";
