/** Jobs in worker threads, k at a time, until done or interrupted. */
import { schedule, type Watch } from "../bench/schedule.js";
import type { Pool } from "./pool.js";
import type { Progress } from "./progress.js";

/**
 * Results in the order of the jobs, undefined where there was an interruption first. Ctrl-C and SIGTERM end what is under way; a second
 * one finds no handler and ends the process at once.
 */
export async function runJobs<J, R>(
  jobs: readonly J[],
  atOnce: number,
  open: () => Promise<Pool<J, R>>,
  { end, ...watch }: Omit<Watch<R>, "stopped"> & Pick<Progress, "end">,
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
    const pool = await open();
    stop = pool.stop;
    const results = await schedule(jobs, atOnce, pool.run, { ...watch, stopped: () => interrupted });
    return { results, interrupted };
  } finally {
    end();
    await stop();
    release();
  }
}
