/** What progress is plotted and compared against: work, evals, iterations, seconds or ops, read off a record. */
import type { Axis, Hit, RunRecord } from "../bench/record.js";
import { evals, work } from "../core/cost.js";

export interface Measure {
  /** As the head of a column and in sentences: "work", "evaluations". */
  readonly unit: string;
  /** What it is, for the axis of the plot and the notes. */
  readonly title: string;
  readonly at: (run: RunRecord, row: number) => number;
  readonly toHit: (run: RunRecord, hit: Hit) => number;
  /** Spent by the whole run. */
  readonly total: (run: RunRecord) => number;
}

const ofCost = (of: (run: RunRecord, cost: RunRecord["cost"]) => number) => ({
  at: (run: RunRecord, row: number) => of(run, run.trace[row]!.cost),
  toHit: (run: RunRecord, hit: Hit) => of(run, hit.cost),
  total: (run: RunRecord) => of(run, run.cost),
});

export const measures: Readonly<Record<Axis, Measure>> = {
  work: {
    unit: "work",
    title: "work (function-evaluation equivalents)",
    ...ofCost((run, cost) => work(cost, run.opsPerValue)),
  },
  evals: { unit: "evals", title: "evaluations (values, jvps, vjps, hvps)", ...ofCost((_, cost) => evals(cost)) },
  ops: { unit: "ops", title: "scalar operations", ...ofCost((_, cost) => cost.ops) },
  iterations: {
    unit: "iterations",
    title: "iterations",
    at: (run, row) => run.trace[row]!.iteration,
    toHit: (_, hit) => hit.iteration,
    total: (run) => run.iterations,
  },
  seconds: {
    unit: "seconds",
    title: "seconds (wall time of this machine, advisory)",
    at: (run, row) => run.volatile.at[row] ?? Number.NaN,
    // Clocks are read at recorded rows only: the first one that is not before the hit.
    toHit: (run, hit) => {
      const row = run.trace.findIndex(({ iteration }) => iteration >= hit.iteration);
      return run.volatile.at[row] ?? run.volatile.seconds;
    },
    total: (run) => run.volatile.seconds,
  },
};
