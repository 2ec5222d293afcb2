/** adbench report: saved results rendered again, the same as when they were run. */
import type { Axis } from "../bench/record.js";
import { readResults } from "../bench/store.js";
import { destinations, type OutputFlags, writeOutputs } from "./outputs.js";
import { say } from "./say.js";

export async function report(folder: string, flags: OutputFlags & { readonly axis?: Axis; readonly quiet?: boolean }): Promise<void> {
  const to = destinations(flags);
  const { manifest, runs, torn } = readResults(folder);
  if (!flags.quiet) manifest.notes.forEach(say);
  if (flags.qualityCsv !== undefined && !runs.some(({ quality }) => quality)) say(`${folder} was run without --gradient-quality: no rows`);
  if (runs.length > 0) await writeOutputs({ manifest, runs }, to, { ...flags, axis: flags.axis ?? manifest.axis });
  if (runs.length >= manifest.planned) return;
  say(`${folder} is incomplete: ${runs.length} of ${manifest.planned} runs${torn ? ", the last line was cut off" : ""}`);
  process.exitCode = 4;
}
