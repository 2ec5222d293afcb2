/** The record of a run that never came back: a failure is a row, never a missing one. */
import { noCost } from "../core/cost.js";
import type { Experiment } from "./experiment.js";
import { canonical, runKey } from "./keys.js";
import { label } from "./label.js";
import { type RunRecord, type RunSpec, SCHEMA } from "./record.js";

/** `files`: SHA-256 of files that matter besides those the problems were made from, as in `Host`. */
export function failedRun(spec: RunSpec, experiment: Experiment, files: readonly string[], message: string): RunRecord {
  const { engine, chosen, sizes } = experiment;
  const problem = chosen.problems.findIndex((choice) => canonical(choice) === canonical(spec.problem));
  const optimizer = experiment.optimizers.find(({ name }) => name === spec.optimizer.name);
  const source = experiment.gradients.find(({ name }) => name === spec.gradient?.name);
  const nan = Number.NaN;
  return {
    schema: SCHEMA,
    key: runKey(spec, [...experiment.files, ...files], engine, SCHEMA),
    spec,
    optimizer: label(spec.optimizer, optimizer?.defaults ?? {}),
    gradient: spec.gradient ? label(spec.gradient, source?.defaults ?? {}) : "none",
    dim: sizes[problem]?.dim ?? 0,
    engine,
    stop: "error",
    message,
    iterations: 0,
    cost: noCost,
    setup: noCost,
    audit: noCost,
    opsPerValue: 1,
    step: null,
    f0: nan,
    fstar: null,
    f: nan,
    fBest: nan,
    hits: [],
    trace: [{ iteration: 0, cost: noCost, f: nan, fBest: nan, gradNorm: null }],
    volatile: { seconds: 0, at: [0] },
  };
}
