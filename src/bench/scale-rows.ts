/** Median cost to the last target: one row for each method, dimension and level of noise, instances and repetitions pooled. */
import { type Cost, evals, type Kind, work } from "../core/cost.js";
import { groupBy } from "../numeric/statistics/group-by.js";
import { median } from "../numeric/statistics/statistics.js";
import { hitOf } from "./hits.js";
import { canonical } from "./keys.js";
import type { Hit, RunRecord } from "./record.js";
import { finiteMedian } from "./statistics.js";

export type ScaleAxis = "work" | "evals" | "iterations";

/** Medians count unsolved runs as Infinity and are null when the median run is unsolved. */
export interface ScaleRow {
  readonly problem: string;
  readonly dim: number;
  /** The problem's parameter of that name; null where it has none. */
  readonly noise: number | null;
  readonly optimizer: string;
  readonly gradient: string;
  readonly runs: number;
  readonly solved: number;
  readonly target: number | null;
  readonly median_work: number | null;
  readonly median_evals: number | null;
  readonly median_iterations: number | null;
  readonly median_values: number | null;
  readonly median_jvps: number | null;
  readonly median_vjps: number | null;
  readonly median_hvps: number | null;
  /** ops of one evaluation of a kind ÷ ops of one value, at this n; null where no run tells. */
  readonly price_jvp: number | null;
  readonly price_vjp: number | null;
  readonly price_hvp: number | null;
  /** max |λ| of the Hessian at x0, where it gave the step. */
  readonly L: number | null;
}

/** A row and the runs it sums up. */
export interface ScaleCell {
  readonly row: ScaleRow;
  readonly runs: readonly RunRecord[];
}

export type Prices = Readonly<Record<Derivative, number | null>>;
type Derivative = Exclude<Kind, "values">;
const derivatives: readonly Derivative[] = ["jvps", "vjps", "hvps"];

const measures: Readonly<Record<ScaleAxis, (run: RunRecord, hit: Hit) => number>> = {
  work: (run, { cost }) => work(cost, run.opsPerValue),
  evals: (_, { cost }) => evals(cost),
  iterations: (_, { iteration }) => iteration,
};

/** The cost at which a run reached its last target; Infinity where it did not. */
export function toTarget(run: RunRecord, axis: ScaleAxis): number {
  const hit = lastHit(run);
  return hit ? measures[axis](run, hit) : Number.POSITIVE_INFINITY;
}

const lastHit = (run: RunRecord): Hit | undefined => hitOf(run, run.spec.targets.at(-1));

/** In the order in which the runs were planned. */
export function cellsOf(runs: readonly RunRecord[]): ScaleCell[] {
  return groupBy(runs, (run) => canonical([run.dim, noiseOf(run)])).flatMap((together) => {
    const prices = pricesOf(together);
    return groupBy(together, ({ optimizer, gradient }) => canonical([optimizer, gradient])).map((group) => ({
      row: rowOf(group, prices),
      runs: group,
    }));
  });
}

function rowOf(runs: readonly RunRecord[], prices: Prices): ScaleRow {
  const [first] = runs;
  const { spec, dim, optimizer, gradient } = first!;
  const medianTo = (axis: ScaleAxis): number | null => finiteMedian(runs.map((run) => toTarget(run, axis)));
  const medianOf = (kind: Kind): number | null => finiteMedian(runs.map((run) => lastHit(run)?.cost[kind] ?? Number.POSITIVE_INFINITY));
  const curvatures = runs.flatMap(({ step }) => step?.L ?? []);
  return {
    problem: spec.problem.name,
    dim,
    noise: noiseOf(first!),
    optimizer,
    gradient,
    runs: runs.length,
    solved: runs.filter(lastHit).length,
    target: spec.targets.at(-1)?.value ?? null,
    median_work: medianTo("work"),
    median_evals: medianTo("evals"),
    median_iterations: medianTo("iterations"),
    median_values: medianOf("values"),
    median_jvps: medianOf("jvps"),
    median_vjps: medianOf("vjps"),
    median_hvps: medianOf("hvps"),
    price_jvp: prices.jvps,
    price_vjp: prices.vjps,
    price_hvp: prices.hvps,
    L: curvatures.length > 0 ? median(curvatures) : null,
  };
}

function noiseOf({ spec }: RunRecord): number | null {
  const noise = spec.problem.params["noise"];
  return typeof noise === "number" ? noise : null;
}

/** Every program has one count of ops at each n: a run that used values and one kind of derivative tells that kind's. */
function pricesOf(runs: readonly RunRecord[]): Prices {
  const of = (kind: Derivative): number | null => {
    const run = runs.find(({ cost }) => cost[kind] > 0 && derivatives.every((other) => other === kind || cost[other] === 0));
    return run ? priceIn(run.cost, kind, run.opsPerValue) : null;
  };
  return { jvps: of("jvps"), vjps: of("vjps"), hvps: of("hvps") };
}

const priceIn = (cost: Cost, kind: Derivative, opsPerValue: number): number =>
  (cost.ops - cost.values * opsPerValue) / cost[kind] / opsPerValue;
