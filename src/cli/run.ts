/** adbench run: validate, make the folder, run, keep, show. */
import { seconds, timestamp } from "../bench/clock.js";
import { type Experiment, prepare } from "../bench/experiment.js";
import { sha256 } from "../bench/keys.js";
import { folderName, type HostFacts, makeManifest } from "../bench/manifest.js";
import type { RunOptions } from "../bench/options.js";
import type { RunRecord, RunSpec } from "../bench/record.js";
import { schedule } from "../bench/schedule.js";
import { claimFolder, newRunFolder, openStore, type RunWriter, readText } from "../bench/store.js";
import { summarize } from "../bench/summary.js";
import { hidePaths, makeReader, publicArguments, publicName } from "./files.js";
import { engineOf, type RunFlags, runOptions, startFrom, whole } from "./flags.js";
import { gitFacts, machineFacts, ownVersion } from "./machine.js";
import { destinations, writeOutputs } from "./outputs.js";
import { openPool } from "./pool.js";
import { loadProblemFile, originOf, problemFile } from "./problem-file.js";
import { showProgress } from "./progress.js";
import { say } from "./say.js";

export async function run(problem: string, flags: RunFlags): Promise<void> {
  const start = seconds();
  const started = timestamp();
  const options = runOptions(flags);
  const jobs = whole("--jobs", flags.jobs, 1) ?? 1;
  const to = destinations(flags);

  const { params, aliases } = hidePaths((options.params ?? {}) as Record<string, string>);
  const reader = makeReader(aliases);
  const x0 = startOf(flags.x0, reader.note);
  const file = problemFile(problem);
  const loaded = file === null ? null : await loadProblemFile(file);
  for (const { path, text } of loaded?.sources ?? []) reader.note(publicName(path), text);
  const origin = file === null ? null : originOf(file);
  const experiment = prepare({ ...options, params, x0: x0.start, problem: loaded?.family ?? problem }, reader.read, origin);

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

  const hashes = [...(loaded?.sources ?? []).map(({ text }) => sha256(text))];
  const context = { file, problem, aliases, hashes, engine: engineOf(flags) };
  const { records, interrupted } = await runAll(experiment, jobs, context, store, flags.quiet === true);
  const results = { manifest: manifest(), runs: records };
  if (store) await finish(store, results);
  await writeOutputs(results, to, flags, interrupted);
  close(records, specs, folder, interrupted, flags.quiet === true);
}

/** Runs everything, k at a time, until done or interrupted; finished runs go to the store at once and come back in plan order. */
async function runAll(
  experiment: Experiment,
  jobs: number,
  context: Parameters<typeof openPool>[2],
  store: RunWriter | null,
  quiet: boolean,
): Promise<{ readonly records: RunRecord[]; readonly interrupted: boolean }> {
  const { specs } = experiment;
  let interrupted = false;
  let stop = async (): Promise<void> => {};
  const onSignal = (): void => {
    interrupted = true;
    // A second signal finds no handler and ends the process at once.
    release();
    void stop();
  };
  const release = (): void => {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const pool = await openPool(Math.min(jobs, specs.length), experiment, context);
  stop = pool.stop;
  const progress = showProgress(
    specs.map((spec) => (spec.gradient ? `${spec.optimizer.name}/${spec.gradient.name}` : spec.optimizer.name)),
    quiet,
  );
  try {
    const results = await schedule(specs, jobs, (spec) => pool.run(spec), {
      started: progress.started,
      finished: (index, record) => {
        store?.append(record);
        progress.finished(index);
      },
      stopped: () => interrupted,
    });
    return { records: results.filter((record) => record !== undefined), interrupted };
  } finally {
    progress.end();
    await pool.stop();
    release();
  }
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
  const failed = records.filter(({ stop }) => stop === "error");
  const [first] = failed;
  if (!first) return;
  say(
    `${failed.length} of ${records.length} runs failed, first ${first.gradient === "none" ? first.optimizer : `${first.optimizer}/${first.gradient}`}: ${first.message ?? "unknown error"}`,
  );
  process.exitCode = 3;
}

function startOf(
  flag: string | undefined,
  note: (name: string, text: string) => void,
): { readonly start: NonNullable<RunOptions["x0"]>; readonly name: string } {
  if (flag === undefined) return { start: "problem", name: "problem" };
  if (flag === "random") return { start: "random", name: "random" };
  const text = readText(flag, `--x0 ${flag}`);
  const name = publicName(flag);
  note(name, text);
  return { start: startFrom(text, flag), name };
}
