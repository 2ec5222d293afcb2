/** CSV: fixed columns, shortest decimals that read back exactly, NaN and Infinity spelled, empty where there is nothing. */
import { stringify } from "csv-stringify/sync";
import type { QualityPoint, RunRecord, TracePoint } from "../bench/record.js";
import type { SummaryRow } from "../bench/summary.js";
import { evals, work } from "../core/cost.js";

type Cell = string | number | null;
export type Columns<Row> = readonly (readonly [name: string, of: (row: Row) => Cell])[];

/** Which run a row belongs to. */
const which: Columns<{ readonly run: RunRecord }> = [
  ["problem", ({ run }) => run.spec.problem.name],
  ["dim", ({ run }) => run.dim],
  ["instance", ({ run }) => run.spec.instance],
  ["optimizer", ({ run }) => run.optimizer],
  ["gradient", ({ run }) => run.gradient],
  ["seed", ({ run }) => run.spec.repetition],
];

interface TraceRow {
  readonly run: RunRecord;
  readonly point: TracePoint;
  readonly seconds: number | null;
}

const trace: Columns<TraceRow> = [
  ...which,
  ["iteration", ({ point }) => point.iteration],
  ["values", ({ point }) => point.cost.values],
  ["jvps", ({ point }) => point.cost.jvps],
  ["vjps", ({ point }) => point.cost.vjps],
  ["hvps", ({ point }) => point.cost.hvps],
  ["evals", ({ point }) => evals(point.cost)],
  ["work", ({ run, point }) => work(point.cost, run.opsPerValue)],
  ["seconds", ({ seconds }) => seconds],
  ["f", ({ point }) => point.f],
  ["f_best", ({ point }) => point.fBest],
  ["gap", ({ run, point }) => run.fstar && point.fBest - run.fstar.value],
  ["grad_norm", ({ point }) => point.gradNorm],
];

interface QualityRow {
  readonly run: RunRecord;
  readonly point: QualityPoint;
  readonly spent: TracePoint | undefined;
}

const quality: Columns<QualityRow> = [
  ...which,
  ["iteration", ({ point }) => point.iteration],
  ["work", ({ run, spent }) => (spent ? work(spent.cost, run.opsPerValue) : null)],
  ["cosine", ({ point }) => point.cosine],
  ["relative_error", ({ point }) => point.relativeError],
  ["bias", ({ point }) => point.bias],
  ["variance", ({ point }) => point.variance],
  ["h", ({ point }) => point.h],
  ["h_opt", ({ point }) => point.hOpt],
  ["bias_error", ({ point }) => point.biasError],
];

const summary: Columns<SummaryRow> = [
  ["problem", (row) => row.problem],
  ["dim", (row) => row.dim],
  ["instance", (row) => row.instance],
  ["optimizer", (row) => row.optimizer],
  ["gradient", (row) => row.gradient],
  ["runs", (row) => row.runs],
  ["solved", (row) => row.solved],
  ["target", (row) => row.target],
  ["ert_work", (row) => row.ert_work],
  ["median_work", (row) => row.median_work],
  ["median_evals", (row) => row.median_evals],
  ["median_iterations", (row) => row.median_iterations],
  ["final_gap_median", (row) => row.final_gap_median],
  ["final_f_median", (row) => row.final_f_median],
  ["stop", (row) => row.stop],
];

/** One row for each recorded point; row 0 of a run is x0. */
export const traceCsv = (runs: readonly RunRecord[]): string =>
  csv(
    trace,
    runs.flatMap((run) => run.trace.map((point, k) => ({ run, point, seconds: run.volatile.at[k] ?? null }))),
  );

/** One row for each recorded point at which a gradient was judged. */
export function qualityCsv(runs: readonly RunRecord[]): string {
  const rows = runs.flatMap((run) => {
    const trace = new Map(run.trace.map((point) => [point.iteration, point]));
    return (run.quality?.points ?? []).map((point) => ({ run, point, spent: trace.get(point.iteration) }));
  });
  return csv(quality, rows);
}

/** One row for each method and target, instance by instance. */
export const summaryCsv = (rows: readonly SummaryRow[]): string => csv(summary, rows);

export const csv = <Row>(columns: Columns<Row>, rows: readonly Row[]): string =>
  stringify(
    rows.map((row) => columns.map(([, of]) => of(row))),
    {
      header: true,
      columns: columns.map(([name]) => name),
      record_delimiter: "unix",
      // A carriage return ends a line for many readers, though not for the writer.
      quoted_match: /\r/,
      cast: { number: (value) => (Object.is(value, -0) ? "-0" : String(value)) },
    },
  );
