/** Help: exit 0, standard output, 80 columns, and examples that work as printed. */
import { describe, expect, test } from "vitest";
import { makeScratch } from "../support/cli.js";

const scratch = makeScratch();
const commands = [[], ["run"], ["list"], ["check"], ["graph"], ["report"], ["scale"], ["study"]];

test.each(commands.map((command) => [...command, "--help"].join(" ")))("adbench %s", async (args) => {
  const { code, out, err } = await scratch.adbench(args.split(" "));
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^Usage: adbench/);
  expect(out).toContain("Examples:");
  for (const line of out.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
});

test("adbench help run is adbench run --help", async () => {
  const [one, other] = await Promise.all([scratch.adbench(["help", "run"]), scratch.adbench(["run", "--help"])]);
  expect(one).toEqual(other);
});

test("--version is the package's", async () => {
  const { version } = (await import("../../package.json", { with: { type: "json" } })).default;
  expect(await scratch.adbench(["--version"])).toMatchObject({ code: 0, out: `${version}\n`, err: "" });
});

test("without a command: the help, as a usage error", async () => {
  const { code, out, err } = await scratch.adbench([]);
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).toContain("Usage: adbench");
});

describe("the examples of the help", async () => {
  const help = await Promise.all(commands.map(async (command) => (await scratch.adbench([...command, "--help"])).out));
  // "First keep a run:" belongs before the examples it makes possible.
  const lines = help.flatMap((text) => [...text.matchAll(/(?:^ {2}\$|^First keep a run:) (adbench .*)$/gm)].map(([, line]) => line!));
  test("are some for every command", () => expect(lines.length).toBeGreaterThanOrEqual(3 * commands.length));
  test.each([...new Set(lines)])("%s", async (line) => {
    const { code, err } = await scratch.shell(line);
    expect({ code, err: err.replaceAll(/^adbench: (kept in|budget cut|.* left out|no target stops) .*\n/gm, "") }).toEqual({
      code: 0,
      err: "",
    });
  });
});

test.each(["problems", "gradients", "optimizers", "studies", "ops"])("adbench list %s", async (kind) => {
  const [text, json] = await Promise.all([scratch.adbench(["list", kind]), scratch.adbench(["list", kind, "--json"])]);
  expect({ code: text.code, err: text.err }).toEqual({ code: 0, err: "" });
  for (const line of text.out.split("\n")) expect([...line].length, line).toBeLessThanOrEqual(80);
  const entries = JSON.parse(json.out) as { readonly name: string; readonly summary: string }[];
  expect(entries.length).toBeGreaterThan(1);
  for (const { name } of entries) expect(text.out).toContain(name);
});

test("adbench list --json holds all kinds", async () => {
  const { code, out } = await scratch.adbench(["list", "--json"]);
  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(out) as object).sort()).toEqual(["gradients", "ops", "optimizers", "problems", "studies"]);
});
