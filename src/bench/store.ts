/** results/<run>/ on disk: manifest.json, runs.jsonl (the truth, appended and flushed run by run), trace.csv and summary.csv. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../core/errors.js";
import type { Manifest, ResultSet, RunRecord } from "./record.js";
import { SCHEMA } from "./record.js";
import { parseManifest, parseRecord, serializeManifest, serializeRecord } from "./serialize.js";

/** Held while a named folder is written: the number of the process. */
const LOCK = ".lock";
const FILES = { manifest: "manifest.json", runs: "runs.jsonl", trace: "trace.csv", summary: "summary.csv" } as const;

/** A new folder <parent>/<name>, or <name>-2, -3 … : mkdir decides, so two runs started at once never share one. */
export function newRunFolder(parent: string, name: string): string {
  makeFolder(parent, true);
  for (let k = 1; ; k++) {
    const folder = join(parent, k === 1 ? name : `${name}-${k}`);
    if (makeFolder(folder, false)) return folder;
  }
}

/** The folder a user names. Throws UsageError when it holds results, unless `force` is set: then they go. */
export function claimFolder(folder: string, force: boolean): string {
  makeFolder(folder, true);
  lock(folder);
  const held = Object.values(FILES).filter((file) => existsSync(join(folder, file)));
  if (held.length > 0 && !force) {
    rmSync(join(folder, LOCK));
    throw new UsageError(`--out ${folder}: the folder holds results (${held[0]}); --force replaces them`);
  }
  for (const file of held) rmSync(join(folder, file));
  return folder;
}

/** Throws UsageError while another process writes there; what a killed one left behind is taken over. */
function lock(folder: string): void {
  const path = join(folder, LOCK);
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw new UsageError(`cannot keep results in ${folder}: ${reasonOf(error)}`);
    if (isRunning(Number(readFileSync(path, "utf8")))) throw new UsageError(`--out ${folder}: another run is being written there`);
    rmSync(path, { force: true });
    lock(folder);
  }
}

function isRunning(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** False when a folder must be new and is not. Throws UsageError where none can be made or written to. */
export function makeFolder(folder: string, mayExist: boolean): boolean {
  try {
    if (mayExist) makeFolders(resolve(folder), "EEXIST");
    else mkdirSync(folder);
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST" && !mayExist) return false;
    throw new UsageError(`cannot keep results in ${folder}: ${reasonOf(error)}`);
  }
}

/**
 * One after the other: where a file system makes no folders (/proc), mkdir with `recursive` would try for ever. `inTheWay` is the code of the
 * error where there is a file.
 */
function makeFolders(folder: string, inTheWay: "EEXIST" | "ENOTDIR"): void {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: inTheWay });
    return;
  }
  makeFolders(dirname(folder), "ENOTDIR");
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have been faster.
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

export interface RunWriter {
  /** Durable when it returns. */
  readonly append: (record: RunRecord) => void;
  /** Puts the records in the order given and adds the derived files. */
  readonly finish: (manifest: Manifest, records: readonly RunRecord[], csv: { readonly trace: string; readonly summary: string }) => void;
}

/** Starts a result folder. The manifest is created first and only once: whoever comes second is told. */
export function openStore(folder: string, manifest: Manifest): RunWriter {
  try {
    writeFileSync(join(folder, FILES.manifest), serializeManifest(manifest), { flag: "wx" });
  } catch (error) {
    throw new UsageError(`--out ${folder}: ${codeOf(error) === "EEXIST" ? "another run is being written there" : reasonOf(error)}`);
  }
  const runs = openSync(join(folder, FILES.runs), "a");
  let written: RunRecord[] = [];
  return {
    append: (record) => {
      writeSync(runs, `${serializeRecord(record)}\n`);
      fsyncSync(runs);
      written.push(record);
    },
    finish: (final, records, csv) => {
      closeSync(runs);
      if (records.length !== written.length || records.some((record, k) => record !== written[k]))
        replaceFile(join(folder, FILES.runs), records.map((record) => `${serializeRecord(record)}\n`).join(""));
      written = [];
      replaceFile(join(folder, FILES.trace), csv.trace);
      replaceFile(join(folder, FILES.summary), csv.summary);
      replaceFile(join(folder, FILES.manifest), serializeManifest(final));
      rmSync(join(folder, LOCK), { force: true });
    },
  };
}

/** The whole file or none: written beside its place, then renamed. Devices and pipes are written as they are. */
export function replaceFile(path: string, text: string): void {
  if (existsSync(path) && !statSync(path).isFile()) {
    writeFileSync(path, text);
    return;
  }
  const beside = join(dirname(path), `.${process.pid}-${Math.abs(hashOf(path))}.tmp`);
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Throws UsageError when a file could not be written there later. */
export function checkDestination(flag: string, path: string): void {
  const folder = dirname(resolve(path));
  const bad = (why: string): never => {
    throw new UsageError(`${flag} ${path}: ${why}`);
  };
  if (path.trim() === "") bad("expected a file name, or - for standard output");
  if (!existsSync(folder)) bad("its folder does not exist");
  if (existsSync(path) && statSync(path).isDirectory()) bad("is a folder, expected a file name");
  try {
    accessSync(existsSync(path) ? path : folder, constants.W_OK);
  } catch (error) {
    bad(reasonOf(error));
  }
}

/**
 * Reads a result folder back. `torn`: the last line was cut off by a crash and is dropped.
 * Throws UsageError when it holds no results or they cannot be read.
 */
export function readResults(folder: string): ResultSet & { readonly torn: boolean } {
  if (!existsSync(folder)) throw new UsageError(`${folder}: no such folder; expected one that adbench run wrote, such as results/<run>`);
  const manifest = readPart(folder, FILES.manifest, parseManifest);
  if (manifest.schema !== SCHEMA)
    throw new UsageError(`${join(folder, FILES.manifest)}: has schema ${manifest.schema}, this adbench reads schema ${SCHEMA}`);
  return { manifest, ...readPart(folder, FILES.runs, (text) => parseLines(text, join(folder, FILES.runs))) };
}

function parseLines(text: string, path: string): { readonly runs: readonly RunRecord[]; readonly torn: boolean } {
  const lines = text.split("\n");
  // What follows the last newline was never finished, even where it happens to be JSON.
  const torn = lines.pop() !== "";
  const runs = lines.map((line, k) => {
    try {
      return parseRecord(line);
    } catch {
      throw new UsageError(`${path}:${k + 1}: is not a run record`);
    }
  });
  return { runs, torn };
}

function readPart<T>(folder: string, file: string, parse: (text: string) => T): T {
  const path = join(folder, file);
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR")
      throw new UsageError(`${folder}: has no ${file}, so it is not a folder of results`);
    throw new UsageError(`${path}: ${codeOf(error) ? reasonOf(error) : "cannot be read as results"}`);
  }
}

/** The text of a user's file. Throws UsageError. */
export function readText(path: string, shown = path): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`cannot read ${shown}: ${reasonOf(error)}`);
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | null)?.code;

function reasonOf(error: unknown): string {
  const known: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    EISDIR: "it is a folder",
    EACCES: "permission denied",
    EROFS: "read-only file system",
    EEXIST: "there is a file of that name",
    ENOTDIR: "a part of the path is a file",
    ENOSPC: "no space left",
  };
  return known[codeOf(error) ?? ""] ?? (error instanceof Error ? error.message : String(error));
}

/** Keeps the temporary names of one process apart. */
const hashOf = (text: string): number => [...text].reduce((h, c) => (Math.imul(h, 31) + c.charCodeAt(0)) | 0, 7);
