/** Every run of an experiment, k at a time, until done or interrupted; what is finished comes back in plan order. */
import type { Experiment } from "../bench/experiment.js";
import { failedRun } from "../bench/failed-run.js";
import { methodName } from "../bench/label.js";
import type { RunRecord, RunSpec } from "../bench/record.js";
import { runJobs } from "./jobs.js";
import { openPool, type Pool } from "./pool.js";
import { showProgress } from "./progress.js";
import { say } from "./say.js";
import type { WorkerContext } from "./worker.js";

export interface Ran {
  readonly records: RunRecord[];
  readonly interrupted: boolean;
}

/** `finished` is called with each record as soon as it is there. */
export async function runAll(
  experiment: Experiment,
  jobs: number,
  context: WorkerContext,
  quiet: boolean,
  finished: (record: RunRecord) => void = () => {},
): Promise<Ran> {
  const { specs } = experiment;
  const names = specs.map(({ optimizer, gradient }) => (gradient ? `${optimizer.name}/${gradient.name}` : optimizer.name));
  const open = (): Promise<Pool<RunSpec, RunRecord>> =>
    openPool({
      script: "./worker.js",
      threads: Math.min(jobs, specs.length),
      context,
      failed: (spec, message) => failedRun(spec, experiment, context.hashes, message),
    });
  const progress = showProgress(names, quiet);
  const { results, interrupted } = await runJobs(specs, jobs, open, {
    ...progress,
    finished: (index, record) => {
      finished(record);
      progress.finished(index);
    },
  });
  return { records: results.filter((record) => record !== undefined), interrupted };
}

/** Runs that failed inside the harness are results too, but the exit code is 3. */
export function admitFailures(records: readonly RunRecord[]): void {
  const failed = records.filter(({ stop }) => stop === "error");
  const [first] = failed;
  if (!first) return;
  say(`${failed.length} of ${records.length} runs failed, first ${methodName(first)}: ${first.message ?? "unknown error"}`);
  process.exitCode = 3;
}
