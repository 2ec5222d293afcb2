/** The same command gives the same bytes but for times, whatever the number of workers; what is saved can be rendered again. */
import { expect, test } from "vitest";
import { csvRows, makeScratch, timeless } from "../support/cli.js";

const scratch = makeScratch();
const command = ["run", "mds", "-n", "12", "-s", "2", "-b", "30n"];

/** The lines of runs.jsonl without what may differ. */
const records = (folder: string): unknown[] =>
  scratch
    .read(`${folder}/runs.jsonl`)
    .trimEnd()
    .split("\n")
    .map((line) => ({ ...(JSON.parse(line) as object), volatile: null }));
const stableManifest = (folder: string): unknown => {
  const manifest = JSON.parse(scratch.read(`${folder}/manifest.json`)) as object;
  return { ...manifest, command: null, volatile: null };
};

test("twice, and with two workers", async () => {
  const first = await scratch.adbench([...command, "--out", "one"]);
  const again = await scratch.adbench([...command, "--out", "two"]);
  const both = await scratch.adbench([...command, "--out", "three", "--jobs", "2"]);
  for (const { code } of [first, again, both]) expect(code).toBe(0);
  expect(records("one").length).toBeGreaterThan(4);
  for (const [folder, { out }] of [["two", again] as const, ["three", both] as const]) {
    expect(out).toBe(first.out);
    expect(records(folder)).toEqual(records("one"));
    expect(stableManifest(folder)).toEqual(stableManifest("one"));
    expect(timeless(scratch.read(`${folder}/trace.csv`))).toBe(timeless(scratch.read("one/trace.csv")));
    expect(scratch.read(`${folder}/summary.csv`)).toBe(scratch.read("one/summary.csv"));
  }
});

test("report renders the same again, and the same files", async () => {
  const run = await scratch.adbench([...command, "--out", "kept", "--csv", "a.csv", "--summary-csv", "b.csv", "--json", "c.json"]);
  expect(run.code).toBe(0);
  const report = await scratch.adbench(["report", "kept", "--csv", "d.csv", "--summary-csv", "e.csv", "--json", "f.json"]);
  expect({ code: report.code, out: report.out }).toEqual({ code: 0, out: run.out });
  for (const [was, is] of [
    ["a.csv", "d.csv"],
    ["b.csv", "e.csv"],
    ["c.json", "f.json"],
    ["a.csv", "kept/trace.csv"],
    ["b.csv", "kept/summary.csv"],
  ] as const)
    expect(scratch.read(is), is).toBe(scratch.read(was));
  expect((await scratch.adbench(["report", "kept", "--csv", "-"])).out).toBe(scratch.read("a.csv"));
  const markdown = await scratch.adbench(["report", "kept", "--markdown", "-"]);
  expect(markdown.out).toMatch(/\|\s*-+/);
  expect((await scratch.adbench(["report", "kept", "--axis", "iterations"])).out).not.toBe(run.out);
});

test("the axis it was run with is the axis it is reported with", async () => {
  const run = await scratch.adbench([...command, "--axis", "iterations", "--out", "axis"]);
  expect((await scratch.adbench(["report", "axis"])).out).toBe(run.out);
});

test("another seed, another run; the same seed, the same start for all methods", async () => {
  const rows = async (...more: string[]): Promise<Record<string, string>[]> =>
    csvRows((await scratch.adbench([...command, "--no-save", "--csv", "-", ...more])).out);
  const [base, other] = [await rows(), await rows("--seed", "1")];
  const starts = (all: Record<string, string>[]): Set<string> =>
    new Set(all.filter(({ iteration }) => iteration === "0").map(({ f }) => f!));
  expect(starts(base).size).toBe(1);
  expect(starts(other).size).toBe(1);
  expect(starts(other)).not.toEqual(starts(base));
});

test("--x0 random: one start for each repetition, the same for all methods", async () => {
  const { out } = await scratch.adbench([...command, "--no-save", "--csv", "-", "--x0", "random", "-s", "3"]);
  const first = csvRows(out).filter(({ iteration }) => iteration === "0");
  const bySeed = new Map<string, Set<string>>();
  for (const { seed, f } of first) bySeed.set(seed!, (bySeed.get(seed!) ?? new Set()).add(f!));
  expect([...bySeed.keys()].sort()).toEqual(["0", "1", "2"]);
  for (const starts of bySeed.values()) expect(starts.size).toBe(1);
  expect(new Set([...bySeed.values()].flatMap((starts) => [...starts])).size).toBe(3);
});

test("--x0 from a file is where every run starts", async () => {
  scratch.write({ "x0.csv": "1\n0\n0\n" });
  const { code, out } = await scratch.adbench([
    "run",
    "quadratic",
    "-n",
    "3",
    "--x0",
    "x0.csv",
    "-b",
    "5n",
    "-s",
    "1",
    "--no-save",
    "--csv",
    "-",
  ]);
  expect(code).toBe(0);
  expect(
    new Set(
      csvRows(out)
        .filter(({ iteration }) => iteration === "0")
        .map(({ f }) => f),
    ).size,
  ).toBe(1);
});

test("no absolute path, host or user in what is kept", async () => {
  scratch.write({ "inside/x0.csv": "1,2,3,4\n" });
  const x0 = `${scratch.path}/inside/x0.csv`;
  const { code } = await scratch.adbench([
    "run",
    "quadratic",
    "-n",
    "4",
    "--x0",
    x0,
    "-b",
    "5n",
    "--out",
    "private",
    `--csv=${scratch.path}/t.csv`,
  ]);
  expect(code).toBe(0);
  for (const file of ["manifest.json", "runs.jsonl", "trace.csv", "summary.csv"])
    expect(scratch.read(`private/${file}`)).not.toContain(scratch.path);
  const manifest = JSON.parse(scratch.read("private/manifest.json")) as { x0: string; files: { name: string }[]; command: string[] };
  expect(manifest.x0).toBe("inside/x0.csv");
  expect(manifest.files.map(({ name }) => name)).toContain("inside/x0.csv");
  expect(manifest.command).toContain("inside/x0.csv");
});

test("--out refuses a folder that holds results, --force replaces them", async () => {
  const run = ["run", "quadratic", "-n", "3", "-b", "5n", "-s", "1", "--out", "again"];
  expect((await scratch.adbench(run)).code).toBe(0);
  const before = scratch.read("again/runs.jsonl");
  expect((await scratch.adbench([...run, "-n", "2"])).code).toBe(2);
  expect(scratch.read("again/runs.jsonl")).toBe(before);
  expect((await scratch.adbench([...run, "--force"])).code).toBe(0);
  expect(records("again").length).toBe(before.trimEnd().split("\n").length);
});
