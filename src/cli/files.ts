/** What a run reads from disk, under names that may be shown: relative to the working folder, outside it the base name alone. */
import { existsSync, statSync } from "node:fs";
import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import { sha256 } from "../bench/keys.js";
import type { FileStamp } from "../bench/record.js";
import { readText } from "../bench/store.js";
import type { Read } from "../core/problem.js";

/** Shown name → path, for the files whose shown name is not their path. Plain data: workers get a copy. */
export type Aliases = Readonly<Record<string, string>>;

export function publicName(path: string): string {
  const inside = relative(process.cwd(), resolve(path));
  const outside = inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  return (outside ? basename(path) : inside).split(sep).join("/");
}

/** As the value of a parameter: ./europe must not turn into the word europe, which a problem may know. */
function publicValue(path: string): string {
  const name = publicName(path);
  return /[./]/.test(name) ? name : `./${name}`;
}

/** Parameters that name files outside the working folder are renamed; where they are is kept apart. */
export function hidePaths(params: Readonly<Record<string, string>>): {
  readonly params: Record<string, string>;
  readonly aliases: Aliases;
} {
  const aliases: Record<string, string> = {};
  const shown = Object.entries(params).map(([key, value]) => {
    if (!/[\\/]/.test(value) || !isFile(value)) return [key, value];
    const name = publicValue(value);
    aliases[name] = resolve(value);
    return [key, name];
  });
  return { params: Object.fromEntries(shown) as Record<string, string>, aliases };
}

/** Arguments as they may be shown: absolute paths by their public names. */
export const publicArguments = (args: readonly string[]): string[] =>
  args.map((arg) => {
    const [, before, value] = /^((?:-{0,2}[\w-]*=)*)(.*)$/s.exec(arg) ?? [];
    return value !== undefined && (isAbsolute(value) || value.startsWith(".."))
      ? `${before}${before ? publicValue(value) : publicName(value)}`
      : arg;
  });

export interface Reader {
  readonly read: Read;
  /** What was read so far, each file once. */
  readonly stamps: () => FileStamp[];
  /** Notes a file that was read by other means. */
  readonly note: (name: string, text: string) => void;
}

export function makeReader(aliases: Aliases): Reader {
  const seen = new Map<string, FileStamp>();
  const note = (name: string, text: string): void => void seen.set(name, { name, sha256: sha256(text) });
  return {
    read: (name) => {
      const text = readText(aliases[name] ?? name, name);
      note(publicName(name), text);
      return text;
    },
    stamps: () => [...seen.values()],
    note,
  };
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
