/** adbench study on studies of our own: verdicts, exit codes, order, files, interruption. The registry and the workers are arguments. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { type StudyFlags, study } from "../../src/cli/study.js";
import { integer } from "../../src/core/params.js";
import type { Study } from "../../src/core/study.js";
import { type Outcome, runTask, type Task } from "../../src/studies/run.js";
import { claimOf, figure, part, studyOf, table } from "../support/studies.js";

const folder = mkdtempSync(join(tmpdir(), "adbench-study-"));
const codeBefore = process.exitCode;
afterEach(() => {
  process.exitCode = codeBefore;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Parts in the order in which they were begun. */
  readonly begun: readonly string[];
}

/** Runs parts in this thread, those begun last first, as if threads raced. */
async function run(
  studies: readonly Study[],
  names: readonly string[],
  flags: StudyFlags = {},
  hang: readonly string[] = [],
): Promise<Ended> {
  const begun: string[] = [];
  const written = { out: "", err: "" };
  const spies = (["out", "err"] as const).map((to) =>
    vi.spyOn(process[`std${to}`], "write").mockImplementation((text) => {
      written[to] += text;
      return true;
    }),
  );
  let stop = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new Error("stopped"));
  });
  stopped.catch(() => {});
  const open = async () => ({
    run: async (task: Task): Promise<Outcome> => {
      begun.push(task.part);
      if (hang.includes(task.part)) return stopped;
      const outcome = runTask(task, studies, () => 0);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 20 - 5 * begun.length)));
      return outcome;
    },
    stop: async () => stop(),
  });
  process.exitCode = undefined;
  try {
    await study(names, flags, { studies, open });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { code: Number(process.exitCode ?? 0), ...written, begun };
}

const drawing = (name: string, ids: readonly string[]): Study =>
  studyOf(
    name,
    ids.map((id, k) => part(id, ({ rng }) => ({ claims: [claimOf(id, { measured: rng.normal(), volatile: true })] }), k + 1)),
  );
const honest = studyOf("honest", [part("H1"), part("H2", () => ({ claims: [claimOf("H2.a"), claimOf("H2.b")] }))]);
const liar = studyOf("liar", [
  part("L1"),
  part("L2", () => ({ claims: [claimOf("L2.lie", { measured: 1.5, statement: "one is one and a half" })] })),
]);
const broken = studyOf("broken", [
  part("B1", () => {
    throw new Error("no convergence");
  }),
  part("B2"),
]);
const clock = studyOf("clock", [part("C1", () => ({ claims: [claimOf("C1", { measured: 9, volatile: true })] }))]);
const drawn = studyOf("drawn", [part("D1", () => ({ claims: [claimOf("D1")], tables: [table], figures: [figure] })), part("D2")]);
const all = [honest, liar, broken, clock, drawn];

