/** A noisy oracle end to end: parameters typed, shown, kept, the same bytes from any number of workers, and refused where they are wrong. */
import { expect, test } from "vitest";
import { csvRows, makeScratch, timeless } from "../support/cli.js";

const scratch = makeScratch();
scratch.write({
  "box.ts": `import { defineProblem } from "adbench";
export default defineProblem({ name: "bowl", summary: "-", reference: "-", defaults: { dim: 3 },
  make: ({ dim }) => ({ dim, x0: new Float64Array(dim).fill(2), fmin: 0, value: (x) => x.reduce((s, xi) => s + xi * xi, 0) }) });
`,
  "own.ts": `import { defineProblem } from "adbench";
export default defineProblem({ name: "mine", summary: "-", reference: "-", defaults: { dim: 3, noise: 0.1 },
  make: ({ dim }) => ({ dim, x0: new Float64Array(dim), value: () => 0 }) });
`,
});
const noisy = (problem: string, ...more: string[]): string[] => ["run", problem, "-b", "40n", "-s", "2", "-p", "noise=1e-3", ...more];

test.each([
  ["quadratic", "quadratic, n = 10"],
  ["box.ts", "bowl, n = 3"],
])("%s: said in title and fairness line, exact in the trace, the same with two workers", async (problem, title) => {
  const one = await scratch.adbench(noisy(problem, "-p", "noise-type=relative", "--out", `${problem}-1`, "--quiet"));
  expect({ code: one.code, err: one.err }).toEqual({ code: 0, err: "" });
  const said = one.out.replaceAll(/\s+/g, " ");
  expect(said.startsWith(`${title}, noise 1e-3 (relative, gaussian): f* = 0`)).toBe(true);
  expect(said).toContain("noise 1e-3 (relative, gaussian) in every f that a method sees");
  const two = await scratch.adbench(noisy(problem, "-p", "noise-type=relative", "--out", `${problem}-2`, "--quiet", "--jobs", "2"));
  expect(two.out).toBe(one.out);
  const csv = scratch.read(`${problem}-1/trace.csv`);
  expect(timeless(scratch.read(`${problem}-2/trace.csv`))).toBe(timeless(csv));
  const rows = csvRows(csv);
  expect(new Set(rows.map(({ seed }) => seed))).toEqual(new Set(["0", "1"]));
  for (const { f, f_best } of rows) expect(Number(f)).toBeGreaterThanOrEqual(Number(f_best));
  const manifest = JSON.parse(scratch.read(`${problem}-1/manifest.json`)) as { problem: { params: object } };
  expect(manifest.problem.params).toMatchObject({ noise: 1e-3, "noise-type": "relative", "noise-distribution": "gaussian" });
  const again = await scratch.adbench(["report", `${problem}-1`, "--quiet"]);
  expect(again.out).toBe(one.out);
});

test("level 0 says nothing of noise and changes nothing", async () => {
  const outputs = await Promise.all(
    [[], ["-p", "noise=0", "-p", "noise-distribution=uniform"]].map((more) =>
      scratch.adbench(["run", "quadratic", "-n", "3", "-b", "40n", "--no-save", ...more]),
    ),
  );
  expect(outputs[0]!.out).not.toContain("noise");
  expect(outputs[1]!.out).toBe(outputs[0]!.out);
});

test.each([
  ["noise=-1", /noise=-1: expected a number ≥ 0/],
  ["noise=NaN", /noise=NaN: expected a number ≥ 0/],
  ["noise=much", /noise=much: expected a number ≥ 0/],
  ["noise-type=gaussian", /noise-type=gaussian: expected additive or relative/],
  ["noise-distribution=cauchy", /noise-distribution=cauchy: expected gaussian, uniform or deterministic/],
  ["nois=1", /did you mean "noise"\?/],
])("-p %s exits 2", async (param, message) => {
  for (const command of ["run", "check"]) {
    const { code, out, err } = await scratch.adbench([command, "quadratic", "-p", param]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain("\n");
  }
});

test("a problem that has a parameter of that name is refused", async () => {
  const { code, err } = await scratch.adbench(["run", "own.ts", "--no-save"]);
  expect({ code, err }).toEqual({
    code: 2,
    err: 'adbench: problem mine: "noise" is a parameter that all problems have, its own needs another name\n',
  });
});

test("check is of the smooth function, and says so", async () => {
  const { code, out, err } = await scratch.adbench(["check", "quadratic", "-p", "noise=1"]);
  expect({ code, err }).toEqual({ code: 0, err: "adbench: noise is left out: what is checked are the derivatives of the smooth f\n" });
  expect(out).toBe((await scratch.adbench(["check", "quadratic"])).out);
});

test("list shows the common parameters once; in the JSON every problem has them", async () => {
  const [text, json] = await Promise.all([scratch.adbench(["list", "problems"]), scratch.adbench(["list", "problems", "--json"])]);
  expect(text.out.match(/noise=0/g)).toHaveLength(1);
  for (const { defaults } of JSON.parse(json.out) as { defaults: object }[])
    expect(defaults).toMatchObject({ noise: 0, "noise-type": "additive", "noise-distribution": "gaussian" });
});
