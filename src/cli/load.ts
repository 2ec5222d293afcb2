/** What a command was given to run on: a registered problem or a user's file, with its parameters and its start. */
import type { Engine } from "../ad/index.js";
import type { Origin } from "../bench/experiment.js";
import { sha256 } from "../bench/keys.js";
import type { RunOptions } from "../bench/options.js";
import { readText } from "../bench/store.js";
import type { ProblemFamily } from "../core/problem.js";
import { hidePaths, makeReader, publicName, type Reader } from "./files.js";
import { startFrom } from "./flags.js";
import { loadProblemFile, originOf, problemFile } from "./problem-file.js";
import type { WorkerContext } from "./worker.js";

export interface Loaded {
  readonly problem: string | ProblemFamily;
  /** The user's file; null for a registered problem. */
  readonly file: string | null;
  readonly origin: Origin | null;
  /** As they were given, files by names that may be shown. */
  readonly params: Readonly<Record<string, string>>;
  readonly x0: { readonly start: NonNullable<RunOptions["x0"]>; readonly name: string };
  readonly reader: Reader;
  /** What a worker needs to load the same. */
  readonly context: WorkerContext;
}

/** Throws UsageError for what cannot be read, is no problem or no start. */
export async function load(
  problem: string,
  given: Readonly<Record<string, string>>,
  { x0, engine }: { readonly x0: string | undefined; readonly engine: Engine | undefined },
): Promise<Loaded> {
  const { params, aliases } = hidePaths(given);
  const reader = makeReader(aliases);
  const start = startOf(x0, reader.note);
  const file = problemFile(problem);
  const loaded = file === null ? null : await loadProblemFile(file);
  const sources = loaded?.sources ?? [];
  for (const { path, text } of sources) reader.note(publicName(path), text);
  return {
    problem: loaded?.family ?? problem,
    file,
    origin: file === null ? null : originOf(file),
    params,
    x0: start,
    reader,
    context: { file, problem, aliases, hashes: sources.map(({ text }) => sha256(text)), engine },
  };
}

function startOf(flag: string | undefined, note: Reader["note"]): Loaded["x0"] {
  if (flag === undefined) return { start: "problem", name: "problem" };
  if (flag === "random") return { start: "random", name: "random" };
  const text = readText(flag, `--x0 ${flag}`);
  const name = publicName(flag);
  note(name, text);
  return { start: startFrom(text, flag), name };
}
