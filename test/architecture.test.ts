/** The folders import only what they may, and nothing does what is kept to one place: docs/design.md. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rights, type Source, violations } from "./support/architecture.js";

const root = join(import.meta.dirname, "..");
const sources: Source[] = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .sort()
  .map((name) => `src/${name.replaceAll("\\", "/")}`)
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

test("no rule is broken", () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(violations(sources)).toEqual([]);
});

test("every folder of src has its row", () => {
  const folders = new Set(sources.map(({ path }) => path.split("/").slice(1, -1)[0] ?? ""));
  expect([...folders].filter((folder) => !(folder in rights))).toEqual([]);
});

/** What is said of one file, without the others. */
const of = (path: string, ...lines: string[]): string[] => violations([{ path, text: `${lines.join("\n")}\n` }]);

describe("a planted violation is found", () => {
  test.each<[what: string, path: string, line: string]>([
    ["numeric may not import core", "src/numeric/a.ts", 'import { evals } from "../core/cost.js";'],
    ["ad may not import numeric", "src/ad/a.ts", 'import { dot } from "../numeric/vector.js";'],
    ["data may not import core", "src/data/a.ts", 'import { UsageError } from "../core/errors.js";'],
    ["core may not import bench", "src/core/a.ts", 'import type { RunSpec } from "../bench/record.js";'],
    ["core may not import cli", "src/core/a.ts", 'import { say } from "../cli/say.js";'],
    ["core may not import src", "src/core/a.ts", 'import { run } from "../index.js";'],
    ["core may not import gradients", "src/core/a.ts", 'export * from "../gradients/index.js";'],
    ["core may not import problems", "src/core/a.ts", 'const p = await import("../problems/index.js");'],
    ["problems may not import core but for", "src/problems/a.ts", 'import { Meter } from "../core/meter.js";'],
    ["gradients may not import ad", "src/gradients/a.ts", 'import { compile } from "../ad/index.js";'],
    ["gradients may not import core but for", "src/gradients/a.ts", 'import { makeOracle } from "../core/oracle.js";'],
    ["optimizers may not import core but for", "src/optimizers/a.ts", 'import { defineOptimizer, isTraced } from "../core/problem.js";'],
    ["optimizers may not import core but for", "src/optimizers/a.ts", 'import * as core from "../core/optimizer.js";'],
    ["optimizers may not import gradients", "src/optimizers/a.ts", 'import type { gradients } from "../gradients/index.js";'],
    ["bench may not import optimizers but for its index", "src/bench/a.ts", 'import gd from "../optimizers/gd.js";'],
    ["bench may not import report", "src/bench/a.ts", 'import { csv } from "../report/csv.js";'],
    [
      "report may not import bench but for its types",
      "src/report/a.ts",
      'import { summarize, type SummaryRow } from "../bench/summary.js";',
    ],
    ["src may not import cli", "src/index.ts", 'export { say } from "./cli/say.js";'],
    ["src/odd has no row", "src/odd/a.ts", 'import { dot } from "../numeric/vector.js";'],
    ["is outside src", "src/core/a.ts", 'import { run } from "../../test/support/run.js";'],
    ["touch the disk", "src/report/a.ts", 'import { readFileSync } from "node:fs";'],
    ["touch the disk", "src/core/a.ts", 'const fs = await import("fs/promises");'],
    ["reads the clock", "src/core/a.ts", "const t = performance.now();"],
    ["reads the clock", "src/cli/a.ts", "const t = new Date();"],
    ["reads the clock", "src/bench/a.ts", "const t = globalThis.Date.now();"],
    ["reads the clock", "src/bench/a.ts", "const t = process.hrtime.bigint();"],
    ["reads the clock", "src/ad/a.ts", 'import { performance as p } from "node:perf_hooks";'],
    ["touches the console", "src/optimizers/a.ts", 'console.log("x");'],
    ["touches the console", "src/report/a.ts", 'process.stdout.write("x");'],
    ["touches the console", "src/report/a.ts", "const { stderr } = process;"],
    ["touches the console", "src/ad/a.ts", 'import { Console } from "node:console";'],
    ["nothing touches Math.random", "src/cli/a.ts", "const r = Math.random();"],
    ["nothing touches Math.random", "src/cli/a.ts", "const { random } = Math;"],
    ["Math.pow differs", "src/ad/a.ts", "const y = Math.pow(x, 3);"],
    ["** differs", "src/ad/a.ts", "const y = x ** 2;"],
    ["** differs", "src/ad/a.ts", "y **= 2;"],
    ["is missing from src/optimizers/index.ts", "src/optimizers/a.ts", "export default 1;"],
    ["longer than 250 lines", "src/core/a.ts", "\n".repeat(250)],
  ])("%s: %s", (what, path, line) => {
    expect(of(path, "// first", line).join("\n")).toContain(what);
  });

  test("with its file and line", () => {
    expect(of("src/core/a.ts", "", 'import { say } from "../cli/say.js";')).toEqual([
      "src/core/a.ts:2: core may not import cli: ../cli/say.js",
    ]);
  });
});

