/** adbench run: validate, make the folder, run, keep, show. */
import { seconds, timestamp } from "../bench/clock.js";
import { type Experiment, prepare } from "../bench/experiment.js";
import { folderName, type HostFacts, makeManifest } from "../bench/manifest.js";
import type { RunRecord, RunSpec } from "../bench/record.js";
import { claimFolder, newRunFolder, openStore, type RunWriter } from "../bench/store.js";
import { summarize } from "../bench/summary.js";
import { publicArguments } from "./files.js";
import { engineOf, type RunFlags, runOptions, whole } from "./flags.js";
import { load } from "./load.js";
import { gitFacts, machineFacts } from "./machine.js";
import { destinations, writeOutputs } from "./outputs.js";
import { admitFailures, runAll } from "./run-all.js";
import { say } from "./say.js";
import { ownVersion } from "./version.js";

export async function run(problem: string, flags: RunFlags): Promise<void> {
  const start = seconds();
  const started = timestamp();
  const options = runOptions(flags);
  const jobs = whole("--jobs", flags.jobs, 1) ?? 1;
  const to = destinations(flags);

  const loaded = await load(problem, (options.params ?? {}) as Record<string, string>, { x0: flags.x0, engine: engineOf(flags) });
  const { file, params, x0, reader } = loaded;
  const experiment = prepare({ ...options, params, x0: x0.start, problem: loaded.problem }, reader.read, loaded.origin);

  const { specs } = experiment;
  const facts: Omit<HostFacts, "seconds"> = {
    adbench: ownVersion(),
    command: ["adbench", ...publicArguments(process.argv.slice(2))],
    machine: machineFacts(),
    git: file === null ? null : await gitFacts(file),
    files: reader.stamps(),
    axis: flags.axis,
    x0: x0.name,
    started,
  };
  const manifest = () => makeManifest(experiment, { ...facts, seconds: seconds() - start });
  const folder = flags.save ? folderFor(flags, experiment, facts) : null;
  const store = folder === null ? null : openStore(folder, manifest());
  if (!flags.quiet) experiment.notes.forEach(say);

  const context = { ...loaded.context, quality: options.gradientQuality === true };
  const { records, interrupted } = await runAll(experiment, jobs, context, flags.quiet === true, store?.append);
  const results = { manifest: manifest(), runs: records };
  if (store) await finish(store, results);
  await writeOutputs(results, to, flags, interrupted);
  close(records, specs, folder, interrupted, flags.quiet === true);
}

function folderFor(flags: RunFlags, experiment: Experiment, { files, started }: Pick<HostFacts, "files" | "started">): string {
  if (flags.out !== undefined) return claimFolder(flags.out, flags.force === true);
  return newRunFolder("results", folderName(experiment, files, started));
}

async function finish(store: RunWriter, results: Parameters<typeof writeOutputs>[0]): Promise<void> {
  const { summaryCsv, traceCsv } = await import("../report/csv.js");
  store.finish(results.manifest, results.runs, { trace: traceCsv(results.runs), summary: summaryCsv(summarize(results.runs)) });
}

/** Says where the results are and what went wrong; sets the exit code. */
function close(
  records: readonly RunRecord[],
  specs: readonly RunSpec[],
  folder: string | null,
  interrupted: boolean,
  quiet: boolean,
): void {
  if (interrupted) {
    const kept = folder === null ? "nothing is kept (--no-save)" : `kept in ${folder}; to see them: adbench report ${folder}`;
    say(`interrupted: ${records.length} of ${specs.length} runs finished, ${kept}`);
    process.exitCode = 130;
    return;
  }
  if (folder !== null && !quiet) say(`kept in ${folder}`);
  admitFailures(records);
}
