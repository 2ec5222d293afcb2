/** --tune k: of a log grid of k steps the one that gets furthest in a tenth of the budget; the same k for every method. */
import { addCosts, type Cost, noCost } from "../core/cost.js";
import type { Oracle } from "../core/evaluations.js";
import type { Optimizer } from "../core/optimizer.js";
import { describe, type Params } from "../core/params.js";
import { normInf } from "../numeric/vector.js";
import type { RunRecord, RunSpec, Trial } from "./record.js";

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

/** The step that would be taken without tuning; where that is a line search, one that first moves no coordinate by more than 1. */
export function centreOf(step: unknown, x0: Float64Array, oracle: Oracle): number {
  if (typeof step === "number") return step;
  const g = new Float64Array(x0.length);
  oracle.gradient(x0, g);
  const size = normInf(g);
  return size > 0 && Number.isFinite(size) ? 1 / size : 1;
}

export interface Tuned {
  readonly step: number;
  readonly trials: readonly Trial[];
  /** Of all trials. */
  readonly cost: Cost;
}

/** Tries the grid, each step with `run`, and takes the best. */
export function tune(spec: RunSpec, k: number, centre: number, run: (trial: RunSpec) => RunRecord): Tuned {
  const trials = stepGrid(centre, k).map((step) => trialOf(step, run(trialSpec(spec, step))));
  return { step: best(trials).step, trials, cost: trials.map(({ cost }) => cost).reduce(addCosts, noCost) };
}

/** Other random numbers than the run's, which must not be tuned to its own luck; the same for every step. */
const trialSpec = ({ tune: _, ...spec }: RunSpec, step: number): RunSpec => ({
  ...spec,
  optimizer: { name: spec.optimizer.name, params: { ...spec.optimizer.params, step } },
  repetition: -1 - spec.repetition,
  // Whole units, but for seconds: less than one evaluation or iteration tries nothing.
  budget: {
    unit: spec.budget.unit,
    limit: spec.budget.unit === "seconds" ? spec.budget.limit * PART : Math.max(1, spec.budget.limit * PART),
  },
  trace: "improvements",
});

function trialOf(step: number, { hits, spec, fBest, f0, cost, setup }: RunRecord): Trial {
  const last = spec.targets.at(-1);
  const hit = hits.find(({ target }) => target.kind === last?.kind && target.value === last.value);
  return { step, f: Number.isNaN(fBest) ? f0 : fBest, ops: hit?.cost.ops ?? null, cost: addCosts(cost, setup) };
}

/** The target with the least work, else the least f; of equals the shortest step. */
function best(trials: readonly Trial[]): Trial {
  const solved = trials.filter(({ ops }) => ops !== null);
  if (solved.length > 0) return solved.reduce((a, b) => (b.ops! < a.ops! ? b : a));
  return trials.reduce((a, b) => (b.f < a.f || Number.isNaN(a.f) ? b : a));
}
