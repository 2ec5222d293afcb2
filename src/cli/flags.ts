/** Flags as they were typed → options as the library takes them. Every message names the flag, what it got and what it wants. */
import type { Engine } from "../ad/index.js";
import { budgetRule } from "../bench/budget.js";
import type { RunOptions } from "../bench/options.js";
import type { Axis, BudgetUnit } from "../bench/record.js";
import { UsageError } from "../core/errors.js";
import { numberOf } from "../core/params.js";

/** What commander hands over: texts, lists of texts for repeated flags, booleans for switches. */
export interface RunFlags {
  readonly dim?: readonly string[];
  readonly optimizer?: readonly string[];
  readonly gradient?: readonly string[];
  readonly param?: readonly string[];
  readonly budget?: string;
  readonly budgetUnit?: BudgetUnit;
  readonly target?: string;
  readonly targetGap?: string;
  readonly gtol?: string;
  readonly ftol?: string;
  readonly xtol?: string;
  readonly maxIterations?: string;
  readonly maxTime?: string;
  readonly seeds?: string;
  readonly seed?: string;
  readonly instances?: string;
  readonly x0?: string;
  readonly axis: Axis;
  readonly trace: "improvements" | "all";
  readonly tune?: string;
  readonly engine?: Engine;
  readonly fma?: boolean;
  readonly gradientQuality?: boolean;
  readonly plot?: boolean;
  readonly table?: boolean;
  readonly wide?: boolean;
  readonly csv?: string;
  readonly summaryCsv?: string;
  readonly qualityCsv?: string;
  readonly json?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly save: boolean;
  readonly jobs?: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

/** Everything but the problem and x0, which come from files. */
export function runOptions(flags: RunFlags): Omit<RunOptions, "problem" | "x0"> {
  if (flags.target !== undefined && flags.targetGap !== undefined)
    throw new UsageError("--target and --target-gap exclude each other: the first is relative to f(x0) - f*, the second absolute");
  if (flags.force && flags.out === undefined) throw new UsageError("--force needs --out: it says whose results may be replaced");
  if (flags.out !== undefined && !flags.save) throw new UsageError("--out and --no-save exclude each other");
  if (flags.out?.trim() === "") throw new UsageError("--out: expected the name of a folder");
  if (flags.budget !== undefined) checkBudget(flags);
  else if (flags.budgetUnit !== undefined) throw new UsageError("--budget-unit needs --budget: -b 20000 or -b 500n");
  const given = {
    dim: flags.dim && dimensions(flags.dim),
    params: parameters(flags.param ?? []),
    optimizers: flags.optimizer,
    gradients: flags.gradient,
    budget: flags.budget,
    budgetUnit: flags.budgetUnit,
    target: atLeastZero("--target", flags.target),
    targetGap: atLeastZero("--target-gap", flags.targetGap),
    gtol: atLeastZero("--gtol", flags.gtol),
    ftol: atLeastZero("--ftol", flags.ftol),
    xtol: atLeastZero("--xtol", flags.xtol),
    maxIterations: whole("--max-iterations", flags.maxIterations, 0),
    maxTime: atLeastZero("--max-time", flags.maxTime),
    seeds: whole("--seeds", flags.seeds, 1),
    seed: whole("--seed", flags.seed, 0),
    instances: whole("--instances", flags.instances, 1),
    trace: flags.trace,
    tune: whole("--tune", flags.tune, 1),
    // Who wants the file wants what is in it.
    gradientQuality: flags.gradientQuality === true || flags.qualityCsv !== undefined || undefined,
    engine: engineOf(flags),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** --fma is the compiled engine with fused products. */
export function engineOf({ engine, fma }: Pick<RunFlags, "engine" | "fma">): Engine | undefined {
  if (!fma) return engine;
  if (engine === "interpreter")
    throw new UsageError("--fma and --engine interpreter exclude each other: the interpreter rounds every operation");
  return "wasm-fma";
}

/** -n 10,20 -n 30 */
export function dimensions(texts: readonly string[]): number[] {
  return texts.flatMap((text) =>
    text.split(",").map((part) => {
      const n = numberOf(part);
      if (!(Number.isSafeInteger(n) && n >= 1))
        throw new UsageError(`--dim ${text}: expected integers ≥ 1, such as 10 or 10,20; got "${part.trim()}"`);
      return n;
    }),
  );
}

/** -p key=value; the dimension has a flag of its own where there is one. */
export function parameters(texts: readonly string[], hasDim = true): Record<string, string> {
  const params: Record<string, string> = {};
  for (const text of texts) {
    const at = text.indexOf("=");
    const [key, value] = [text.slice(0, Math.max(0, at)).trim(), text.slice(at + 1).trim()];
    if (at < 1 || key === "" || value === "") throw new UsageError(`--param ${text}: expected key=value, such as condition=100`);
    if (key === "dim" && hasDim) throw new UsageError(`--param ${text}: the dimension is set by --dim ${value}`);
    if (Object.hasOwn(params, key)) throw new UsageError(`--param ${text}: "${key}" is given twice`);
    params[key] = value;
  }
  return params;
}

export function whole(flag: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const n = numberOf(text);
  if (!(Number.isSafeInteger(n) && n >= least)) throw new UsageError(`${flag} ${text}: expected an integer ≥ ${least}`);
  return n;
}

export function atLeastZero(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = numberOf(text);
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw new UsageError(`${flag} ${text}: expected a number ≥ 0, such as 1e-6`);
  return value;
}

/** The numbers of a start, from a CSV in one row, one column or several; `path` is for messages. */
export function startFrom(text: string, path: string): number[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const numbers = lines.flatMap((line, row) =>
    line.trim() === ""
      ? []
      : line
          .split(/[,;\t ]+/)
          .filter((cell) => cell !== "")
          .map((cell) => {
            const x = numberOf(cell);
            if (!Number.isFinite(x)) throw new UsageError(`--x0 ${path}:${row + 1}: "${cell}" is not a number`);
            return x;
          }),
  );
  if (numbers.length === 0) throw new UsageError(`--x0 ${path}: holds no numbers; expected a CSV with one number for each variable`);
  return numbers;
}

function checkBudget({ budget, budgetUnit }: RunFlags): void {
  try {
    budgetRule(budget, budgetUnit);
  } catch {
    throw new UsageError(`--budget ${budget}: expected a number > 0, or a multiple of the dimension such as 500n`);
  }
}
