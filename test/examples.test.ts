/** The scripts in examples/ run as printed in their first line, are short, and every command of the README works. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { makeScratch } from "./support/cli.js";

const root = join(import.meta.dirname, "..");
const scratch = makeScratch();
const names = readdirSync(join(root, "examples")).sort();
const textOf = (name: string): string => readFileSync(join(root, "examples", name), "utf8");

test("there are three, of at most 30 lines", () => {
  expect(names).toEqual(["compare.mjs", "derivatives.mjs", "ridge.ts"]);
  for (const name of names) expect(textOf(name).trimEnd().split("\n").length, name).toBeLessThanOrEqual(30);
});

/** Runs an example where it lies, as its first line says. */
const node = (name: string) => scratch.shell(`cd '${root}' && '${process.execPath}' examples/${name}`);

test("compare.mjs: a row for each run, and the gradient pays more the more variables there are", async () => {
  const { code, out, err } = await node("compare.mjs");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const rows = out
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(/\s+/));
  // Three deterministic sources once, two-point three times, at three dimensions.
  expect(rows.length).toBe(18);
  const work = (n: number, gradient: string): number => Number(rows.find(([dim, name]) => dim === String(n) && name === gradient)!.at(-1));
  for (const n of [8, 16, 32]) expect(work(n, "reverse")).toBeLessThan(work(n, "forward-difference"));
  expect(work(32, "central-difference") / work(8, "central-difference")).toBeGreaterThan(3);
  expect(work(32, "reverse") / work(8, "reverse")).toBeLessThan(1.5);
});

test("derivatives.mjs: Rosenbrock's gradient and Hessian", async () => {
  const { code, out, err } = await node("derivatives.mjs");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const [gradient, hessian, product] = out
    .split(/^(?:gradient|Hessian times v|Hessian)/m)
    .slice(1)
    .map((part) => (part.match(/-?\d+(\.\d+)?(e-?\d+)?(?=[,\s\]])/g) ?? []).map(Number));
  const close = (got: number[] | undefined, wanted: number[]): void => {
    expect(got?.length).toBe(wanted.length);
    wanted.forEach((w, i) => {
      expect(got![i]).toBeCloseTo(w, 9);
    });
  };
  // By hand: 400 (x₁³ − x₁x₂) + 2 (x₁ − 1), 200 (x₂ − x₁²) + 400 (x₂³ − x₂x₃) + 2 (x₂ − 1), 200 (x₃ − x₂²), and their derivatives.
  close(gradient, [-215.6, -88, 0]);
  close(hessian, [1330, 480, 0, 480, 1002, -400, 0, -400, 200]);
  close(product, [1330, 480, 0]);
});

test("ridge.ts: gradient descent reaches the stationary point of a ridge regression", async () => {
  const [, command] = /: adbench (run .*?) \*\//.exec(textOf("ridge.ts"))!;
  const line = command!.replace("examples/", `${join(root, "examples")}/`);
  const { code, err } = await scratch.shell(`adbench ${line} -o gd -g reverse -b 5000 --gtol 1e-6 --out ridge`);
  expect(code).toBe(0);
  expect(err).toContain("neither its minimum nor a best known value is known");
  const record = JSON.parse(scratch.read("ridge/runs.jsonl")) as { stop: string; spec: { problem: { params: object } } };
  expect(record.stop).toBe("gtol");
  expect(record.spec.problem.params).toMatchObject({ dim: 20, samples: 50, penalty: 0.1 });
  const refused = await scratch.shell(`adbench ${line.replace("0.1", "-1")}`);
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(/penalty.*> 0/);
});

describe("the README", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({ language, text: text! }));
  const [trid, library] = blocks.filter(({ language }) => language === "ts").map(({ text }) => text);

  test("begins with the two commands", () => {
    const [first, second] = blocks.filter(({ language }) => language === "sh").map(({ text }) => text);
    expect(first).toBe("npm ci && npx adbench run mds --dim 100\n");
    expect(second).toBe("npm ci && npm test\n");
  });

  test("shows a problem in at most 15 lines", () => {
    expect(trid!.trimEnd().split("\n").length).toBeLessThanOrEqual(15);
    scratch.write({ "trid.ts": trid! });
  });

  const commands = [...readme.matchAll(/^npx (adbench [^#\n]*)/gm)].map(([, line]) => line!.trim());
  test.each(commands)("%s", async (line) => {
    const { code, err } = await scratch.shell(line);
    expect({ code, err: err.replaceAll(/^adbench: (kept in|written:) .*\n/gm, "") }).toEqual({ code: 0, err: "" });
  });

  test("shows a program", async () => {
    const library_ = library!.replace('"adbench"', JSON.stringify(pathToFileURL(join(root, "dist/index.js")).href));
    scratch.write({ "library.mjs": library_.replaceAll(/^((?:grad|hvp)\(.*\)); \/\/.*$/gm, "console.log($1);") });
    const { code, out, err } = await scratch.shell(`'${process.execPath}' library.mjs`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const [, shown] of library!.matchAll(/\/\/ Float64Array (\[.*\])$/gm))
      expect(out).toContain(shown!.replaceAll(/[[\]]/g, " ").trim());
    expect(out).toMatch(/^reverse target \d+$/m);
    expect(out.match(/^two-point \S+ \d+$/gm)?.length).toBe(5);
  });
});
