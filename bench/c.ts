/** C, compiled on the spot where gcc is there: a process that answers requests, one a line. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Case } from "./cases.js";
import type { Contender } from "./contender.js";
import { sources } from "./paths.js";

/** A child that gives one line for each line. */
export class Talk {
  readonly #child: ChildProcess;
  readonly #waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];

  constructor(command: string, parameters: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(command, parameters, { stdio: ["pipe", "pipe", "ignore"], env: { ...process.env, ...env } });
    createInterface({ input: this.#child.stdout! }).on("line", (line) => this.#waiting.shift()?.resolve(line));
    this.#child.on("close", () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error(`${command} ended`));
    });
  }
  ask(line: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin!.write(`${line}\n`);
    });
  }
  end(): void {
    this.#child.kill();
  }
}

/** What a child wrote: float64s. */
export const readDoubles = (path: string): Float64Array => {
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

/** The program, or null where it cannot be built. */
export function build(folder: string, name: string, flags: readonly string[], libraries: readonly string[] = []): string | null {
  const program = join(folder, name);
  const files = ["main.c", "kernels.c"].map((file) => join(sources, "c", file));
  const { status } = spawnSync("gcc", ["-march=native", ...flags, "-o", program, ...files, ...libraries, "-lm"], { stdio: "ignore" });
  return status === 0 ? program : null;
}

/** Straightforward loops at -O3. */
export function plainC(program: string): Contender {
  const talk = new Talk(program, []);
  return {
    name: "C plain",
    tolerance: 1e-10,
    load: async (one, _, file) => {
      await talk.ask(`load ${one.kind} ${file} ${one.sizes.join(" ")}`);
      return variant(talk, 0, file);
    },
    close: () => talk.end(),
  };
}

/** The fastest way to write it: each program with each form that the case has. */
export function bestC(programs: readonly { readonly program: string; readonly blas: boolean }[]): Contender {
  const talks = programs.map(({ program, blas }) => ({ talk: new Talk(program, [], { OPENBLAS_NUM_THREADS: "1" }), blas }));
  return {
    name: "C best",
    tolerance: 1e-10,
    load: async (one, _, file) => {
      let best = { seconds: Number.POSITIVE_INFINITY, talk: talks[0]!.talk, form: 0 };
      for (const { talk } of talks) {
        await talk.ask(`load ${one.kind} ${file} ${one.sizes.join(" ")}`);
        for (const form of formsOf(one)) {
          const seconds = Number(await talk.ask(`time ${form} gradient 30`));
          if (seconds < best.seconds) best = { seconds, talk, form };
        }
      }
      return variant(best.talk, best.form, file);
    },
    close: () => talks.forEach(({ talk }) => talk.end()),
  };
}

const formsOf = (one: Case): readonly number[] => (one.kind === "mds" ? [0, 1, 2] : [0]);

const variant = (talk: Talk, form: number, file: string) => ({
  check: async () => {
    await talk.ask(`check ${form} ${file}.out`);
    return readDoubles(`${file}.out`);
  },
  time: async (what: "value" | "gradient", ms: number) => Number(await talk.ask(`time ${form} ${what} ${ms}`)),
});
