/** minimize f(x), x in R^dim: what a file in src/problems (or a user's file) declares. */
import type { Expr } from "../ad/expr.js";
import type { Rng } from "../numeric/sampling/random.js";
import { UsageError } from "./errors.js";
import { type Noise, noiseDefaults } from "./noise.js";
import { type Defaults, type Params, type Resolved, resolve } from "./params.js";

/** The text of a shipped data file or of a user's path. Injected: problems never touch the disk. */
export type Read = (name: string) => string;

interface Instance {
  readonly dim: number;
  /** The start, [dim]. */
  readonly x0: Float64Array;
  /** A start drawn anew for `--x0 random`; without it each coordinate of x0 gets uniform noise in [-1, 1). */
  readonly start?: (rng: Rng) => Float64Array;
  /** min f where it is known exactly. Read by reports and targets, never by optimizers. */
  readonly fmin?: number;
  /** The best value known where the minimum is not. */
  readonly fbest?: number;
  /** A minimiser, [dim]. */
  readonly xmin?: Float64Array;
  /** What is added to every value that a method sees. Set from the parameters that all problems have, never by `make`. */
  readonly noise?: Noise;
  /** What the variables stand for, for reports: one label per variable or group of variables. */
  readonly labels?: readonly string[];
}

/** A problem written in array operations: values and all derivatives come from this one definition. */
export interface TracedProblem extends Instance {
  /** [dim] → []; traced once. */
  readonly f: (x: Expr) => Expr;
  /** Closed form of ∇f: checks the AD, and is the gradient source `analytic`. Writes g, [dim]. */
  readonly gradient?: (x: Float64Array, g: Float64Array) => void;
}

/** A problem that can only be evaluated: no derivatives, each call is one unit of work. */
export interface BlackBoxProblem extends Instance {
  readonly value: (x: Float64Array) => number;
  readonly gradient?: (x: Float64Array, g: Float64Array) => void;
}

/** One instance; everything random about it is already drawn. */
export type Problem = TracedProblem | BlackBoxProblem;

export interface ProblemFamily<D extends Defaults = Defaults> {
  readonly name: string;
  readonly summary: string;
  /** Author (year), journal, equation. */
  readonly reference: string;
  /** Every family has `dim`, the number of decision variables. */
  readonly defaults: D;
  /** Makes the instance; throws UsageError (core/errors) on data or parameters that make no problem. */
  readonly make: (params: Resolved<D>, rng: Rng, read: Read) => Problem;
}

/** Declares a problem family; keeps the types of `defaults` for `make`, hides them from the registry. */
export const defineProblem = <const D extends Defaults>(family: ProblemFamily<D>): ProblemFamily => family as unknown as ProblemFamily;

export const isTraced = (problem: Problem): problem is TracedProblem => "f" in problem;

/**
 * The parameters of a problem, those that all problems have among them, every default expanded.
 * Throws UsageError on unknown keys and bad values, and where the family declares a name that all problems have.
 */
export function resolveProblem({ name, defaults }: ProblemFamily, given: Readonly<Record<string, unknown>>): Params {
  const taken = Object.keys(defaults).find((key) => Object.hasOwn(noiseDefaults, key));
  if (taken !== undefined)
    throw new UsageError(`problem ${name}: "${taken}" is a parameter that all problems have, its own needs another name`);
  return resolve({ ...defaults, ...noiseDefaults }, given, `problem ${name}`);
}
