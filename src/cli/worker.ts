/** A worker thread: the problem is loaded once, then one run a task. Plain data in, plain data out. */
import { Console } from "node:console";
import { workerData } from "piscina";
import type { Engine } from "../ad/index.js";
import { seconds } from "../bench/clock.js";
import { execute } from "../bench/execute.js";
import { familyOf } from "../bench/experiment.js";
import { instanceCache } from "../bench/instance.js";
import type { RunRecord, RunSpec } from "../bench/record.js";
import { type Aliases, makeReader } from "./files.js";
import { explainAt, loadProblemFile } from "./problem-file.js";

export interface WorkerContext {
  /** The user's file, or null for a registered problem of that name. */
  readonly file: string | null;
  readonly problem: string;
  readonly aliases: Aliases;
  /** SHA-256 of the files that the problem was loaded from. */
  readonly hashes: readonly string[];
  readonly engine: Engine | undefined;
  /** Compare gradients with the true ones. */
  readonly quality?: boolean;
}

const { file, problem, aliases, hashes, engine, quality = false } = workerData as WorkerContext;
globalThis.console = new Console(process.stderr, process.stderr);
const family = file === null ? familyOf(problem) : (await loadProblemFile(file)).family;
const { read } = makeReader(aliases);
const instances = instanceCache(family, read, engine);

export default function runOne(spec: RunSpec): RunRecord {
  const explain = file === null ? {} : { explain: (error: unknown) => explainAt(error, file) };
  return execute(spec, { family, read, now: seconds, files: hashes, instances, quality, ...explain });
}
