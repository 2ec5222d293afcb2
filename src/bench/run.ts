/** The library's `run`: everything an experiment plans, one run after the other in this thread. Nothing is kept on disk. */
import { seconds } from "./clock.js";
import { execute } from "./execute.js";
import { prepare } from "./experiment.js";
import { instanceCache } from "./instance.js";
import type { RunOptions } from "./options.js";
import type { RunRecord } from "./record.js";
import { readText } from "./store.js";

/**
 * Runs methods on a problem and returns one record for each run, in plan order. Failures while evaluating are records with stop
 * "error".
 * @throws UsageError for unknown names and bad values, before anything runs.
 */
export function run(options: RunOptions): RunRecord[] {
  const { family, specs, optimizers, gradients } = prepare(options, readText);
  const instances = instanceCache(family, readText, options.engine);
  const quality = options.gradientQuality ?? false;
  return specs.map((spec) => execute(spec, { family, read: readText, now: seconds, instances, optimizers, gradients, quality }));
}
