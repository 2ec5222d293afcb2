/** What may be varied in this study, and where its claims are made. */
import { integer, number, text } from "../../core/params.js";
import type { Part, StudyContext } from "../../core/study.js";

const SAMPLES = 400_000;

export const defaults = {
  /** HU1, HU2: a network whose Hessian at the start is one of the matrices, on so many images. */
  layers: text("4-4-3", "widths such as 4-4-3"),
  batch: integer(100, { min: 1, max: 357 }),
  /** HU2: size of the random matrices. */
  dim: integer(16, { min: 4, max: 64 }),
  /** HU2: Monte-Carlo samples of each variance; HU1 takes half of them for each mean. */
  samples: integer(SAMPLES, { min: 10_000, max: 100_000_000 }),
  /** HU1, HU3: how many estimates an error is the root mean square of. */
  estimates: integer(1000, { min: 200, max: 100_000 }),
  /** HU3: n, and eigenvalues i^−decay, i = 1 … n: the error of Hutch++ falls as products^−decay. */
  size: integer(200, { min: 200, max: 1000 }),
  decay: number(2, { min: 1.5, max: 4 }),
};

export type HutchinsonPart = Part<typeof defaults>;
export type Context = StudyContext<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT), Hutchinson's trace estimation";

/** `full` at the default number of samples and more; with fewer it is widened by their law. */
export const tolerated = ({ params, tolerance }: Context, full: number): number =>
  tolerance(full) * Math.sqrt(Math.max(1, SAMPLES / params.samples));
