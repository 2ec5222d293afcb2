/** Options of the library's `run` as JavaScript may hand them over: a name that is mistyped must not run the defaults. */

import { UsageError } from "../core/errors.js";
import type { GradientSource } from "../core/gradient-source.js";
import type { Optimizer } from "../core/optimizer.js";
import type { Value } from "../core/params.js";
import type { ProblemFamily } from "../core/problem.js";
import type { Engine } from "../core/programs.js";
import { unknown } from "../core/suggest.js";
import type { BudgetUnit, StopRules } from "./record.js";

/** What to run. Whatever is absent has the default of the command line (`adbench run --help`). */
export interface RunOptions extends StopRules {
  /** A registered name, or a family made with defineProblem. */
  readonly problem: string | ProblemFamily;
  /** Numbers of decision variables; default: the problem's own. */
  readonly dim?: number | readonly number[];
  readonly params?: Readonly<Record<string, Value>>;
  /** Selectors ("gd[step=[0.1,0.01]]"), or methods made with defineOptimizer. */
  readonly optimizers?: string | readonly (string | Optimizer)[];
  readonly gradients?: string | readonly (string | GradientSource)[];
  /** A number, or a multiple of the dimension: "500n". */
  readonly budget?: number | string;
  readonly budgetUnit?: BudgetUnit;
  /** Stop at (f − f*)/(f(x0) − f*) ≤ target, or, given targetGap, at f − f* ≤ targetGap. */
  readonly target?: number;
  readonly targetGap?: number;
  /** Repetitions of stochastic methods, base seed, instances of the problem. */
  readonly seeds?: number;
  readonly seed?: number;
  readonly instances?: number;
  readonly x0?: "problem" | "random" | ArrayLike<number>;
  readonly trace?: "improvements" | "all";
  /** Try a log grid of that many steps before each run, instead of an automatic step; off by default. */
  readonly tune?: number;
  /** Record how far the methods' gradients are from the true ones, off the books; false by default. */
  readonly gradientQuality?: boolean;
  /** What evaluates: by default compiled loops where the host has WebAssembly SIMD, else the interpreter. */
  readonly engine?: Engine;
}

const known: Readonly<Record<keyof RunOptions, true>> = {
  problem: true,
  dim: true,
  params: true,
  optimizers: true,
  gradients: true,
  budget: true,
  budgetUnit: true,
  target: true,
  targetGap: true,
  gtol: true,
  ftol: true,
  xtol: true,
  maxIterations: true,
  maxTime: true,
  seeds: true,
  seed: true,
  instances: true,
  x0: true,
  trace: true,
  tune: true,
  gradientQuality: true,
  engine: true,
};

const engines: Readonly<Record<Engine, true>> = { wasm: true, "wasm-fma": true, interpreter: true };

/** Throws UsageError on a name that is no option, and on words that are not among those an option has. */
export function checkOptions({ problem, dim, x0, trace, gradientQuality, engine, ...rest }: RunOptions): void {
  for (const name of Object.keys(rest)) if (!Object.hasOwn(known, name)) throw unknown("option", name, Object.keys(known));
  if (problem === undefined) throw new UsageError("problem: expected the name of a problem, or one made with defineProblem");
  if (typeof dim === "string") throw new UsageError(`dim: expected a number or a list of numbers, got ${JSON.stringify(dim)}`);
  if (typeof x0 === "string" && x0 !== "problem" && x0 !== "random")
    throw new UsageError(`x0: expected problem, random or numbers, got "${x0}"`);
  if (typeof x0 === "object" && !Array.from(x0).every(Number.isFinite)) throw new UsageError("x0: expected finite numbers");
  if (engine !== undefined && !Object.hasOwn(engines, engine)) throw unknown("engine", engine, Object.keys(engines));
  if (gradientQuality !== undefined && typeof gradientQuality !== "boolean")
    throw new UsageError(`gradientQuality: expected true or false, got ${JSON.stringify(gradientQuality)}`);
  if (trace !== undefined && trace !== "improvements" && trace !== "all")
    throw new UsageError(`trace: expected improvements or all, got "${trace}"`);
}
