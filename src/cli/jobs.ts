/** Jobs in worker threads, k at a time, until done or interrupted. */
import { schedule } from "../bench/schedule.js";
import type { Progress } from "./progress.js";

export interface Workers<J, R> {
  /** After `stop` it rejects. */
  readonly run: (job: J) => Promise<R>;
  /** Ends them, in the middle of a job if need be. */
  readonly stop: () => Promise<void>;
}

/**
 * Results in the order of the jobs, undefined where there was an interruption first. Ctrl-C and SIGTERM end what is under way; a second
 * one finds no handler and ends the process at once.
 */
export async function runJobs<J, R>(
  jobs: readonly J[],
  atOnce: number,
  open: () => Promise<Workers<J, R>>,
  progress: Progress,
): Promise<{ readonly results: readonly (R | undefined)[]; readonly interrupted: boolean }> {
  let interrupted = false;
  let stop = async (): Promise<void> => {};
  const onSignal = (): void => {
    interrupted = true;
    release();
    void stop();
  };
  const release = (): void => {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    const workers = await open();
    stop = workers.stop;
    const results = await schedule(jobs, atOnce, workers.run, {
      started: progress.started,
      finished: progress.finished,
      stopped: () => interrupted,
    });
    return { results, interrupted };
  } finally {
    progress.end();
    await stop();
    release();
  }
}
