/** Every run of an experiment, k at a time, until done or interrupted; what is finished comes back in plan order. */
import type { Experiment } from "../bench/experiment.js";
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
  const open = async (): Promise<Pool> => {
    const pool = await openPool(Math.min(jobs, specs.length), experiment, context);
    const run = async (spec: RunSpec): Promise<RunRecord> => {
      const record = await pool.run(spec);
      finished(record);
      return record;
    };
    return { ...pool, run };
  };
  const { results, interrupted } = await runJobs(specs, jobs, open, showProgress(names, quiet));
  return { records: results.filter((record) => record !== undefined), interrupted };
}

/** Runs that failed inside the harness are results too, but the exit code is 3. */
export function admitFailures(records: readonly RunRecord[]): void {
  const failed = records.filter(({ stop }) => stop === "error");
  const [first] = failed;
  if (!first) return;
  const method = first.gradient === "none" ? first.optimizer : `${first.optimizer}/${first.gradient}`;
  say(`${failed.length} of ${records.length} runs failed, first ${method}: ${first.message ?? "unknown error"}`);
  process.exitCode = 3;
}
