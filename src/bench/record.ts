/** What one run was asked to do and what came of it: the row of runs.jsonl. Pure data. */
import type { Cost } from "../core/cost.js";
import type { StopReason } from "../core/optimizer.js";
import type { Params } from "../core/params.js";

/** Bumped when the op-count table, a rule or a field changes. */
export const SCHEMA = 2;

/** A name with all its parameters, defaults expanded. */
export interface Choice {
  readonly name: string;
  readonly params: Params;
}

export type BudgetUnit = "work" | "evals" | "ops" | "iterations" | "seconds";
export interface Budget {
  readonly unit: BudgetUnit;
  readonly limit: number;
}

/** relative: (f − f*)/(f(x0) − f*) ≤ value; absolute: f − f* ≤ value. */
export interface Target {
  readonly kind: "relative" | "absolute";
  readonly value: number;
}

/** Stop rules besides target and budget; absent: off. */
export interface StopRules {
  readonly gtol?: number;
  readonly ftol?: number;
  readonly xtol?: number;
  readonly maxIterations?: number;
  /** seconds */
  readonly maxTime?: number;
}

export interface RunSpec {
  readonly problem: Choice;
  /** The file the problem family comes from, relative to the working folder; null for a registered one. */
  readonly file: string | null;
  readonly instance: number;
  readonly optimizer: Choice;
  /** null: the optimizer uses no gradient. */
  readonly gradient: Choice | null;
  /** Repetition index: 0 for deterministic methods. */
  readonly repetition: number;
  readonly seed: number;
  /** "problem", "random" or the numbers of a file. */
  readonly x0: "problem" | "random" | readonly number[];
  readonly budget: Budget;
  /** Hits are recorded for every target; the run stops at the last. */
  readonly targets: readonly Target[];
  readonly stop: StopRules;
  readonly trace: "improvements" | "all";
  /** How many steps are tried before the run, of a method that leaves its step open; absent: none. */
  readonly tune?: number;
}

/** One step that was tried by --tune. */
export interface Trial {
  readonly step: number;
  /** Least exact f seen. */
  readonly f: number;
  /** ops to the target that stops a run; null where it was not reached. */
  readonly ops: number | null;
  readonly cost: Cost;
}

/** One recorded point; row 0 is x0. `cost` is the run's ledger when the point was yielded. */
export interface TracePoint {
  readonly iteration: number;
  readonly cost: Cost;
  /** Exact f of the iterate. */
  readonly f: number;
  /** Best exact f seen so far. */
  readonly fBest: number;
  /** max |g_i| of the method's own g; null if it has none. */
  readonly gradNorm: number | null;
}

/** The cost at the evaluation that first reached a target. */
export interface Hit {
  readonly target: Target;
  readonly iteration: number;
  readonly cost: Cost;
}

/** How good the method's own gradient g was at a recorded point; null where it was not found out. */
export interface QualityPoint {
  readonly iteration: number;
  /** Of the angle between g and ∇f; NaN where one of them is 0. */
  readonly cosine: number;
  /** ‖g − ∇f‖ / ‖∇f‖ */
  readonly relativeError: number;
  /** ‖E G − ∇f‖ / ‖∇f‖, its standard error, and E‖G − E G‖² / ‖∇f‖² of the estimates G the source makes there: at a few points only. */
  readonly bias: number | null;
  readonly biasError: number | null;
  readonly variance: number | null;
  /** The length of the source's differences, and at a few points the length that would balance truncation and error of f. */
  readonly h: number | null;
  readonly hOpt: number | null;
}

export interface Quality {
  /** What it took to find out: in no other ledger. */
  readonly cost: Cost;
  /** Why some of it is missing, else null. */
  readonly incomplete: string | null;
  readonly points: readonly QualityPoint[];
}

export interface RunRecord {
  readonly schema: number;
  /** SHA-256 of the canonical spec, every file read, engine and schema. */
  readonly key: string;
  readonly spec: RunSpec;
  /** How tables and files write the method: names with the parameters that are not default in brackets; gradient "none" without one. */
  readonly optimizer: string;
  readonly gradient: string;
  readonly dim: number;
  readonly engine: string;
  readonly stop: StopReason;
  /** What went wrong, for stop "error". */
  readonly message: string | null;
  readonly iterations: number;
  /** The run's ledger, what was spent before it (step size), and exact values off the books. */
  readonly cost: Cost;
  readonly setup: Cost;
  readonly audit: Cost;
  /** ops of one value: work = ops ÷ this. */
  readonly opsPerValue: number;
  /** What `step: auto` became, and the curvature it came from; null where no step was chosen. */
  readonly step: { readonly value: number | "armijo"; readonly L: number | null } | null;
  /** The steps that --tune tried; their cost is in `setup`. */
  readonly trials?: readonly Trial[];
  readonly f0: number;
  /** f*, exact or best known; null when neither is there. */
  readonly fstar: { readonly value: number; readonly exact: boolean } | null;
  /** Exact f of the returned point, and the best exact f seen. */
  readonly f: number;
  readonly fBest: number;
  readonly hits: readonly Hit[];
  readonly trace: readonly TracePoint[];
  /** Where it was asked for, of methods that use a gradient. */
  readonly quality?: Quality;
  /** Times: everything here may differ from run to run. `at` has a number of seconds per trace point. */
  readonly volatile: { readonly seconds: number; readonly at: readonly number[] };
}

/** The result set that reports are rendered from. */
export interface ResultSet {
  readonly manifest: Manifest;
  readonly runs: readonly RunRecord[];
}

export interface FileStamp {
  readonly name: string;
  readonly sha256: string;
}

export interface Manifest {
  readonly schema: number;
  readonly adbench: string;
  readonly command: readonly string[];
  /** `label`: as tables write it, without dimension and noise. */
  readonly problem: Choice & { readonly label: string; readonly file: string | null; readonly summary: string };
  readonly optimizers: readonly Choice[];
  readonly gradients: readonly Choice[];
  readonly dims: readonly number[];
  readonly seeds: number;
  readonly seed: number;
  readonly instances: number;
  readonly x0: string;
  readonly budget: { readonly text: string; readonly unit: BudgetUnit };
  readonly targets: readonly Target[];
  readonly stop: StopRules;
  readonly trace: "improvements" | "all";
  readonly axis: Axis;
  readonly engine: string;
  /** How many runs were planned: fewer in runs.jsonl means an interrupted or partial set. */
  readonly planned: number;
  /** Warnings that were said when it ran; a report says them again. */
  readonly notes: readonly string[];
  readonly files: readonly FileStamp[];
  readonly machine: {
    readonly node: string;
    readonly v8: string;
    readonly os: string;
    readonly arch: string;
    readonly cpu: string;
    readonly cores: number;
  };
  readonly git: { readonly commit: string; readonly dirty: boolean } | null;
  /** ops(f, ∇f) ÷ ops(f) per problem dimension, from op counts. */
  readonly gradientRatio: readonly { readonly dim: number; readonly ratio: number | null }[];
  readonly volatile: { readonly started: string; readonly seconds: number };
}

export type Axis = "work" | "evals" | "iterations" | "seconds" | "ops";
