/** From options to the run matrix: names resolved, defaults expanded, everything validated before anything runs. */
import { UsageError } from "../core/errors.js";
import type { GradientSource } from "../core/gradient-source.js";
import type { Optimizer } from "../core/optimizer.js";
import { resolve } from "../core/params.js";
import { isTraced, type Problem, type ProblemFamily, type Read, resolveProblem } from "../core/problem.js";
import { defaultEngine, type Engine, engineWorks, type Programs } from "../core/programs.js";
import { unknown } from "../core/suggest.js";
import { gradients } from "../gradients/index.js";
import { optimizers } from "../optimizers/index.js";
import { problems } from "../problems/index.js";
import { type BudgetRule, budgetFor, budgetRule } from "./budget.js";
import { bestKnown } from "./execute.js";
import { draw, makeInstance } from "./instance.js";
import { checkOptions, type RunOptions } from "./options.js";
import { type GradientChoice, type OptimizerChoice, plan } from "./plan.js";
import type { Choice, RunSpec, StopRules, Target } from "./record.js";
import { parseSelectors } from "./selectors.js";

export interface Experiment {
  readonly family: ProblemFamily;
  readonly optimizers: readonly Optimizer[];
  readonly gradients: readonly GradientSource[];
  /** The distinct methods and problems that run, defaults expanded. */
  readonly chosen: { readonly optimizers: readonly Choice[]; readonly gradients: readonly Choice[]; readonly problems: readonly Choice[] };
  readonly sizes: readonly { readonly dim: number; readonly ratio: number | null }[];
  readonly budget: BudgetRule;
  readonly targets: readonly Target[];
  readonly stop: StopRules;
  readonly seeds: number;
  readonly seed: number;
  readonly instances: number;
  /** What evaluates, and what was asked for: the compiled engine leaves programs that are too large for it to the interpreter. */
  readonly engine: string;
  readonly specs: readonly RunSpec[];
  /** SHA-256 of every text that the problems were made from. */
  readonly files: readonly string[];
  /** At some n neither the minimum nor a best value is known: there is no target to reach. */
  readonly blind: boolean;
  /** What the user should know before reading the results, one sentence each. */
  readonly notes: readonly string[];
}

export const defaultOptimizers = "gd,nelder-mead";
export const defaultGradients = "reverse,forward-difference,central-difference,two-point";

/** Where a family that is not registered comes from. */
export interface Origin {
  readonly file: string;
  /** What its code threw, in one line. */
  readonly explain: (error: unknown) => string;
}

/** Throws UsageError; so does what the code of `origin` throws while it is made and traced. Without an origin that is thrown on. */
export function prepare(options: RunOptions, read: Read, origin: Origin | null = null): Experiment {
  checkOptions(options);
  const family = familyOf(options.problem);
  const budget = budgetRule(options.budget, options.budgetUnit);
  if (options.engine && !engineWorks(options.engine))
    throw new UsageError(
      `engine ${options.engine}: this Node lacks ${options.engine === "wasm" ? "" : "relaxed "}WebAssembly SIMD, ${defaultEngine()} works`,
    );
  const seeds = whole("seeds", options.seeds ?? 5, 1);
  const seed = whole("seed", options.seed ?? 0, 0);
  const instances = whole("instances", options.instances ?? 1, 1);
  const targets = targetsOf(options);
  const stop = stopRulesOf(options);
  const x0 = typeof options.x0 === "object" ? Array.from(options.x0) : (options.x0 ?? "problem");
  const methods = chooseOptimizers(options.optimizers ?? defaultOptimizers);
  const sources = chooseGradients(options.gradients ?? defaultGradients);

  const dims = typeof options.dim === "number" ? [options.dim] : [...new Set(options.dim ?? [])];
  const given = dims.length > 0 ? dims.map((dim) => ({ ...options.params, dim })) : [{ ...options.params }];
  const made = given.map((params) => {
    const choice: Choice = { name: family.name, params: resolveProblem(family, params) };
    const { problem, programs, files } = blaming(origin, () => {
      // Only what can be wrong with the data of the further instances: they are traced when they run.
      for (let k = 1; k < instances; k++) draw({ problem: choice, instance: k, seed }, family, read);
      return makeInstance({ problem: choice, instance: 0, seed }, family, read, options.engine);
    });
    const wanted = choice.params["dim"];
    if (typeof wanted === "number" && wanted !== problem.dim)
      throw new UsageError(`problem ${family.name}: dim = ${wanted} was asked for, make returned dim = ${problem.dim}`);
    if (typeof x0 === "object" && x0.length !== problem.dim)
      throw new UsageError(`x0 has ${x0.length} numbers, ${family.name} has ${problem.dim} variables`);
    return { choice, problem, programs, files };
  });
  const opsPerValue = new Map(made.map(({ problem, programs }) => [problem.dim, programs.call("value").ops]));
  const planned = plan({
    problems: made,
    file: origin?.file ?? null,
    optimizers: methods,
    gradients: sources,
    explicitGradients: options.gradients !== undefined,
    instances,
    seeds,
    seed,
    x0,
    targets,
    stop,
    trace: options.trace ?? "improvements",
    tune: options.tune === undefined ? undefined : whole("tune", options.tune, 1),
    budget: (dim) => budgetFor(budget, dim, opsPerValue.get(dim)!).budget,
  });
  const { specs } = planned;
  if (specs.length === 0) throw new UsageError(`nothing to run on ${family.name}: ${planned.notes.join("; ")}`);
  const cuts = made.flatMap(({ problem }) => budgetFor(budget, problem.dim, opsPerValue.get(problem.dim)!).note ?? []);
  const blind = made.some(({ problem }) => !bestKnown(problem));
  const stopless = `no target stops a run on ${family.name}: neither its minimum nor a best known value is known, so f is shown, not the gap`;
  return {
    family,
    optimizers: [...new Set([...methods.map((m) => m.optimizer), ...optimizers])],
    gradients: [...new Set([...sources.map((s) => s.source), ...gradients])],
    chosen: {
      problems: made.map(({ choice }) => choice),
      optimizers: distinct(specs.map((spec) => spec.optimizer)),
      gradients: distinct(specs.flatMap((spec) => spec.gradient ?? [])),
    },
    sizes: made.map(({ problem, programs }) => ({
      dim: problem.dim,
      ratio: isTraced(problem) ? blaming(origin, () => gradientRatio(programs)) : null,
    })),
    budget,
    targets,
    stop,
    seeds,
    seed,
    instances,
    engine: made[0]!.programs.engine,
    specs,
    files: [...new Set(made.flatMap(({ files }) => files))],
    blind,
    notes: [
      ...planned.notes,
      ...cuts,
      ...(blind ? [stopless] : []),
      ...(options.tune !== undefined && specs.every(({ tune }) => tune === undefined)
        ? ["nothing is tuned: no method here leaves its step open"]
        : []),
      ...(options.gradientQuality ? unjudged(family, made[0]!.problem, specs) : []),
      ...slowEngine(made[0]!.programs.engine, options.engine),
    ],
  };
}

