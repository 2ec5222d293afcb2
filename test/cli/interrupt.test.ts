/** Ctrl-C, kill -9 and two runs at once: what is finished is kept, whatever ends the process. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { endless, makeScratch, until } from "../support/cli.js";

const scratch = makeScratch();
scratch.write({ "endless.mjs": endless });
// The runs in two dimensions end at once, those in three never.
const command = ["run", "endless.mjs", "-n", "2,3", "-o", "nelder-mead", "-b", "60"];

/** The result folder of the run, once its first record is there. */
async function firstRecord(folder: string): Promise<void> {
  await until(
    () => existsSync(join(scratch.path, folder, "runs.jsonl")) && scratch.read(`${folder}/runs.jsonl`).includes("\n"),
    "a run is kept",
  );
}

test.each(["SIGINT", "SIGTERM"] as const)("%s: finished runs are kept, exit 130, report says it is incomplete", async (signal) => {
  const { child, finished } = scratch.start([...command, "--out", signal]);
  await firstRecord(signal);
  child.kill(signal);
  const { code, out, err } = await finished;
  expect(code).toBe(130);
  expect(out).toBe("");
  expect(err).toMatch(
    new RegExp(`^adbench: interrupted: 1 of 2 runs finished, kept in ${signal}; to see them: adbench report ${signal}$`, "m"),
  );
  expect(readdirSync(join(scratch.path, signal)).sort()).toEqual(["manifest.json", "runs.jsonl", "summary.csv", "trace.csv"]);
  const report = await scratch.adbench(["report", signal]);
  expect(report.code).toBe(4);
  expect(report.out).toContain("nelder-mead");
  expect(report.err).toMatch(/incomplete: 1 of 2 runs/);
});

test("interrupted with --no-save and --csv: nothing is kept but the file, which holds what was finished", async () => {
  rmSync(join(scratch.path, "stuck"), { force: true });
  const { child, finished } = scratch.start([...command, "--no-save", "--csv", "trace.csv"]);
  await until(() => existsSync(join(scratch.path, "stuck")), "the second run has begun");
  child.kill("SIGINT");
  const { code, err } = await finished;
  expect(code).toBe(130);
  expect(err).toContain("1 of 2 runs finished, nothing is kept (--no-save)");
  expect(scratch.read("trace.csv")).toContain("endless,2,0,nelder-mead,none,0,0,");
});

test("kill -9: the folder can be read", async () => {
  const { child, finished } = scratch.start([...command, "--out", "killed"]);
  await firstRecord("killed");
  child.kill("SIGKILL");
  expect((await finished).signal).toBe("SIGKILL");
  const report = await scratch.adbench(["report", "killed", "--csv", "killed.csv"]);
  expect(report.code).toBe(4);
  expect(report.out).toContain("nelder-mead");
  expect(scratch.read("killed.csv")).toContain("endless,2,");
  // A last line that was cut off in the middle is dropped, and said to be.
  scratch.write({ "killed/runs.jsonl": `${scratch.read("killed/runs.jsonl")}{"schema":2,"key":"ab` });
  const torn = await scratch.adbench(["report", "killed"]);
  expect({ code: torn.code, out: torn.out }).toEqual({ code: 4, out: report.out });
  expect(torn.err).toContain("the last line was cut off");
});

test("two runs at once get a folder each", async () => {
  const run = ["run", "quadratic", "-n", "4", "-b", "20n", "-s", "2"];
  const ended = await Promise.all([scratch.adbench(run), scratch.adbench(run), scratch.adbench(run)]);
  const folders = ended.map(({ code, err }) => {
    expect(code).toBe(0);
    return /kept in (.*)/.exec(err)![1]!;
  });
  expect(new Set(folders).size).toBe(3);
  const [first] = folders.map((folder) => scratch.read(`${folder}/summary.csv`));
  for (const folder of folders) {
    expect(folder).toMatch(/^results\/\d{4}-\d\d-\d\d-quadratic-[0-9a-f]{8}(-[23])?$/);
    expect(scratch.read(`${folder}/summary.csv`)).toBe(first);
    expect((await scratch.adbench(["report", folder])).code).toBe(0);
  }
});

test("two runs into one --out: one of them is refused", async () => {
  const run = ["run", "quadratic", "-n", "4", "-b", "20n", "-s", "2", "--out", "shared"];
  const codes = (await Promise.all([scratch.adbench(run), scratch.adbench(run)])).map(({ code }) => code);
  expect(codes.sort()).toEqual([0, 2]);
  expect((await scratch.adbench(["report", "shared"])).code).toBe(0);
});
