/** A user's problem in a file, where nothing is installed: TypeScript and JavaScript, black boxes, and what goes wrong inside them. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin, csvRows, makeScratch } from "../support/cli.js";

const scratch = makeScratch();
const quick = ["-b", "50n", "-s", "1", "--no-save"];

scratch.write({
  "shift.ts": "export const shift: number = 2;\n",
  "mine.ts": `import { defineProblem, integer, square, sub, sum, type Expr } from "adbench";
import { shift } from "./shift.js";

enum Unused { A }
export default defineProblem({
  name: "mine", summary: "distance to a point", reference: "-", defaults: { dim: integer(3, { min: 1 }) },
  make: ({ dim }) => ({ dim, x0: new Float64Array(dim), fmin: 0, f: (x: Expr): Expr => sum(square(sub(x, shift))) }),
});
`,
  "mine.js": `import { defineProblem, square, sub, sum } from "adbench";
console.log("printed by the user");
export default defineProblem({
  name: "mine-js", summary: "-", reference: "-", defaults: { dim: 3, shift: 2 },
  make: ({ dim, shift }) => ({ dim, x0: new Float64Array(dim), fmin: 0, f: (x) => sum(square(sub(x, shift))) }),
});
`,
  "box.mjs": `import { appendFileSync } from "node:fs";
import { defineProblem } from "adbench";
export default defineProblem({
  name: "box", summary: "-", reference: "-", defaults: { dim: 4 },
  make: ({ dim }) => ({ dim, x0: new Float64Array(dim).fill(1), fmin: 0, value: (x) => { appendFileSync("calls", "."); return x.reduce((s, v) => s + v * v, 0); } }),
});
`,
  "wrong.mjs": `import { defineProblem, square, sum } from "adbench";
export default defineProblem({
  name: "wrong", summary: "-", reference: "-", defaults: { dim: 3 },
  make: ({ dim }) => ({ dim, x0: new Float64Array(dim).fill(1), fmin: 0, f: (x) => sum(square(x)), gradient: (x, g) => x.forEach((xi, i) => { g[i] = xi; }) }),
});
`,
  "fails.ts": `import { defineProblem } from "adbench";

export default defineProblem({
  name: "fails", summary: "-", reference: "-", defaults: { dim: 2 },
  make: ({ dim }) => {
    let calls: number = 0;
    const value = (x: Float64Array): number => {
      if (++calls > 5) throw new RangeError("no more");
      return x[0]! * x[0]!;
    };
    return { dim, x0: new Float64Array(dim).fill(1), fmin: 0, value };
  },
});
`,
  "returns.mjs": `import { defineProblem } from "adbench";
export default defineProblem({ name: "returns", summary: "-", reference: "-", defaults: { dim: 2 },
  make: ({ dim }) => ({ dim, x0: new Float64Array(dim), value: () => "7" }) });
`,
  "exits.mjs": `import { defineProblem } from "adbench";
export default defineProblem({ name: "exits", summary: "-", reference: "-", defaults: { dim: 2 },
  make: ({ dim }) => ({ dim, x0: new Float64Array(dim), value: () => process.exit(7) }) });
`,
});

describe("with f", () => {
  test("in TypeScript, importing another file of the user's", async () => {
    const { code, out, err } = await scratch.adbench(["run", "mine.ts", "-n", "4", "-o", "gd", "-g", "reverse", ...quick, "--csv", "-"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(Number(csvRows(out).at(-1)!["gap"])).toBeLessThan(1e-6);
  });

  test("every file it is made of is in the manifest", async () => {
    expect((await scratch.adbench(["run", "mine.ts", "-o", "gd", "-g", "reverse", "--out", "kept"])).code).toBe(0);
    const manifest = JSON.parse(scratch.read("kept/manifest.json")) as {
      files: { name: string; sha256: string }[];
      problem: { file: string };
    };
    expect(manifest.files.map(({ name }) => name).sort()).toEqual(["mine.ts", "shift.ts"]);
    expect(manifest.problem.file).toBe("mine.ts");
  });

  test("in JavaScript, with a parameter; what it prints goes to standard error", async () => {
    const { code, out, err } = await scratch.adbench(["run", "mine.js", "-p", "shift=3", ...quick, "--csv", "-"]);
    expect(code).toBe(0);
    expect(out).not.toContain("printed by the user");
    expect(err).toContain("printed by the user");
    expect(
      csvRows(out)
        .filter(({ iteration }) => iteration === "0")
        .every(({ f }) => f === "27"),
    ).toBe(true);
  });

  test("check finds its derivatives right, and a closed form that is off by two wrong", async () => {
    expect((await scratch.adbench(["check", "mine.ts", "-n", "3"])).code).toBe(0);
    const { code, out, err } = await scratch.adbench(["check", "wrong.mjs"]);
    expect(code).toBe(1);
    expect(out).toContain("FAIL");
    expect(out + err).toMatch(/factor\D{0,20}(2(\.0+)?|0\.50*)\b/i);
    expect(err).toMatch(/^adbench: wrong: /);
  });

  test("from another folder, by its base name", async () => {
    mkdirSync(join(scratch.path, "elsewhere"));
    const { code, err } = await scratch.shell("cd elsewhere && adbench run ../mine.ts -b 5n -s 1 --out kept");
    expect({ code, err }).toEqual({ code: 0, err: "adbench: kept in kept\n" });
    for (const file of ["manifest.json", "runs.jsonl"]) expect(scratch.read(`elsewhere/kept/${file}`)).not.toMatch(/\.\.\/|adbench-test-/);
    expect((JSON.parse(scratch.read("elsewhere/kept/manifest.json")) as { problem: { file: string } }).problem.file).toBe("mine.ts");
  });
});

describe("as a black box", () => {
  test("counts its own calls as the ledger does", async () => {
    const run = await scratch.adbench([
      "run",
      "box.mjs",
      "-o",
      "nelder-mead",
      "-b",
      "50",
      "--budget-unit",
      "evals",
      "-t",
      "0",
      "--trace",
      "all",
      "--out",
      "box",
    ]);
    expect(run.code).toBe(0);
    const record = JSON.parse(scratch.read("box/runs.jsonl")) as {
      cost: { values: number };
      audit: { values: number };
      setup: { values: number };
    };
    expect(record.cost.values).toBe(50);
    expect(scratch.read("calls").length).toBe(record.cost.values + record.audit.values + record.setup.values);
  });

  test("leaves AD sources out of the default list, with a note", async () => {
    const { code, out, err } = await scratch.adbench(["run", "box.mjs", ...quick]);
    expect(code).toBe(0);
    expect(err).toMatch(/^adbench: reverse left out on box: it is a black box/m);
    expect(out).toContain("gd/central-difference");
    expect(out).not.toContain("gd/reverse");
  });
});

describe("that fails while it is evaluated", () => {
  test.each([
    ["fails.ts", /fails\.ts:8(:\d+)?: RangeError: no more/],
    ["returns.mjs", /must return a number, it returned string/],
    ["exits.mjs", /exit/i],
  ])("%s: exit 3, a record that says why", async (file, why) => {
    const folder = `failed-${file}`;
    const { code, out, err } = await scratch.adbench(["run", file, "-o", "nelder-mead", "--out", folder]);
    expect(code).toBe(3);
    expect(err).toMatch(why);
    expect(err).not.toMatch(/\n\s+at /);
    expect(err).not.toContain(scratch.path);
    expect(out).toContain("error");
    const record = JSON.parse(scratch.read(`${folder}/runs.jsonl`)) as { stop: string; message: string };
    expect(record.stop).toBe("error");
    expect(record.message).toMatch(why);
    expect((await scratch.adbench(["report", folder])).code).toBe(0);
  });

  test("the other runs go on", async () => {
    const { code, out } = await scratch.adbench([
      "run",
      "exits.mjs",
      "-n",
      "2,3",
      "-o",
      "nelder-mead",
      "--jobs",
      "2",
      "--no-save",
      "--csv",
      "-",
    ]);
    expect(code).toBe(3);
    expect(csvRows(out).length).toBe(2);
  });
});

test("a missing build is said by the shim, exit 69", async () => {
  // The shim alone: nothing of dist/ is beside it.
  scratch.write({ "copy/bin/adbench.cjs": readFileSync(bin, "utf8"), "copy/package.json": '{ "type": "commonjs" }' });
  const { code, out, err } = await scratch.shell(`"${process.execPath}" copy/bin/adbench.cjs --version`);
  expect({ code, out }).toEqual({ code: 69, out: "" });
  expect(err).toMatch(/^adbench: is not built .*npm run build\n$/);
});