describe("exit codes", () => {
  test("0: every claim holds", async () => {
    const { code, out, err } = await run(all, ["honest"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("3 claims hold, none fails.");
  });
  test("1: a planted falsehood, named on standard error", async () => {
    const { code, out, err } = await run(all, ["liar", "honest"]);
    expect(code).toBe(1);
    expect(err).toBe("adbench: liar: L2.lie does not hold: one is one and a half: measured 1.5, expected 1\n");
    expect(out).toContain("FAIL  L2.lie");
    expect(out).toContain("4 claims hold, 1 fails (L2.lie).");
  });
  test("0: what is volatile is not gated", async () => {
    const { code, out, err } = await run(all, ["clock"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("does not hold on this machine");
  });
  test("3: a part that throws, named; the others are finished and shown", async () => {
    const { code, out, err } = await run(all, ["broken", "liar"]);
    expect(code).toBe(3);
    expect(err).toContain("adbench: broken: part B1 failed: no convergence\n");
    expect(err).toContain("L2.lie does not hold");
    expect(out).toContain("ok    B2");
  });
  test("2 is a UsageError, before anything runs", async () => {
    await expect(run(all, ["hones"])).rejects.toMatchObject({
      name: "UsageError",
      message: expect.stringContaining('did you mean "honest"?'),
    });
    await expect(run(all, ["honest"], { param: ["n=1"] })).rejects.toThrow(/unknown parameter "n" of study honest, which has none/);
    await expect(run(all, ["honest"], { jobs: "0" })).rejects.toThrow(/--jobs 0: expected an integer ≥ 1/);
    await expect(run(all, ["honest"], { seed: "x" })).rejects.toThrow(/--seed x/);
  });
});

test("order and --jobs change nothing; with several threads the longest parts begin first", async () => {
  const studies = [drawing("a", ["A1", "A2", "A3"]), drawing("b", ["B1", "B2"])];
  const [one, three, backwards] = [
    await run(studies, ["a", "b"], { json: "-" }),
    await run(studies, ["a", "b"], { json: "-", jobs: "3" }),
    await run(studies, ["b", "a"], { json: "-", jobs: "2" }),
  ];
  expect(one.begun).toEqual(["A1", "A2", "A3", "B1", "B2"]);
  expect(three.begun).toEqual(["A3", "A2", "B2", "A1", "B1"]);
  expect(three.out).toBe(one.out);
  expect(backwards.out).toBe(one.out);
  // A part alone, as in the company of others; another seed, other numbers.
  const claims = (text: string): { id: string; measured: number }[] =>
    (JSON.parse(text) as { claims: { id: string; measured: number }[] }).claims;
  const alone = claims((await run(studies, ["a:A2"], { json: "-" })).out);
  const together = claims((await run(studies, ["a"], { json: "-" })).out);
  expect(alone).toEqual(together.slice(1, 2));
  expect(new Set(together.map(({ measured }) => measured)).size).toBe(3);
  expect(claims((await run(studies, ["a:A2"], { json: "-", seed: "1" })).out)[0]!.measured).not.toBe(alone[0]!.measured);
});

test("parameters, seed and --quick reach the parts; dim may be a parameter", async () => {
  const seen = studyOf(
    "seen",
    [part("S1", ({ params, seed, quick }) => ({ claims: [claimOf("S1", { statement: JSON.stringify([params, seed, quick]) })] }))],
    {
      dim: integer(3),
    },
  );
  const { out } = await run([seen], ["seen"], { param: ["dim=7"], seed: "5", quick: true });
  expect(out).toContain('[{"dim":7},5,true]');
  expect(out).toContain("dim=7, seed=5");
});

describe("outputs", () => {
  const path = (name: string): string => join(folder, name);
  const read = (name: string): string => readFileSync(path(name), "utf8");

  test("--json - and --csv - are alone on standard output", async () => {
    const json = await run(all, ["drawn"], { json: "-" });
    expect(JSON.parse(json.out)).toMatchObject({ study: "drawn", claims: [{ id: "D1" }, { id: "D2" }], tables: [{ name: "counts" }] });
    const csv = await run(all, ["drawn", "honest"], { csv: "-" });
    expect(csv.out.split("\n").map((line) => line.split(",").slice(0, 2).join(","))).toEqual([
      "study,id",
      "honest,H1",
      "honest,H2.a",
      "honest,H2.b",
      "drawn,D1",
      "drawn,D2",
      "",
    ]);
  });
  test("several studies are a list, also where one of them was named twice", async () => {
    expect(Object.keys(JSON.parse((await run(all, ["drawn", "clock"], { json: "-" })).out) as object)).toEqual(["schema", "studies"]);
    expect(JSON.parse((await run(all, ["drawn", "drawn:D1"], { json: "-" })).out)).toMatchObject({ study: "drawn" });
  });
  test("files beside the text", async () => {
    const { out } = await run(all, ["drawn"], { json: path("a.json"), csv: path("a.csv"), svg: path("a.svg") });
    expect(out).toContain("2 claims hold");
    expect(JSON.parse(read("a.json"))).toMatchObject({ study: "drawn" });
    expect(read("a.csv")).toMatch(/^study,id/);
    expect(read("a.svg")).toMatch(/^<svg /);
  });
  test("several figures: each its name before the extension, which is said", async () => {
    const second = { ...figure, name: "other" };
    const two = studyOf("two", [part("T1", () => ({ claims: [], figures: [figure, second] }))]);
    const { err } = await run([two], ["two"], { svg: path("b.svg") });
    expect(err).toBe(`adbench: written: ${path("b-curve.svg")}, ${path("b-other.svg")}\n`);
    expect(existsSync(path("b.svg"))).toBe(false);
    const both = await run([two, drawn], ["all"], { svg: path("c.svg"), quiet: true });
    expect(both.err).toBe("");
    expect(readdirSync(folder).filter((name) => name.startsWith("c"))).toEqual(["c-drawn-curve.svg", "c-two-curve.svg", "c-two-other.svg"]);
  });
  test("no figure: nothing is written, and that is said", async () => {
    const { err } = await run(all, ["honest"], { svg: path("none.svg") });
    expect(err).toBe(`adbench: no figure to write to ${path("none.svg")}\n`);
    expect(existsSync(path("none.svg"))).toBe(false);
  });
  test("--out: everything", async () => {
    const { err, out } = await run(all, ["drawn", "honest"], { out: path("kept/here") });
    expect(out).toContain("5 claims hold");
    expect(err).toBe(`adbench: written: 6 files in ${path("kept/here")}\n`);
    expect(readdirSync(path("kept/here"), { recursive: true, encoding: "utf8" }).sort()).toEqual([
      "claims.csv",
      "drawn",
      "drawn.json",
      "drawn/counts.csv",
      "drawn/curve.lines.csv",
      "drawn/curve.svg",
      "honest.json",
    ]);
    expect(read("kept/here/claims.csv").split("\n")).toHaveLength(7);
    expect(JSON.parse(read("kept/here/drawn.json"))).toMatchObject({ study: "drawn" });
    expect(read("kept/here/drawn/curve.lines.csv")).toMatch(/^line,x,y\nmeasured,0.001,/);
  });
  test.each<[StudyFlags, RegExp]>([
    [{ json: "-", csv: "-" }, /--json - and --csv -: standard output carries one of them/],
    [{ json: path("x"), csv: path("x") }, /--json and --csv both name .*: expected a file for each/],
    [{ svg: "-" }, /--svg -: expected a file name/],
    [{ svg: path("nowhere/a.svg") }, /its folder does not exist/],
    [{ out: " " }, /--out: expected the name of a folder/],
    [{ out: path("a.json/b") }, /cannot keep results in .*: a part of the path is a file/],
  ])("%j is refused before anything runs", async (flags, says) => {
    await expect(run(all, ["honest"], flags)).rejects.toThrow(says);
  });
});

test.each(["SIGINT", "SIGTERM"] as const)("%s: what is finished is shown and written, exit 130", async (signal) => {
  const studies = [studyOf("slow", [part("S1", undefined, 3), part("S2", undefined, 2), part("S3", undefined, 1)])];
  const file = join(folder, `${signal}.json`);
  const before = process.listenerCount(signal);
  setTimeout(() => process.emit(signal), 60);
  const { code, out, err, begun } = await run(studies, ["slow"], { json: file }, ["S2"]);
  expect(code).toBe(130);
  expect(begun).toEqual(["S1", "S2"]);
  expect(err).toBe("adbench: interrupted: 1 of 3 parts finished\n");
  expect(out).toContain("ok    S1");
  expect(out).toContain("2 parts interrupted.");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ claims: [{ id: "S1" }], unfinished: ["S2", "S3"] });
  expect(process.listenerCount(signal)).toBe(before);
});
