/** From records to the rows of the summary: one for each method on each instance and target. */
import { type Cost, evals, work } from "../core/cost.js";
import { groupBy } from "../numeric/statistics/group-by.js";
import { median } from "../numeric/statistics/statistics.js";
import { hitOf } from "./hits.js";
import { canonical } from "./keys.js";
import type { RunRecord, Target } from "./record.js";
import { expectedRunningTime, finiteMedian, mostCommon } from "./statistics.js";

/**
 * Columns of summary.csv, in order. null: empty. Medians to the target count unsolved runs as Infinity and are null when the
 * median is unsolved.
 */
export interface SummaryRow {
  readonly problem: string;
  readonly dim: number;
  readonly instance: number;
  readonly optimizer: string;
  readonly gradient: string;
  readonly runs: number;
  readonly solved: number;
  /** The target's number; null when there was none. */
  readonly target: number | null;
  readonly ert_work: number | null;
  readonly median_work: number | null;
  readonly median_evals: number | null;
  readonly median_iterations: number | null;
  /** Best f seen − f*, absolute; null when f* is not known. */
  readonly final_gap_median: number | null;
  /** Exact f of the returned point. */
  readonly final_f_median: number;
  /** The most common stop reason. */
  readonly stop: string;
}

/** Runs of one method on one instance, in order of first appearance. */
export const groupRuns = (runs: readonly RunRecord[]): RunRecord[][] =>
  groupBy(runs, ({ spec, dim, optimizer, gradient }) => canonical([spec.problem, spec.file, dim, spec.instance, optimizer, gradient]));

export function summarize(runs: readonly RunRecord[]): SummaryRow[] {
  return groupRuns(runs).flatMap((group) => {
    const targets = group[0]!.spec.targets;
    return (targets.length > 0 ? targets : [null]).map((target) => summaryRow(group, target));
  });
}

/** One row: all runs of one method on one instance, against one target. */
export function summaryRow(runs: readonly RunRecord[], target: Target | null): SummaryRow {
  const { spec, dim, optimizer, gradient } = runs[0]!;
  const hits = runs.map((run) => hitOf(run, target));
  const toTarget = (of: (cost: Cost, run: RunRecord) => number): number[] =>
    runs.map((run, k) => (hits[k] ? of(hits[k].cost, run) : Number.POSITIVE_INFINITY));
  const workTo = toTarget((cost, run) => work(cost, run.opsPerValue));
  const gaps = runs.map((run) => (run.fstar ? worst(run.fBest - run.fstar.value) : Number.NaN));
  return {
    problem: spec.problem.name,
    dim,
    instance: spec.instance,
    optimizer,
    gradient,
    runs: runs.length,
    solved: hits.filter((hit) => hit !== undefined).length,
    target: target?.value ?? null,
    ert_work: expectedRunningTime(
      workTo,
      runs.map((run) => work(run.cost, run.opsPerValue)),
    ),
    median_work: finiteMedian(workTo),
    median_evals: finiteMedian(toTarget(evals)),
    median_iterations: finiteMedian(hits.map((hit) => hit?.iteration ?? Number.POSITIVE_INFINITY)),
    final_gap_median: runs.every((run) => run.fstar) ? median(gaps) : null,
    final_f_median: median(runs.map((run) => worst(run.f))),
    stop: mostCommon(runs.map((run) => run.stop)),
  };
}

/** A run that ended at NaN ended as badly as can be: it must not hide the median of the others. */
const worst = (f: number): number => (Number.isNaN(f) ? Number.POSITIVE_INFINITY : f);
