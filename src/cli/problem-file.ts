/** A user's problem from a .ts, .js or .mjs file, loaded without a build step; `import … from "adbench"` inside it is this very tool. */

import { Console } from "node:console";
import { readFileSync } from "node:fs";
import { resolve, sep } from "node:path";
import type { Origin } from "../bench/experiment.js";
import { readText } from "../bench/store.js";
import { UsageError } from "../core/errors.js";
import type { ProblemFamily } from "../core/problem.js";
import { publicName } from "./files.js";
import { oneLine } from "./say.js";

export const isProblemFile = (name: string): boolean => /\.(ts|mts|js|mjs)$/.test(name);

/** The file that a command was given, or null where it was given a name. Throws UsageError for a file of another kind. */
export function problemFile(name: string): string | null {
  if (isProblemFile(name)) return name;
  if (/[./\\]/.test(name)) throw new UsageError(`${name}: expected the name of a problem, or a .ts, .js or .mjs file that exports one`);
  return null;
}

export interface LoadedProblem {
  readonly family: ProblemFamily;
  /** The file and what it imports, by path, with their texts. */
  readonly sources: readonly { readonly path: string; readonly text: string }[];
}

/** Throws UsageError naming the file, and the line where there is one. */
export async function loadProblemFile(file: string): Promise<LoadedProblem> {
  const path = resolve(file);
  readText(path, file);
  // What the user's code prints must not mix with the results on standard output.
  globalThis.console = new Console(process.stderr, process.stderr);
  const [{ createJiti }, library] = await Promise.all([import("jiti"), import("../index.js")]);
  const jiti = createJiti(import.meta.url, { fsCache: false, interopDefault: false, virtualModules: { adbench: library } });
  const before = new Set(Object.keys(jiti.cache));
  let loaded: unknown;
  try {
    loaded = await jiti.import(path);
  } catch (error) {
    throw new UsageError(explainAt(error, file));
  }
  const imported = Object.keys(jiti.cache).filter((key) => !before.has(key) && !key.includes(`${sep}node_modules${sep}`));
  const family = (loaded as { default?: unknown } | null)?.default;
  checkFamily(family, publicName(file));
  return {
    family,
    sources: [...new Set([path, ...imported])].map((source) => ({ path: source, text: readFileSync(source, "utf8") })),
  };
}

function checkFamily(family: unknown, file: string): asserts family is ProblemFamily {
  const wanted = "export default defineProblem({ name, summary, reference, defaults: { dim }, make })";
  if (typeof family !== "object" || family === null)
    throw new UsageError(`${file}: has no problem as its default export; expected ${wanted}`);
  const { name, defaults, make } = family as Partial<ProblemFamily>;
  if (typeof name !== "string" || name === "") throw new UsageError(`${file}: the problem has no name; expected ${wanted}`);
  if (typeof make !== "function") throw new UsageError(`${file}: make is not a function; expected ${wanted}`);
  if (typeof defaults !== "object" || defaults === null || !("dim" in defaults))
    throw new UsageError(`${file}: defaults has no dim, the number of variables; expected ${wanted}`);
}

/** Where a user's problem comes from, and how its errors are told. */
export const originOf = (file: string): Origin => ({ file: publicName(file), explain: (error) => explainAt(error, file) });

/** What was thrown in one line, with the place in the user's file that caused it. */
export function explainAt(error: unknown, file: string): string {
  const shown = publicName(file);
  const path = resolve(file);
  const message = error instanceof Error ? error.message : String(error);
  const text = oneLine(message.split("\n")[0] ?? "")
    .replaceAll(`file://${path}`, shown)
    .replaceAll(path, shown)
    // Files that it imports; messages are kept, and what is kept holds no absolute path.
    .replaceAll(/(?:file:\/\/)?(\/[^\s:()'"]+)(?=:\d+)/g, (_, other: string) => publicName(other));
  const stack = error instanceof Error ? (error.stack ?? "").replaceAll(path, shown) : "";
  const place = new RegExp(`${literal(shown)}:(\\d+)(:\\d+)?`).exec(stack)?.[0] ?? shown;
  if (text.includes(place) || (place === shown && text.includes(shown))) return text;
  const kind = error instanceof Error && !["Error", "UsageError"].includes(error.name) ? `${error.name}: ` : "";
  return `${place}: ${kind}${text}`;
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
