/** Runs in worker threads, always: this thread stays free for Ctrl-C and progress while they compute. */
import type { Experiment } from "../bench/experiment.js";
import { failedRun } from "../bench/failed-run.js";
import type { RunRecord, RunSpec } from "../bench/record.js";
import { oneLine } from "./say.js";
import type { WorkerContext } from "./worker.js";

export interface Pool {
  /** A worker that dies makes a record with stop "error"; after `stop` it rejects. */
  readonly run: (spec: RunSpec) => Promise<RunRecord>;
  /** Ends the workers, in the middle of a run if need be. */
  readonly stop: () => Promise<void>;
}

export async function openPool(threads: number, experiment: Experiment, context: WorkerContext): Promise<Pool> {
  const { Piscina } = await import("piscina");
  const filename = new URL("./worker.js", import.meta.url).href;
  const pool = new Piscina({ filename, minThreads: threads, maxThreads: threads, workerData: context });
  let stopping = false;
  return {
    run: async (spec) => {
      try {
        return (await pool.run(spec)) as RunRecord;
      } catch (error) {
        if (stopping) throw error;
        const message = oneLine(error instanceof Error ? error.message : String(error));
        return failedRun(spec, experiment, context.hashes, message);
      }
    },
    stop: async () => {
      stopping = true;
      await pool.destroy();
    },
  };
}
