/** What is seen from outside: building, calling, starting, and a whole run of gradient descent as a process. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { add, compile, input } from "../src/ad/index.js";
import { type Case, cases } from "./cases.js";
import { median, secondsOf } from "./clock.js";
import { root, sources } from "./paths.js";

const script = (name: string): string => join(sources, "build", "bench", name);
const node = (...words: string[]): string => spawnSync(process.execPath, words, { encoding: "utf8", cwd: root }).stdout;

export interface Build {
  readonly name: string;
  readonly trace: number;
  readonly compile: number;
}

/** Milliseconds in a fresh process, where nothing is warm: medians. */
export function builds(only: (one: Case) => boolean, rounds: number): Build[] {
  return cases.filter(only).map(({ name }) => {
    const all = Array.from({ length: rounds }, () => JSON.parse(node(script("cold.js"), name)) as { trace: number; compile: number });
    return { name, trace: median(all.map((one) => one.trace)), compile: median(all.map((one) => one.compile)) };
  });
}

/** Seconds of one run of x + 1. */
export function call(): number {
  const x = input([]);
  return secondsOf(compile([x], [add(x, 1)]).run, 100);
}

export interface Timed {
  readonly name: string;
  readonly seconds: number;
  /** Of the process it is compared with. */
  readonly ratio: number;
  readonly more: number;
}

function interleaved(commands: readonly (readonly [name: string, words: readonly string[]])[], rounds: number): Timed[] {
  const times = commands.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    commands.forEach(([, [program, ...words]], k) => {
      const start = performance.now();
      spawnSync(program!, words, { stdio: "ignore", cwd: root });
      times[k]!.push((performance.now() - start) / 1000);
    });
  const base = median(times[0]!);
  return commands.map(([name], k) => {
    const seconds = median(times[k]!);
    return { name, seconds, ratio: seconds / base, more: seconds - base };
  });
}

const isBuilt = (): boolean => existsSync(join(root, "dist", "index.js"));

/** Whole processes against bare Node. null where the package is not built. */
export function starts(rounds: number): Timed[] | null {
  if (!isBuilt()) return null;
  const run = process.execPath;
  return interleaved(
    [
      ["node -e 0", [run, "-e", "0"]],
      ["adbench --help", [run, "bin/adbench.js", "--help"]],
      ["import of the library", [run, "--input-type=module", "-e", 'import "adbench"']],
      ["import, first gradient", [run, "--input-type=module", "-e", FIRST]],
    ],
    rounds,
  );
}
const FIRST = 'import { grad, square, sum } from "adbench"; grad((x) => sum(square(x)))([1, 2, 3]);';

/** 1000 iterations of gradient descent on W1 (100, 10), by processes that read the same file. null where the package is not built. */
export const descent = { n: 100, d: 10, iterations: 1000, step: 1e-6 } as const;

export function descents(
  c: string | null,
  file: string,
  rounds: number,
): { readonly rows: Timed[]; readonly agreement: number | null } | null {
  if (!isBuilt()) return null;
  const program = join(sources, "descend.mjs");
  const { n, d, iterations, step } = descent;
  const words = [file, n, d, iterations, step].map(String);
  const mine = ["wasm", [process.execPath, program, ...words]] as const;
  if (!c) return { rows: interleaved([mine], rounds), agreement: null };
  const [f, reference] = [node(program, ...words), spawnSync(c, ["gd", ...words], { encoding: "utf8" }).stdout].map(Number);
  return {
    rows: interleaved([["C plain", [c, "gd", ...words]], mine], rounds),
    agreement: Math.abs(f! - reference!) / Math.abs(reference!),
  };
}
