/** adbench scale as a process: the figures it must find, its outputs, bad input, Ctrl-C. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Scaling } from "../../src/bench/scale.js";
import { csvRows, endless, makeScratch, until } from "../support/cli.js";

const scratch = makeScratch();
scratch.write({
  "endless.mjs": endless,
  "blind.mjs": `import { defineProblem, square, sum } from "adbench";
export default defineProblem({ name: "blind", summary: "-", reference: "-", defaults: { dim: 2 },
  make: ({ dim }) => ({ dim, x0: new Float64Array(dim).fill(1), f: (x) => sum(square(x)) }) });
`,
});

test("two-point costs n times as much, reverse does not notice n", async () => {
  const { code, out, err } = await scratch.adbench(
    "scale quadratic --dim 8,16,32,64 -o gd -g reverse,two-point -t 1e-4 --json -".split(" "),
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const { schema, fits, rows } = JSON.parse(out) as Scaling;
  expect(schema).toBeGreaterThan(0);
  const exponentOf = (gradient: string) => fits.find((one) => one.optimizer === "gd" && one.gradient === gradient)!.exponent!;
  expect(Math.abs(exponentOf("two-point") - 1)).toBeLessThan(0.15);
  expect(Math.abs(exponentOf("reverse"))).toBeLessThan(0.1);
  for (const { low, high, theory } of fits) {
    expect(low).toBeLessThanOrEqual(theory!);
    expect(high).toBeGreaterThanOrEqual(theory!);
  }
  expect(rows.length).toBe(8);
});

test("docs/scale.md shows what is printed", async () => {
  const doc = readFileSync(join(import.meta.dirname, "../../docs/scale.md"), "utf8");
  const blocks = [...doc.matchAll(/```text\n(.*?)```/gs)].map(([, block]) => block!);
  const printed = await Promise.all(
    [
      ["scale", "quadratic"],
      "scale mds -n 8,16,32,64 -g reverse,two-point -o gd,nelder-mead".split(" "),
      ["scale", "quadratic", "-n", "8,16,32", "--noise", "0,1e-6,1e-3,0.1"].concat([
        "-g",
        "reverse,central-difference,central-difference[h=0.1],two-point[h=0.1]",
      ]),
    ].map(async (args) => (await scratch.adbench(args)).out),
  );
  expect(blocks.length).toBe(4);
  for (const block of blocks)
    expect(
      printed.some((out) => out.includes(block)),
      block,
    ).toBe(true);
});

test("the same whatever the number of workers; files besides what is shown", async () => {
  const command = "scale mds -n 8,16,24 -o gd,nelder-mead -s 3 --noise 0,1e-3".split(" ");
  const one = await scratch.adbench([...command, "--csv", "a.csv", "--json", "a.json", "--svg", "a.svg"]);
  const two = await scratch.adbench([...command, "-j", "2", "--json", "b.json"]);
  expect([one.code, two.code]).toEqual([0, 0]);
  expect(two.out).toBe(one.out);
  expect(scratch.read("b.json")).toBe(scratch.read("a.json"));
  for (const line of one.out.split("\n")) expect([...line].length, line).toBeLessThanOrEqual(80);
  expect(one.out).toContain("Noise in f: who needs the least work at each n");
  expect(csvRows(scratch.read("a.csv")).length).toBe(2 * 3 * 5);
  expect(scratch.read("a.svg")).toMatch(/^<svg/);
  // Nothing is kept that was not asked for.
  expect(scratch.list()).not.toContain("results");
});

test("--axis iterations; a target that is absolute; black boxes", async () => {
  const { code, out, err } = await scratch.adbench("scale endless.mjs -n 2,4,5,6 --target-gap 1e-3 -x iterations -s 2".split(" "));
  expect({ code, err: err.replaceAll(/^adbench: reverse left out .*\n/gm, "") }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^endless: iterations to gap 1e-3 against n: 16 runs of 3 methods\n/);
  expect(out).toContain("gd/central-difference: iterations ∝ n^");
});

test.each<[args: string, ...says: RegExp[]]>([
  ["scale", /missing/, /problem\|file/],
  ["scale quadratik", /quadratik/, /did you mean "quadratic"/],
  ["scale quadratic -n 8", /--dim 8/, /at least 2/, /8,16,32/],
  ["scale quadratic -n 16,8", /8 after 16/, /ascending/],
  ["scale quadratic -n 8 -n 8", /8 after 8/, /each once/],
  ["scale quadratic -n 8,x", /--dim 8,x/, /integers/],
  ["scale rosenbrock -n 1,2", /dim=1/, /≥ 2/],
  ["scale mds -n 8,9", /dim 9/, /multiple of embed/],
  ["scale mds -p data=europe", /dim 128/, /dim at most 68/, /without --dim/],
  ["scale quadratic -o gdd", /gdd/, /did you mean "gd"/],
  ["scale quadratic -g revers", /revers/, /did you mean "reverse"/],
  ["scale quadratic --noise 1e-3,0", /0 after 0.001/, /ascending/],
  ["scale quadratic --noise loud", /--noise loud|loud/, /number ≥ 0/],
  ["scale quadratic --noise 0,1 -p noise=2", /exclude each other/],
  ["scale quadratic -t 1e-4 --target-gap 1", /exclude each other/],
  ["scale quadratic --axis seconds", /seconds/, /work, evals, iterations/],
  ["scale quadratic --json - --csv -", /standard output carries one/],
  ["scale quadratic --svg nowhere/a.svg", /--svg/, /nowhere/],
  ["scale blind.mjs -n 2,4", /blind/, /no target/],
  ["scale quadratic -j 0", /--jobs 0/],
])("adbench %s", async (args, ...says) => {
  const { code, out, err } = await scratch.adbench(args.split(" "));
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^adbench: [^\n]+\n$/);
  for (const what of says) expect(err).toMatch(what);
});

test("Ctrl-C: what is finished is shown and written, exit 130", async () => {
  const { child, finished } = scratch.start("scale endless.mjs -n 2,3 -o nelder-mead --json part.json".split(" "));
  await until(() => existsSync(join(scratch.path, "stuck")), "the run that never ends has begun");
  child.kill("SIGINT");
  const { code, out, err } = await finished;
  expect(code).toBe(130);
  expect(err).toContain("adbench: interrupted: 1 of 2 runs finished");
  expect(out).toMatch(/^endless: work to 1e-4 against n: 1 run of 1 method\n/);
  expect(JSON.parse(scratch.read("part.json"))).toMatchObject({ planned: 2, finished: 1, dims: [2] });
});
