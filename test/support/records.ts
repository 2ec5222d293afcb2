/** Run records and result sets for tests of what is written and shown: a test says what matters, the rest is plain. */
import type { Manifest, ResultSet, RunRecord, Target, TracePoint } from "../../src/bench/record.js";
import { noCost } from "../../src/core/cost.js";
import { choice, specOf } from "./spec.js";

export const targets: readonly Target[] = [
  { kind: "relative", value: 1e-2 },
  { kind: "relative", value: 1e-8 },
];

export interface Sketch {
  /** "gd/reverse", with brackets as in tables; without a slash the method uses no gradient. */
  readonly method: string;
  /** Best f at each row; row k is iteration k·every and has cost k·each + first. f* is 0. */
  readonly f: readonly number[];
  /** Work of an iteration, and of row 0. */
  readonly each?: number;
  readonly first?: number;
  readonly every?: number;
  readonly over?: Partial<RunRecord>;
}

/** A run whose rows, hits, cost and stop follow from its f, for f* = 0 (whatever `over` says). */
export function recordOf({ method, f, each = 1, first = each, every = 1, over = {} }: Sketch): RunRecord {
  const [optimizer, gradient = "none"] = splitMethod(method);
  const costAt = (k: number) => ({ ...noCost, values: Math.round(first + k * each), ops: Math.round(10 * (first + k * each)) });
  const trace: TracePoint[] = f.map((fk, k) => ({
    iteration: k * every,
    cost: costAt(k),
    f: fk,
    fBest: fk,
    gradNorm: gradient === "none" ? null : Math.abs(fk),
  }));
  const hits = targets.flatMap((target) => {
    const k = f.findIndex((fk) => fk <= target.value * f[0]!);
    return k < 0 ? [] : [{ target, iteration: k * every, cost: costAt(k) }];
  });
  const last = Math.max(0, f.length - 1);
  return {
    schema: 2,
    key: "0123",
    spec: specOf({
      problem: choice("quadratic", { dim: 10 }),
      optimizer: choice(optimizer.replace(/\[.*/, "")),
      gradient: gradient === "none" ? null : choice(gradient.replace(/\[.*/, "")),
      budget: { unit: "work", limit: 10_000 },
      targets,
    }),
    optimizer,
    gradient,
    dim: 10,
    engine: "wasm",
    stop: hits.length === targets.length ? "target" : "budget",
    message: null,
    iterations: last * every,
    cost: costAt(last),
    setup: { ...noCost, hvps: 12, ops: 600 },
    audit: noCost,
    opsPerValue: 10,
    step: gradient === "none" ? null : { value: 0.05, L: 20 },
    f0: f[0] ?? Number.NaN,
    fstar: { value: 0, exact: true },
    f: f[last] ?? Number.NaN,
    fBest: f[last] ?? Number.NaN,
    hits,
    trace,
    volatile: { seconds: 0.25, at: f.map((_, k) => 0.01 * k) },
    ...over,
  };
}

function splitMethod(method: string): string[] {
  const at = method.search(/\/(?![^[]*\])/);
  return at < 0 ? [method] : [method.slice(0, at), method.slice(at + 1)];
}

export const manifestOf = (over: Partial<Manifest> = {}): Manifest => ({
  schema: 2,
  adbench: "0.1.0",
  command: ["adbench", "run", "quadratic"],
  problem: { ...choice("quadratic", { dim: 10 }), label: "quadratic", file: null, summary: "a convex quadratic of given condition number" },
  optimizers: [choice("gd", { step: "auto" })],
  gradients: [choice("reverse")],
  dims: [10],
  seeds: 5,
  seed: 0,
  instances: 1,
  x0: "problem",
  budget: { text: "1000n", unit: "work" },
  targets,
  stop: {},
  trace: "improvements",
  axis: "work",
  engine: "wasm",
  planned: 1,
  notes: [],
  files: [],
  machine: { node: "v20.20.2", v8: "11.3", os: "linux", arch: "x64", cpu: "a processor", cores: 2 },
  git: null,
  gradientRatio: [{ dim: 10, ratio: 2.6 }],
  volatile: { started: "2026-01-02T03:04:05Z", seconds: 1.5 },
  ...over,
});

export const resultsOf = (runs: readonly RunRecord[], over: Partial<Manifest> = {}): ResultSet => ({
  manifest: manifestOf({ planned: runs.length, ...over }),
  runs,
});

/** value·factor^k, rows 0 … count − 1. */
export function geometric(count: number, factor: number, value = 1): number[] {
  const f = [value];
  while (f.length < count) f.push(f.at(-1)! * factor);
  return f;
}

/** A small experiment as it comes out of `adbench run`: one method of each kind. */
export function typicalRuns(): RunRecord[] {
  const seeds = [0, 1, 2, 3, 4];
  const step = (value: number) => ({ step: { value, L: 20 } });
  return [
    recordOf({ method: "gd/reverse", f: geometric(187, 0.905, 30), each: 2.6 }),
    recordOf({ method: "gd/forward-difference", f: geometric(187, 0.9051, 30), each: 11 }),
    recordOf({ method: "gd/central-difference", f: geometric(187, 0.905, 30), each: 21 }),
    ...seeds.map((repetition) => {
      const { spec, ...run } = recordOf({
        method: "gd/two-point",
        f: geometric(900, 0.985 + 0.0005 * repetition, 30),
        each: 4,
        over: step(0.005),
      });
      return { ...run, spec: { ...spec, repetition } };
    }),
    recordOf({ method: "nelder-mead", f: [...geometric(400, 0.99, 30), ...geometric(200, 0.9999, 0.5)], each: 1.6 }),
  ];
}
