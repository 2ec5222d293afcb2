/** Worker threads, always: this thread stays free for Ctrl-C and progress while they compute. */
import { oneLine } from "./say.js";

export interface Pool<J, R> {
  /** After `stop` it rejects. */
  readonly run: (job: J) => Promise<R>;
  /** Ends the workers, in the middle of a job if need be. */
  readonly stop: () => Promise<void>;
}

export interface PoolOptions<J, R> {
  /** What a worker runs, beside this file. */
  readonly script: string;
  readonly threads: number;
  /** What every worker is given once. */
  readonly context?: unknown;
  /** What becomes of a job that threw, or whose worker died. */
  readonly failed: (job: J, message: string) => R;
}

export async function openPool<J, R>({ script, threads, context, failed }: PoolOptions<J, R>): Promise<Pool<J, R>> {
  const { Piscina } = await import("piscina");
  const filename = new URL(script, import.meta.url).href;
  const pool = new Piscina({ filename, minThreads: threads, maxThreads: threads, workerData: context });
  let stopping = false;
  return {
    run: async (job) => {
      try {
        return (await pool.run(job)) as R;
      } catch (error) {
        if (stopping) throw error;
        return failed(job, oneLine(error instanceof Error ? error.message : String(error)));
      }
    },
    stop: async () => {
      stopping = true;
      await pool.destroy();
    },
  };
}
