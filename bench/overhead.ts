/** What an optimizer itself takes in an iteration: its time where evaluations cost next to nothing, less what those cost alone. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Oracle } from "../src/core/evaluations.js";
import type { Optimizer } from "../src/core/optimizer.js";
import { type Params, resolve } from "../src/core/params.js";
import { stream } from "../src/numeric/sampling/random.js";
import { optimizers } from "../src/optimizers/index.js";
import { figureSvg } from "../src/report/svg.js";
import { secondsOf } from "./clock.js";
import { ratio, table, time, verdict } from "./table.js";

/** Seconds an iteration of a first-order method may take: 2 µs + 20 ns·n. */
const asked = (n: number): number => 2e-6 + 20e-9 * n;

interface Contestant {
  readonly name: string;
  readonly params: Params;
  /** What it is run on: see the oracles. */
  readonly on: "linear" | "quadratic";
  readonly largest: number;
  /** Memory of past gradients, or a matrix, is more work by design: measured, but nothing is asked. */
  readonly asked: boolean;
}

const SIZES = [1e1, 1e2, 1e3, 1e4, 1e5, 1e6];
const LARGEST = SIZES.at(-1)!;
const WARM_UP = 20;
const BATCHES = 5;

/** All that follow a gradient: by a rule, with a step that is given, and by line searches. */
function contestants(): Contestant[] {
  const first = optimizers
    .filter(({ uses }) => uses === "gradient")
    .map(({ name, defaults }): Contestant => {
      const rule = "step" in defaults;
      const largest = name === "bfgs" ? 1e3 : LARGEST;
      return { name, params: rule ? { step: 1e-3 } : {}, on: rule ? "linear" : "quadratic", largest, asked: !/bfgs/.test(name) };
    });
  const searches = ["armijo", "wolfe", "barzilai-borwein"].map((step): Contestant => {
    return { name: "gd", params: { step }, on: "quadratic", largest: LARGEST, asked: true };
  });
  return [...first, ...searches];
}
const label = ({ name, params, on }: Contestant): string => (name === "gd" && on === "quadratic" ? `gd, ${params["step"]}` : name);

interface Counted extends Oracle {
  readonly calls: { values: number; gradients: number };
}

/** cᵀx, its gradient written by one copy; and ½ Σ d_i x_i², d from 1 to 10⁸, which no search is soon done with. */
function oracle(on: Contestant["on"], n: number): Counted {
  const calls = { values: 0, gradients: 0 };
  const d = Float64Array.from({ length: n }, (_, i) =>
    on === "linear" ? (i % 2 === 0 ? 1 : -1) : Math.exp((i / (n - 1)) * Math.log(1e8)),
  );
  const value = (x: Float64Array): number => {
    calls.values++;
    let f = 0;
    for (let i = 0; i < n; i++) f += 0.5 * d[i]! * x[i]! * x[i]!;
    return f;
  };
  const gradients: Readonly<Record<Contestant["on"], Oracle["gradient"]>> = {
    linear: (_, g) => {
      calls.gradients++;
      g.set(d);
      return 0;
    },
    quadratic: (x, g) => {
      calls.gradients++;
      let f = 0;
      for (let i = 0; i < n; i++) {
        g[i] = d[i]! * x[i]!;
        f += 0.5 * g[i]! * x[i]!;
      }
      return f;
    },
  };
  const hvp = (): never => {
    throw new Error("not asked for");
  };
  return { dim: n, value, gradient: gradients[on], hvp, calls };
}

export interface Overhead {
  readonly method: string;
  readonly n: number;
  /** Seconds an iteration: all of it, what evaluations take of it, and the rest. */
  readonly iteration: number;
  readonly evaluations: number;
  readonly overhead: number;
  readonly asked: number | null;
}

