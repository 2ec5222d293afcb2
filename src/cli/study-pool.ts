/** Parts of studies in worker threads: this one stays free for Ctrl-C and progress while they compute. */
import type { Outcome, Task } from "../studies/run.js";
import type { Workers } from "./jobs.js";
import { oneLine } from "./say.js";

/** A worker that dies is the outcome of its part. */
export async function openStudyPool(threads: number): Promise<Workers<Task, Outcome>> {
  const { Piscina } = await import("piscina");
  const pool = new Piscina({ filename: new URL("./study-worker.js", import.meta.url).href, minThreads: threads, maxThreads: threads });
  let stopping = false;
  return {
    run: async (task) => {
      try {
        return (await pool.run(task)) as Outcome;
      } catch (error) {
        if (stopping) throw error;
        return { error: oneLine(error instanceof Error ? error.message : String(error)) };
      }
    },
    stop: async () => {
      stopping = true;
      await pool.destroy();
    },
  };
}
