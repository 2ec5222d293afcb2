/** What may be varied in this study, and where its claims are made. */
import { choice, integer, number, text } from "../../core/params.js";
import type { Part, StudyContext } from "../../core/study.js";

export const defaults = {
  /** SP1: size of the matrices, Lanczos steps (at least twice as many for i^−decay), probes. */
  size: integer(500, { min: 100, max: 500 }),
  steps: integer(40, { min: 40, max: 80 }),
  probes: integer(20, { min: 10, max: 1000 }),
  decay: number(2, { min: 1, max: 2 }),
  /** SP2: the network, the images it learns, its weight decay; iterations of L-BFGS, and runs. */
  layers: text("64-6-10", "widths such as 64-6-10"),
  activation: choice("tanh", "relu", "sigmoid"),
  batch: integer(200, { min: 20, max: 1000 }),
  l2: number(1e-3, { min: 0, max: 0.01 }),
  iterations: integer(300, { min: 100, max: 10_000 }),
  seeds: integer(20, { min: 10, max: 1000 }),
};

export type SpectrumPart = Part<typeof defaults>;
export type Context = StudyContext<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT)";

/** Of the parameters named, all are as published. */
export const asPublished = (params: Context["params"], ...names: readonly (keyof typeof defaults)[]): boolean =>
  names.every((name) => {
    const declared = defaults[name];
    return params[name] === declared.default;
  });
