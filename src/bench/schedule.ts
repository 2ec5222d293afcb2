/** Independent runs, k at a time, taken in plan order; the results keep that order whoever finishes first. */

export interface Watch<R> {
  readonly started?: (index: number) => void;
  readonly finished?: (index: number, result: R) => void;
  /** True once no further run may start. */
  readonly stopped?: () => boolean;
}

/**
 * Resolves with one result for each job, undefined where `stopped` came first. A job that rejects after `stopped` was interrupted,
 * not broken; any other rejection ends the schedule.
 */
export async function schedule<J, R>(
  jobs: readonly J[],
  atOnce: number,
  run: (job: J, index: number) => Promise<R>,
  { started, finished, stopped = () => false }: Watch<R> = {},
): Promise<(R | undefined)[]> {
  const results = new Array<R | undefined>(jobs.length).fill(undefined);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < jobs.length && !stopped()) {
      const index = next++;
      started?.(index);
      try {
        const result = await run(jobs[index]!, index);
        results[index] = result;
        finished?.(index, result);
      } catch (error) {
        if (!stopped()) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, jobs.length) }, lane));
  return results;
}