describe("what is allowed is not found", () => {
  test.each([
    ["src/bench/store.ts", 'import { readFileSync } from "node:fs";'],
    ["src/bench/clock.ts", "const t = performance.now() + new Date().getTime();"],
    ["src/cli/a.ts", 'import { Console } from "node:console"; console.log(process.stdout);'],
    ["src/core/a.ts", "/** Date, console.log, Math.random() and x ** 2 in a comment */"],
    ["src/core/a.ts", 'const text = "new Date() ** Math.random()";'],
    ["src/core/a.ts", "interface A { readonly Date: number } const date = (a: A): number => a.Date;"],
    ["src/core/a.ts", "const { performance: kept } = results;"],
    ["src/data/a.generated.ts", "\n".repeat(1000)],
    ["src/report/a.ts", 'import { type Cost } from "../core/cost.js"; import type { RunRecord } from "../bench/record.js";'],
  ])("%s: %s", (path, line) => {
    expect(of(path, line)).toEqual([]);
  });

  test("types, define…, params and errors of core, for a registered file", () => {
    const file = [
      'import type { Oracle } from "../core/evaluations.js";',
      'import { defineOptimizer, type Iterate } from "../core/optimizer.js";',
      'import { positive } from "../core/params.js";',
      'import { UsageError } from "../core/errors.js";',
    ].join("\n");
    const index = 'import a from "./a.js";\nexport const optimizers = [a];\n';
    const both = [
      { path: "src/optimizers/a.ts", text: `${file}\n` },
      { path: "src/optimizers/index.ts", text: index },
    ];
    expect(violations(both)).toEqual([]);
  });
});

describe("a study is a folder, named in the index of studies, all of whose files are reached from its own index", () => {
  const registry = 'import one from "./one/index.js";\nexport const studies = [one];\n';
  const study = {
    "src/studies/index.ts": registry,
    "src/studies/run.ts": "export const run = 1;\n",
    "src/studies/one/index.ts": 'import { a } from "./a.js";\nimport { run } from "../run.js";\nexport default [a, run];\n',
    "src/studies/one/a.ts": 'import { b } from "./b.js";\nexport const a = b;\n',
    "src/studies/one/b.ts": "export const b = 1;\n",
  };
  const found = (over: Record<string, string>): string[] =>
    violations(Object.entries({ ...study, ...over }).map(([path, text]) => ({ path, text })));

  test("as it should be, with helpers of all studies beside", () => expect(found({})).toEqual([]));
  test("a folder that the index of studies does not name", () =>
    expect(found({ "src/studies/index.ts": "export const studies = [];\n" })).toEqual([
      "src/studies/one/index.ts:1: is missing from src/studies/index.ts",
    ]));
  test("a folder without an index", () =>
    expect(found({ "src/studies/two/c.ts": "export const c = 1;\n" })).toEqual([
      "src/studies/two/c.ts:1: src/studies/two has no index.ts",
    ]));
  test("a file that nothing imports, and two that only import each other", () => {
    expect(found({ "src/studies/one/c.ts": "export const c = 1;\n" })).toEqual([
      "src/studies/one/c.ts:1: src/studies/one/index.ts does not reach it",
    ]);
    const circle = {
      "src/studies/one/c.ts": 'import { d } from "./d.js";\nexport const c = d;\n',
      "src/studies/one/d.ts": 'import { c } from "./c.js";\nexport const d = c;\n',
    };
    expect(found(circle)).toHaveLength(2);
  });
  test("a file that only another study imports is not part of its own", () =>
    expect(
      found({
        "src/studies/index.ts": `import two from "./two/index.js";\n${registry}`,
        "src/studies/two/index.ts": 'import { c } from "../one/c.js";\nexport default c;\n',
        "src/studies/one/c.ts": "export const c = 1;\n",
      }),
    ).toEqual(["src/studies/one/c.ts:1: src/studies/one/index.ts does not reach it"]));
});