/** Runs what belongs to the origin's code. */
export function blaming<T>(origin: Origin | null, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (origin) throw new UsageError(origin.explain(error));
    throw error;
  }
}

/** The registered family of that name. Throws UsageError with the nearest name. */
export function familyOf(problem: string | ProblemFamily): ProblemFamily {
  return typeof problem === "string" ? named("problem", problem, problems) : problem;
}

function chooseOptimizers(given: NonNullable<RunOptions["optimizers"]>): OptimizerChoice[] {
  return choose(given, "optimizer", optimizers).map(({ entry, params }) => ({ optimizer: entry, params }));
}

function chooseGradients(given: NonNullable<RunOptions["gradients"]>): GradientChoice[] {
  return choose(given, "gradient source", gradients).map(({ entry, params }) => ({ source: entry, params }));
}

/** Every method selected, with its parameters checked against its declaration. */
function choose<T extends Optimizer | GradientSource>(given: string | readonly (string | T)[], kind: string, known: readonly T[]) {
  return [given].flat().flatMap((item) => {
    const selected = typeof item === "string" ? parseSelectors(item, kind) : [{ name: item.name, params: {} }];
    return selected.map(({ name, params }) => {
      const entry = typeof item === "string" ? named(kind, name, known) : item;
      return { entry, params: resolve(entry.defaults, params, `${kind} ${name}`) };
    });
  });
}

function named<T extends { readonly name: string }>(kind: string, name: string, known: readonly T[]): T {
  const found = known.find((entry) => entry.name === name);
  if (found) return found;
  throw unknown(
    kind,
    name,
    known.map((entry) => entry.name),
  );
}

/** The target that stops a run is the last; 1e-2 comes before it where it is weaker, for the table. */
function targetsOf({ target, targetGap }: RunOptions): readonly Target[] {
  if (target !== undefined && targetGap !== undefined) throw new UsageError("give either target or targetGap, not both");
  const last: Target = targetGap === undefined ? { kind: "relative", value: target ?? 1e-8 } : { kind: "absolute", value: targetGap };
  atLeastZero("target", last.value);
  return last.kind === "relative" && last.value >= 1e-2 ? [last] : [{ kind: "relative", value: 1e-2 }, last];
}

function stopRulesOf({ gtol, ftol, xtol, maxIterations, maxTime }: RunOptions): StopRules {
  if (maxIterations !== undefined) whole("maxIterations", maxIterations, 0);
  for (const [name, value] of Object.entries({ gtol, ftol, xtol, maxTime })) if (value !== undefined) atLeastZero(name, value);
  const rules = { gtol, ftol, xtol, maxIterations, maxTime };
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}

function whole(name: string, value: number, least: number): number {
  if (!Number.isSafeInteger(value) || value < least) throw new UsageError(`${name}: expected an integer ≥ ${least}, got ${value}`);
  return value;
}

function atLeastZero(name: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw new UsageError(`${name}: expected a number ≥ 0, got ${value}`);
}

/** Why there is nothing that gradients could be compared with, or none to compare. */
function unjudged({ name }: ProblemFamily, problem: Problem, specs: readonly RunSpec[]): string[] {
  if (!isTraced(problem)) return [`gradient quality is not measured on ${name}: it is a black box, its true gradient is not known`];
  return specs.some(({ gradient }) => gradient) ? [] : ["gradient quality is not measured: no method here uses a gradient"];
}

function slowEngine(used: string, asked: Engine | undefined): string[] {
  if (used !== "interpreter" || asked === "interpreter") return [];
  const why = defaultEngine() === "wasm" ? "the program is too large to compile" : "this Node has no WebAssembly SIMD";
  return [`the interpreter evaluates, many times slower than compiled loops: ${why}`];
}

/** ops(f, ∇f) ÷ ops(f); null where an op has no derivative. */
function gradientRatio(programs: Programs): number | null {
  try {
    return programs.call("vjp").ops / programs.call("value").ops;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return null;
  }
}

const distinct = (choices: readonly Choice[]): Choice[] => [...new Map(choices.map((c) => [JSON.stringify(c), c])).values()];
