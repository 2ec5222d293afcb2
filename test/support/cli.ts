/** The command line as a process, in a scratch folder of its own. Needs dist/: `npm test` builds it first. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";

export const bin = join(import.meta.dirname, "../../bin/adbench.js");

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}
export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}
type Env = Readonly<Record<string, string | undefined>>;

export interface Scratch {
  readonly path: string;
  readonly adbench: (args: readonly string[], env?: Env) => Promise<Finished>;
  readonly start: (args: readonly string[], env?: Env) => Started;
  /** A line of bash in which `adbench` is the tool. */
  readonly shell: (line: string, env?: Env) => Promise<Finished>;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly read: (name: string) => string;
  /** Every file and folder below, sorted. */
  readonly list: () => string[];
}

/** A folder that is removed after the tests of the file. */
export function makeScratch(): Scratch {
  // Where the system keeps its temporary folder behind a link, the tool sees the real path.
  const path = realpathSync(mkdtempSync(join(tmpdir(), "adbench-test-")));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  const start = (args: readonly string[], env: Env = {}): Started => launch(process.execPath, [bin, ...args], path, env);
  const tool = `adbench() { '${process.execPath}' '${bin}' "$@"; }; `;
  return {
    path,
    start,
    adbench: (args, env) => start(args, env).finished,
    shell: (line, env = {}) => launch("bash", ["-c", tool + line], path, env).finished,
    write: (files) => {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), text);
      }
    },
    read: (name) => readFileSync(join(path, name), "utf8"),
    list: () => (existsSync(path) ? readdirSync(path, { recursive: true, encoding: "utf8" }).sort() : []),
  };
}

function launch(command: string, args: readonly string[], cwd: string, env: Env): Started {
  const clean = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, COLUMNS: undefined, NODE_OPTIONS: undefined, ...env };
  const child = spawn(command, args, { cwd, env: clean, stdio: ["ignore", "pipe", "pipe"] });
  const finished = new Promise<Finished>((resolve, reject) => {
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, out, err }));
  });
  return { child, finished };
}

/** Waits until it holds; fails after half a minute. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 600) throw new Error(`waited in vain until ${what}`);
    await sleep(50);
  }
}

/** The rows of a CSV as objects, quotes undone. */
export function csvRows(text: string): Record<string, string>[] {
  const cells = (line: string): string[] =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
  const [head, ...rows] = text.trimEnd().split("\n").map(cells);
  return rows.map((row) => Object.fromEntries(head!.map((name, k) => [name, row[k] ?? ""])));
}

/** The trace without its one column of times. */
export const timeless = (csv: string): string =>
  csvRows(csv)
    .map(({ seconds: _, ...row }) => JSON.stringify(row))
    .join("\n");

/** A black box that never returns where dim = 3, and leaves a file "stuck" there: it has to be interrupted. */
export const endless = `import { writeFileSync } from "node:fs";
import { defineProblem } from "adbench";
export default defineProblem({
  name: "endless", summary: "-", reference: "-", defaults: { dim: 2 },
  make: ({ dim }) => ({
    dim,
    x0: new Float64Array(dim).fill(1),
    fmin: 0,
    value: (x) => {
      if (dim === 3) writeFileSync("stuck", "");
      while (dim === 3);
      return x.reduce((s, xi) => s + xi * xi, 0);
    },
  }),
});
`;