function measured(one: Contestant, n: number, ms: number): Overhead {
  const optimizer = optimizers.find(({ name }) => name === one.name)!;
  const on = oracle(one.on, n);
  const advance = started(optimizer, resolve(optimizer.defaults, one.params, one.name), on);
  advance(WARM_UP);
  const start = performance.now();
  advance(1);
  const count = Math.max(1, Math.min(1e5, Math.floor(ms / BATCHES / (performance.now() - start + 1e-6))));
  let best = { iteration: Number.POSITIVE_INFINITY, values: 0, gradients: 0 };
  for (let batch = 0; batch < BATCHES; batch++) {
    const before = { ...on.calls };
    const begin = performance.now();
    advance(count);
    const iteration = (performance.now() - begin) / 1000 / count;
    const { values, gradients } = on.calls;
    if (iteration < best.iteration)
      best = { iteration, values: (values - before.values) / count, gradients: (gradients - before.gradients) / count };
  }
  const [x, g] = [new Float64Array(n).fill(1), new Float64Array(n)];
  const alone = (calls: number, call: () => unknown): number => (calls > 0 ? calls * secondsOf(call, ms / BATCHES) : 0);
  const evaluations = alone(best.values, () => on.value(x)) + alone(best.gradients, () => on.gradient(x, g));
  const { iteration } = best;
  return { method: label(one), n, iteration, evaluations, overhead: iteration - evaluations, asked: one.asked ? asked(n) : null };
}

/** Takes iterations, one run after the other where runs end. */
function started(optimizer: Optimizer, params: Params, on: Oracle): (count: number) => void {
  const x0 = new Float64Array(on.dim).fill(1);
  const begin = () => optimizer.run(on, x0, params, stream("overhead"));
  let run = begin();
  return (count) => {
    for (let k = 0; k < count; k++) if (run.next().done) run = begin();
  };
}

/** All in turn, A B C A B C …; of each the median. */
export function overheads(rounds: number, ms: number): Overhead[] {
  const all = contestants().flatMap((one) => SIZES.filter((n) => n <= one.largest).map((n) => ({ one, n, seen: [] as Overhead[] })));
  for (let round = 0; round < rounds; round++) for (const { one, n, seen } of all) seen.push(measured(one, n, ms));
  return all.map(({ seen }) => seen.sort((a, b) => a.overhead - b.overhead)[seen.length >> 1]!);
}

export function showOverheads(rows: readonly Overhead[]): string {
  const methods = [...new Set(rows.map(({ method }) => method))];
  const cells = methods.map((method) => {
    const own = rows.filter((row) => row.method === method);
    const worst = Math.max(...own.map((row) => row.overhead / (row.asked ?? Number.NaN)));
    return [
      method,
      ...SIZES.map((n) => time(own.find((row) => row.n === n)?.overhead)),
      ...(Number.isNaN(worst) ? ["", ""] : [ratio(worst), verdict(worst, 1)]),
    ];
  });
  return `Optimizers: time of an iteration that is not spent in evaluations (asked for, first order: ≤ 2 µs + 20 ns·n)\n${table(
    ["", ...SIZES.map((n) => `n = ${n}`), "÷ asked", ""],
    cells,
  )}`;
}

/** overhead.csv and overhead.svg. */
export function saveOverheads(rows: readonly Overhead[], folder: string, where: string): void {
  mkdirSync(folder, { recursive: true });
  const digits = (seconds: number | null): string => (seconds === null ? "" : seconds.toExponential(3));
  const lines = rows.map((row) =>
    [`"${row.method}"`, row.n, ...[row.iteration, row.evaluations, row.overhead, row.asked].map(digits)].join(","),
  );
  const head = "method,n,iteration_seconds,evaluations_seconds,overhead_seconds,asked_seconds";
  writeFileSync(join(folder, "overhead.csv"), `${[head, ...lines].join("\n")}\n`);
  const methods = [...new Set(rows.map(({ method }) => method))];
  const points = (method: string) => rows.filter((row) => row.method === method).map((row) => [row.n, row.overhead] as const);
  const svg = figureSvg({
    name: "overhead",
    title: "What an optimizer takes for itself, per iteration",
    x: { label: "variables n", log: true },
    y: { label: "seconds an iteration, without evaluations", log: true },
    lines: [
      { name: "2 µs + 20 ns·n", points: SIZES.map((n) => [n, asked(n)]), style: "dashed" },
      ...methods.map((method) => ({ name: method, points: points(method) })),
    ],
    note: `Asked of first-order methods: below the dashed line. L-BFGS takes some 4mn products for its m = 10 pairs, BFGS some 2n². ${where}`,
  });
  writeFileSync(join(folder, "overhead.svg"), svg);
}
