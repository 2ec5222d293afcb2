/** What goes to which stream: results to standard output, the rest to standard error; colours, pipes that close, quiet. */
import { expect, test } from "vitest";
import { csvRows, makeScratch } from "../support/cli.js";

const scratch = makeScratch();
const small = ["run", "quadratic", "-n", "4", "-b", "20n", "-s", "2", "--no-save"];
// biome-ignore lint/suspicious/noControlCharactersInRegex: what colours begin with
const COLOR = /\u001b\[/;

test("in a pipe: no colours, no progress, 80 columns", async () => {
  const { code, out, err } = await scratch.adbench(small);
  expect(code).toBe(0);
  expect(out + err).not.toMatch(COLOR);
  expect(out + err).not.toMatch(/\r/);
  for (const line of out.split("\n")) expect([...line].length, line).toBeLessThanOrEqual(80);
  for (const method of ["gd/reverse", "gd/two-point", "nelder-mead"]) expect(out).toContain(method);
});

test.each<[env: Record<string, string>, flags: string[], colored: boolean]>([
  [{ FORCE_COLOR: "1" }, [], true],
  [{ FORCE_COLOR: "0" }, [], false],
  [{ NO_COLOR: "1" }, [], false],
  [{ NO_COLOR: "1" }, ["--color"], true],
  [{ FORCE_COLOR: "1" }, ["--no-color"], false],
  [{}, ["--color"], true],
])("%j %j: colours %s", async (env, flags, colored) => {
  const { code, out } = await scratch.adbench([...small, ...flags], env);
  expect(code).toBe(0);
  expect(COLOR.test(out)).toBe(colored);
});

test("colours change nothing but colours", async () => {
  const [plain, colored] = await Promise.all([scratch.adbench(small), scratch.adbench([...small, "--color"])]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken away
  expect(colored.out.replaceAll(/\u001b\[[0-9;]*m/g, "")).toBe(plain.out);
});

test("--no-table --no-plot prints nothing, each alone the other half", async () => {
  const [table, plot, none] = await Promise.all([
    scratch.adbench([...small, "--no-plot"]),
    scratch.adbench([...small, "--no-table"]),
    scratch.adbench([...small, "--no-plot", "--no-table"]),
  ]);
  expect(none).toMatchObject({ code: 0, out: "" });
  expect(table.out.length).toBeGreaterThan(100);
  expect(plot.out.length).toBeGreaterThan(100);
  expect(table.out).not.toBe(plot.out);
});

test("--wide is wider, and holds the evaluations by kind", async () => {
  const { out } = await scratch.adbench([...small, "--wide", "--no-plot"]);
  expect(Math.max(...out.split("\n").map((line) => [...line].length))).toBeGreaterThan(80);
  for (const column of ["values", "jvps", "vjps", "hvps"]) expect(out).toContain(column);
});

test.each(["--csv", "--summary-csv", "--json"])("%s - carries nothing else", async (flag) => {
  const { code, out, err } = await scratch.adbench([...small, flag, "-", "--quiet"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  if (flag === "--json") expect(Object.keys(JSON.parse(out) as object)).toEqual(["schema", "manifest", "summary", "runs"]);
  else expect(csvRows(out).every(({ problem }) => problem === "quadratic")).toBe(true);
});

test("the columns are the contract's", async () => {
  const trace = await scratch.adbench([...small, "--csv", "-", "--summary-csv", "summary.csv"]);
  expect(trace.out.split("\n")[0]).toBe(
    "problem,dim,instance,optimizer,gradient,seed,iteration,values,jvps,vjps,hvps,evals,work,seconds,f,f_best,gap,grad_norm",
  );
  expect(scratch.read("summary.csv").split("\n")[0]).toBe(
    "problem,dim,instance,optimizer,gradient,runs,solved,target,ert_work,median_work,median_evals,median_iterations,final_gap_median,final_f_median,stop",
  );
});

test("--quiet: nothing on standard error; --no-save: nothing on disk", async () => {
  const before = scratch.list();
  expect((await scratch.adbench([...small, "--quiet"])).err).toBe("");
  expect(scratch.list()).toEqual(before);
});

test("a reader that goes away is no error", async () => {
  // Far more than a pipe holds, so that writing meets the closed end.
  const many = "run quadratic -n 10 -o gd[step=1e-3] -g reverse,central-difference -t 0 -b 4000 --trace all --no-save --quiet";
  const whole = await scratch.shell(`adbench ${many} --csv - | wc -c`);
  expect(Number(whole.out)).toBeGreaterThan(200_000);
  for (const command of [`${many} --csv -`, `${many} --json -`]) {
    const { out, err } = await scratch.shell(`adbench ${command} | head -n 1 > first; echo "\${PIPESTATUS[0]}"`);
    expect({ out, err }).toEqual({ out: "0\n", err: "" });
    expect(scratch.read("first")).not.toBe("");
  }
});

test("standard output that is closed from the start", async () => {
  const { out, err } = await scratch.shell("adbench list | true; adbench list problems --json | true; echo done");
  expect({ out, err }).toEqual({ out: "done\n", err: "" });
});
