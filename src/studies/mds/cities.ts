/** The maps of the lecture: x = W, [N, 2], of the first N of 34 European cities; n = 2N variables; max λ(∇² stress) = 4N (MD8). */
import type { RunOptions } from "../../bench/options.js";
import type { RunRecord, TracePoint } from "../../bench/record.js";
import { run } from "../../bench/run.js";
import { evals } from "../../core/cost.js";
import { resolve } from "../../core/params.js";
import { isTraced, type TracedProblem } from "../../core/problem.js";
import { europe } from "../../data/europe.js";
import { stream } from "../../numeric/sampling/random.js";
import mds from "../../problems/mds.js";

/** The three maps: how many cities, the step of gradient descent as published, the number of frames of the animation. */
export const maps = [
  { N: 6, step: 0.06, frames: 75 },
  { N: 15, step: 0.015, frames: 130 },
  { N: 34, step: 0.005, frames: 200 },
] as const;

export type Loss = "stress" | "sstress" | "literal";
export const curvature = (N: number): number => 4 * N;

/** 1/(L(1 + ω)), ω = n − 1 for one direction on the sphere: the step that a two-point estimate is stable with. */
export const stochasticStep = (N: number): number => 1 / (2 * N * curvature(N));

const params = (loss: Loss) => ({ data: "europe", loss });

/** Runs of registered methods. */
export const onMap = (N: number, options: Omit<RunOptions, "problem" | "dim" | "params">, loss: Loss = "stress"): RunRecord[] =>
  run({ problem: mds, dim: 2 * N, params: params(loss), ...options });

/** The problem itself, where more is asked of it than runs tell. */
export function mapProblem(N: number, loss: Loss = "stress"): TracedProblem {
  const problem = mds.make(resolve(mds.defaults, { ...params(loss), dim: 2 * N }, "problem mds"), stream("mds"), () => "");
  if (!isTraced(problem)) throw new Error("mds is a traced problem");
  return problem;
}

/** [N, N], the largest 1. */
export function scaledDistances(N: number): Float64Array {
  const D = europe.first(N);
  const largest = D.reduce((a, b) => Math.max(a, b), 0);
  return D.map((d) => d / largest);
}

/** Gradient descent with the exact gradient, every iteration recorded. */
export const descent = (N: number, step: number, iterations: number): RunRecord =>
  onMap(N, {
    optimizers: `gd[step=${step}]`,
    gradients: "reverse",
    target: 0,
    budget: iterations,
    budgetUnit: "iterations",
    trace: "all",
  })[0]!;

/** The first iteration with loss ≤ target; ∞ where there is none. */
export const iterationsTo = (record: RunRecord, target: number): number =>
  record.trace.find(({ f }) => f <= target)?.iteration ?? Number.POSITIVE_INFINITY;

/** Runs that stop at loss ≤ target. Targets are gaps to the best known loss. */
export const toLoss = (N: number, target: number, options: Omit<RunOptions, "problem" | "dim" | "params">): RunRecord[] =>
  onMap(N, { ...options, targetGap: target - mapProblem(N).fbest! });

/** More iterations than gradient descent needs with any step that the study accepts. */
export const MOST = 20000;

/** Gradient descent with the exact gradient, until stress ≤ target. */
export const fixedStep = (N: number, step: number, target: number): RunRecord =>
  toLoss(N, target, { optimizers: `gd[step=${step}]`, gradients: "reverse", budget: MOST, budgetUnit: "iterations" })[0]!;

/** When the absolute target was reached; null where it was not. */
const reached = ({ hits }: RunRecord) => hits.find(({ target }) => target.kind === "absolute") ?? null;
export const iterationsAtHit = (record: RunRecord): number => reached(record)?.iteration ?? Number.POSITIVE_INFINITY;
export const evalsAtHit = (record: RunRecord): number => {
  const hit = reached(record);
  return hit ? evals(hit.cost) : Number.POSITIVE_INFINITY;
};
export const workAtHit = (record: RunRecord): number => (reached(record)?.cost.ops ?? Number.POSITIVE_INFINITY) / record.opsPerValue;

/** The loss of the points recorded, from the first iteration on, against whatever x they have. */
export const lossAgainst = (record: RunRecord, x: (point: TracePoint) => number): [x: number, f: number][] =>
  record.trace.slice(1).map((point) => [x(point), point.f]);
