/** adbench study as a process: real studies in real threads. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeScratch, until } from "../support/cli.js";

const scratch = makeScratch();
const some = ["study", "finite-differences", "mds:MD1", "mds:MD3", "--quiet"];

test("the same bytes with one thread and with two, and another time", async () => {
  const runs = await Promise.all(
    [["--jobs", "1"], ["--jobs", "2"], []].map((flags) => scratch.adbench([...some, ...flags, "--json", "-"])),
  );
  for (const { code, err } of runs) expect({ code, err }).toEqual({ code: 0, err: "" });
  const { studies } = JSON.parse(runs[0]!.out) as { studies: { study: string; claims: { id: string; volatile?: true }[] }[] };
  expect(studies.map(({ study }) => study)).toEqual(["mds", "finite-differences"]);
  for (const { claims } of studies) expect(claims.filter(({ volatile }) => volatile)).toEqual([]);
  expect(new Set(runs.map(({ out }) => out)).size).toBe(1);
});

test("in a pipe: no colours, no progress, 80 columns", async () => {
  const { code, out, err } = await scratch.adbench([...some, "--jobs", "2", "--wide"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what colours and progress begin with
  expect(out).not.toMatch(/[\u001b\r]/);
  for (const line of out.split("\n")) expect([...line].length, line).toBeLessThanOrEqual(80);
});

test("Ctrl-C in the middle of a part: exit 130, what is finished is written", async () => {
  const { child, finished } = scratch.start(["study", "mds", "--jobs", "2", "--out", "cut"]);
  await until(() => existsSync(join(scratch.path, "cut")), "the folder is there");
  child.kill("SIGINT");
  const { code, err } = await finished;
  expect(code).toBe(130);
  expect(err).toMatch(/^adbench: interrupted: \d+ of \d+ parts finished$/m);
  const { unfinished } = JSON.parse(scratch.read("cut/mds.json")) as { unfinished: string[] };
  expect(unfinished.length).toBeGreaterThan(0);
});
