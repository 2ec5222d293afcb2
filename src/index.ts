/** The library: automatic differentiation of array programs, problems and methods of one's own, runs and their results. */
export * from "./ad/index.js";
export type { RunOptions } from "./bench/options.js";
export type { Budget, Choice, Hit, Manifest, ResultSet, RunRecord, RunSpec, Target, TracePoint } from "./bench/record.js";
export { run } from "./bench/run.js";
export { readResults } from "./bench/store.js";
export { type SummaryRow, summarize } from "./bench/summary.js";
export { type Cost, evals, work } from "./core/cost.js";
export { UsageError } from "./core/errors.js";
export type { Evaluations, Oracle } from "./core/evaluations.js";
export { defineGradientSource, type Estimate, type GradientSource } from "./core/gradient-source.js";
export { defineOptimizer, type Iterate, type Optimizer, type OptimizerReason, type StopReason } from "./core/optimizer.js";
export { choice, type Defaults, flag, integer, number, oneOf, type Params, positive, type Resolved } from "./core/params.js";
export { type BlackBoxProblem, defineProblem, type Problem, type ProblemFamily, type Read, type TracedProblem } from "./core/problem.js";
export { gradients } from "./gradients/index.js";
export type { Rng } from "./numeric/random.js";
export { stream } from "./numeric/random.js";
export { optimizers } from "./optimizers/index.js";
export { problems } from "./problems/index.js";
