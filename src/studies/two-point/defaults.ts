/** What a reader may vary about random estimates. */
import { choice, integer, number, positive } from "../../core/params.js";
import type { Part, StudyContext } from "../../core/study.js";
import { coefficients } from "../lecture-quadratic.js";

const SAMPLES = 200_000;

export const defaults = {
  /** TP1–TP4, TP7: variables; TP3, TP4, TP7: law of the directions. */
  dim: integer(8, { min: 2, max: 64 }),
  distribution: choice("sphere", "gaussian", "rademacher", "coordinate"),
  /** TP1, TP2: Monte-Carlo samples for each law; other parts take their number in proportion. */
  samples: integer(SAMPLES, { min: 10_000, max: 100_000_000 }),
  /** TP5: f = xx·x² + xy·xy + yy·y² and the step of figure 6. */
  ...coefficients,
  step: positive(0.25),
  /** TP6: eigenvalues 1, 2^−decay, …, modes^−decay. */
  modes: integer(64, { min: 2, max: 128 }),
  decay: number(2, { min: 0, max: 4 }),
};

export type Context = StudyContext<typeof defaults>;
export type TwoPointPart = Part<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT)";

/** `full` at the default number of samples and more; with fewer it is widened by their law. */
export const tolerated = ({ params, tolerance }: Context, full: number): number =>
  tolerance(full) * Math.sqrt(Math.max(1, SAMPLES / params.samples));

/** That part of the samples. */
export const share = ({ params, samples }: Context, part: number): number => samples(Math.ceil(part * params.samples));

/** Of the parameters named, all are as in the lecture. */
export const asPrinted = (params: Context["params"], ...names: readonly (keyof typeof defaults)[]): boolean =>
  names.every((name) => {
    const declared = defaults[name];
    return params[name] === declared.default;
  });
