/** MD1, MD2, MD3, MD6 and MD10 through the command line: 34 European cities, geodesic distances, independently computed figures. */
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const bin = fileURLToPath(new URL("../../bin/adbench.js", import.meta.url));

/** Rows of the CSV that the command prints; no cell of these runs holds a comma. */
function rows(...args: readonly string[]): Readonly<Record<string, string>>[] {
  const out = execFileSync(process.execPath, [bin, "run", "mds", "-p", "data=europe", ...args, "--no-save", "-q"], {
    cwd: tmpdir(),
    encoding: "utf8",
  });
  const [head, ...lines] = out
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(head!.map((name, k) => [name, cells[k]!])));
}

const descent = (n: number, step: number, iterations: number) =>
  rows(
    "-p",
    "loss=stress",
    "-n",
    `${n}`,
    "-o",
    `gd[step=${step}]`,
    "-g",
    "reverse",
    "-b",
    "1e6",
    "-t",
    "0",
    "--max-iterations",
    `${iterations}`,
    "--trace",
    "all",
    "--csv",
    "-",
  );
const simplex = (n: number, method: string, budget: string) =>
  Number(
    rows("-p", "loss=stress", "-n", `${n}`, "-o", method, "-b", budget, "--budget-unit", "evals", "-t", "0", "--csv", "-").at(-1)!["f"],
  );
const within = (got: number, want: number, relative: number) =>
  expect(Math.abs(got - want) <= relative * want, `${got}, not ${want}`).toBe(true);

describe.each([
  { n: 12, step: 0.06, iterations: 75, hit: 28, final: 2.1141e-5 },
  { n: 30, step: 0.015, iterations: 130, hit: 47, final: 4.6487e-5 },
  { n: 68, step: 0.005, iterations: 200, hit: 66, final: 2.3694e-4 },
])("gradient descent on stress, n = $n, step $step", ({ n, step, iterations, hit, final }) => {
  const trace = descent(n, step, iterations);
  test(`MD1: reaches 1e-2 after ${hit} iterations`, () => {
    const reached = Number(trace.find((row) => Number(row["f"]) <= 1e-2)!["iteration"]);
    expect(Math.abs(reached - hit)).toBeLessThanOrEqual(1);
  });
  test(`MD2: is at ${final} after ${iterations}`, () => within(Number(trace.at(-1)!["f"]), final, 1e-4));
});

test.each([
  [12, 28],
  [30, 29],
  [68, 33],
])("MD3: with the same relative step .36/N, n = %i takes %i iterations", (n, hit) => {
  const trace = descent(n, 0.36 / (n / 2), 60);
  expect(Number(trace.find((row) => Number(row["f"]) <= 1e-2)!["iteration"])).toBe(hit);
});

describe("MD6: Nelder–Mead on stress", () => {
  test("standard coefficients solve N = 6 within 200n evaluations, not N = 15 and 34", () => {
    expect(simplex(12, "nelder-mead", "200n")).toBeLessThanOrEqual(1e-2);
    within(simplex(30, "nelder-mead", "200n"), 0.6, 0.1);
    within(simplex(68, "nelder-mead", "200n"), 9, 0.1);
  });
  test("adaptive ones without the cap solve both", () => {
    expect(simplex(30, "nelder-mead[adaptive=true]", "2e4")).toBeLessThanOrEqual(1e-3);
    expect(simplex(68, "nelder-mead[adaptive=true]", "8e4")).toBeLessThanOrEqual(1e-3);
  });
});

describe("MD10: what `literal` can fit", () => {
  const settled = ["-n", "68", "-o", "gd", "-g", "reverse", "-b", "2e4", "-t", "0", "--gtol", "1e-7"];
  const final = (loss: string) => Number(rows("-p", `loss=${loss}`, ...settled, "--csv", "-").at(-1)!["f"]);
  test("the standard start ends in a local minimum, 10.2389", () => within(final("literal"), 10.2389, 1e-4));
  test("many starts find 10.1911", () => {
    const runs = rows("-p", "loss=literal", ...settled, "--x0", "random", "-s", "10", "--csv", "-");
    within(Math.min(...runs.map((row) => Number(row["f"]))), 10.1911, 1e-4);
  });
  test("sstress reaches 1.8453e-4", () => within(final("sstress"), 1.8453e-4, 1e-4));
});
