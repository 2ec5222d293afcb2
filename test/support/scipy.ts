/** Our optimizers on SciPy's runs: the same function, the same start, and what it takes to come as low. */
import { execute } from "../../src/bench/execute.js";
import { type InstanceSpec, makeInstance } from "../../src/bench/instance.js";
import type { RunRecord, RunSpec } from "../../src/bench/record.js";
import { evals } from "../../src/core/cost.js";
import type { StopReason } from "../../src/core/optimizer.js";
import { resolve } from "../../src/core/params.js";
import { eurodist } from "../../src/data/eurodist.js";
import { problems } from "../../src/problems/index.js";
import reference from "../data/scipy-runs.json" with { type: "json" };
import { optimizerNamed, paramsOf, sourceNamed } from "./methods.js";
import { choice, specOf } from "./spec.js";

/** SciPy's methods in our names, and where the gradient comes from. */
export const methods: Readonly<Record<string, readonly [optimizer: string, gradient: string | null]>> = {
  "Nelder-Mead": ["nelder-mead", null],
  Powell: ["powell", null],
  CG: ["nonlinear-cg", "reverse"],
  BFGS: ["bfgs", "reverse"],
  "L-BFGS-B": ["lbfgs", "reverse"],
  "Newton-CG": ["newton-cg", "reverse"],
  "BFGS-fd": ["bfgs", "forward-difference"],
  "L-BFGS-B-fd": ["lbfgs", "forward-difference"],
};
/** SciPy's default for the methods that look at a gradient. */
const GTOL = 1e-5;
/** Runs end here: so many times SciPy's calls. */
const PATIENCE = 3;
/** No more calls than this part of SciPy's are as good. */
export const COMPARABLE = 1.25;

interface Theirs {
  readonly f: number;
  readonly fcalls: number;
  readonly gcalls?: number;
  readonly hpcalls?: number;
}

/** All f in SciPy's units. */
export interface Comparison {
  readonly problem: string;
  readonly method: string;
  readonly f: number;
  readonly calls: number;
  readonly ours: string;
  /** The least f seen in as many calls, and the calls until f was first as low as SciPy's; null: not in three times as many. */
  readonly seen: number;
  readonly reached: number | null;
  /** Where max |g_i| ≤ 1e-5, or where it ended without. */
  readonly end: { readonly f: number; readonly calls: number; readonly stop: StopReason };
}

export const isAsGood = ({ reached, calls }: Comparison): boolean => reached !== null && reached <= COMPARABLE * calls;

export interface Setting {
  readonly name: string;
  /** Ours over SciPy's f: theirs is a sum over pairs of cities, ours over ordered ones. */
  readonly factor: number;
  readonly results: Readonly<Record<string, Theirs>>;
  readonly run: (method: string, over: Partial<RunSpec>) => RunRecord;
}

export const settings: readonly Setting[] = reference.problems.map(({ name, n, results }) => {
  const maps = name.startsWith("mds");
  const family = problems.find((one) => one.name === (maps ? "mds" : "rosenbrock"))!;
  const map = { data: "eurodist/1000", loss: name.endsWith("raw") ? "stress" : "sstress", scale: "none" };
  const spec: InstanceSpec = {
    problem: choice(family.name, resolve(family.defaults, { dim: n, ...(maps && map) }, name)),
    instance: 0,
    seed: 0,
  };
  const made = makeInstance(spec, family, () => thousands(n / 2));
  // What is asked for is f, not a gap: no f is below 0.
  const instance = { ...made, problem: { ...made.problem, fmin: 0 } };
  const run: Setting["run"] = (method, over) => {
    const [optimizer, source] = methods[method]!;
    const full = specOf({
      ...spec,
      optimizer: choice(optimizer, paramsOf(optimizerNamed(optimizer))),
      gradient: source === null ? null : choice(source, paramsOf(sourceNamed(source))),
      x0: maps ? circle(n / 2) : "problem",
      ...over,
    });
    return execute(full, { family, read: String, now: () => 0, instances: () => instance });
  };
  return { name: maps ? name.replaceAll("_", " ") : `${name} ${n}`, factor: maps ? 2 : 1, results, run };
});

/** What SciPy called: pairs (f, ∇f) and products with the Hessian; f alone where it was given nothing else. */
const callsOf = ({ fcalls, gcalls = 0, hpcalls = 0 }: Theirs): number => Math.max(fcalls, gcalls) + hpcalls;

export function compare({ name, factor, results, run }: Setting, method: string): Comparison {
  const theirs = results[method]!;
  const calls = callsOf(theirs);
  const [optimizer, source] = methods[method]!;
  const budget = (limit: number) => ({ budget: { unit: "evals" as const, limit } });
  // As low as SciPy but for rounding, and for what is below any tolerance.
  const low = factor * (theirs.f * (1 + 1e-6) + 1e-12);
  const hit = run(method, { ...budget(PATIENCE * calls), targets: [{ kind: "absolute", value: low }] }).hits[0];
  const end = run(method, { ...budget(PATIENCE * calls), stop: source === null ? {} : { gtol: factor * GTOL } });
  return {
    problem: name,
    method,
    f: theirs.f,
    calls,
    ours: `${optimizer}${source === null ? "" : `/${source}`}`,
    seen: run(method, budget(calls)).fBest / factor,
    reached: hit ? evals(hit.cost) : null,
    end: { f: end.f / factor, calls: evals(end.cost), stop: end.stop },
  };
}

export const comparisons = (): Comparison[] =>
  settings.flatMap((setting) => Object.keys(setting.results).map((method) => compare(setting, method)));

/** The matrix of the first N cities' distances in thousands of kilometres. */
function thousands(N: number): string {
  const D = eurodist.first(N);
  return Array.from({ length: N }, (_, i) => [...D.subarray(i * N, (i + 1) * N)].map((d) => d / 1000).join(",")).join("\n");
}

/** (cos 2πi/N, sin 2πi/N) */
const circle = (N: number): number[] =>
  Array.from({ length: N }, (_, i) => [Math.cos((2 * Math.PI * i) / N), Math.sin((2 * Math.PI * i) / N)]).flat();
