/** --tune k: of a log grid of k steps the one that gets furthest in a tenth of the budget; the same k for every method. */
import { addCosts, type Cost, noCost } from "../core/cost.js";
import type { Optimizer } from "../core/optimizer.js";
import { describe, type Params } from "../core/params.js";
import { hitOf } from "./hits.js";
import type { RunRecord, RunSpec, StopRules, Trial } from "./record.js";

/** The grid reaches from this part of its centre to the reciprocal of it. */
const REACH = 1e-2;
/** What one trial may spend. */
const PART = 1 / 10;

/** True where the step is left to the runner: the method has one, and it is as declared. */
export function hasOpenStep(optimizer: Optimizer, params: Params): boolean {
  const step = describe(optimizer.defaults).find(({ name }) => name === "step");
  return step !== undefined && params["step"] === step.default;
}

/** k steps, ascending, equally far apart on a log scale around the centre; the centre alone for k = 1. */
export const stepGrid = (centre: number, k: number): number[] =>
  Array.from({ length: k }, (_, j) => (k === 1 ? centre : centre * Math.exp(Math.log(REACH) * (1 - (2 * j) / (k - 1)))));

export interface Tuned {
  readonly step: number;
  readonly trials: readonly Trial[];
  /** Of all that was run to choose the step: what it paid, and exact values that nobody pays for. */
  readonly cost: Cost;
  readonly audit: Cost;
}

/** Tries the grid around `step`, the one that would be taken without tuning, each with `run`, and takes the best. */
export function tune(spec: RunSpec, k: number, step: unknown, run: (trial: RunSpec) => RunRecord): Tuned {
  const starts = typeof step === "number" ? [] : [run(startOnly(spec))];
  const records = stepGrid(typeof step === "number" ? step : firstMove(starts[0]!), k).map((one) => run(trialSpec(spec, one)));
  const trials = records.map(trialOf);
  const all = [...starts, ...records];
  return {
    step: best(trials).step,
    trials,
    cost: all.flatMap(({ cost, setup }) => [cost, setup]).reduce(addCosts, noCost),
    audit: all.map(({ audit }) => audit).reduce(addCosts, noCost),
  };
}

/** Other random numbers than the run's, which must not be tuned to its own luck; the same for every step. */
const trialSpec = ({ tune: _, ...spec }: RunSpec, step: number): RunSpec => ({
  ...spec,
  optimizer: { name: spec.optimizer.name, params: { ...spec.optimizer.params, step } },
  repetition: -1 - spec.repetition,
  // One unit at least, but for seconds: less than one evaluation or iteration tries nothing.
  budget: { unit: spec.budget.unit, limit: Math.max(spec.budget.unit === "seconds" ? 0 : 1, spec.budget.limit * PART) },
  stop: partOf(spec.stop),
  trace: "improvements",
});

/** Limits are shared out as the budget is. */
const partOf = ({ maxIterations, maxTime, ...tolerances }: StopRules): StopRules => ({
  ...tolerances,
  ...(maxIterations !== undefined && { maxIterations: Math.ceil(maxIterations * PART) }),
  ...(maxTime !== undefined && { maxTime: maxTime * PART }),
});

/** x0 and the gradient there, nothing more. */
const startOnly = (spec: RunSpec): RunSpec => ({ ...trialSpec(spec, 1), budget: { unit: "iterations", limit: 0 } });

/** Where a line search would be made: the step that moves no coordinate by more than 1 at first. */
function firstMove({ trace }: RunRecord): number {
  const size = trace[0]?.gradNorm ?? Number.NaN;
  return size > 0 && Number.isFinite(size) ? 1 / size : 1;
}

function trialOf({ spec, hits, fBest, f0, cost, setup }: RunRecord): Trial {
  return {
    step: spec.optimizer.params["step"] as number,
    f: Number.isNaN(fBest) ? f0 : fBest,
    ops: hitOf({ hits }, spec.targets.at(-1))?.cost.ops ?? null,
    cost: addCosts(cost, setup),
  };
}

/** The target with the least work, else the least f; of equals the shortest step. */
function best(trials: readonly Trial[]): Trial {
  const solved = trials.filter(({ ops }) => ops !== null);
  if (solved.length > 0) return solved.reduce((a, b) => (b.ops! < a.ops! ? b : a));
  // Where none got anywhere, nothing is known against the middle of the grid.
  if (trials.every(({ f }) => Object.is(f, trials[0]!.f))) return trials[(trials.length - 1) >> 1]!;
  return trials.reduce((a, b) => (b.f < a.f || Number.isNaN(a.f) ? b : a));
}
