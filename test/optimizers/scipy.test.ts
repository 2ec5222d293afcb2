/** As low as SciPy with as many calls, on its own problems; and docs/optimizers.md says what is. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import maps from "../data/mds.json" with { type: "json" };
import { cellsOf, registryTable, scipyTable } from "../support/optimizer-tables.js";
import { COMPARABLE, type Comparison, comparisons, isAsGood, settings } from "../support/scipy.js";

/** Tables however they are aligned, without the rules under their heads. */
const plain = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\|[-:| ]+\|$/.test(line))
    .map((line) => line.replaceAll(/ +/g, " "));
const page = plain(readFileSync(join(import.meta.dirname, "../../docs/optimizers.md"), "utf8"));
const rows = comparisons();
const keyOf = ({ problem, method }: Comparison): string => `${problem}/${method}`;

test("the same functions: values at the start", () => {
  const { raw_stress: raw, sstress } = maps.sets.find(({ name }) => name === "eurodist") as (typeof maps.sets)[0];
  const starts = settings.map(({ run, factor }) => run("BFGS", { budget: { unit: "evals", limit: 1 } }).f0 / factor);
  // Σ 100(x_{i+1} − x_i²)² + (1 − x_i)²: 24.2 where x_i = −1.2, 484 where x_i = 1.
  const known = [24.2, 5 * 24.2 + 4 * 484, 50 * 24.2 + 49 * 484, raw!.probes.circle.f, sstress!.probes.circle.f];
  starts.forEach((f, k) => void expect(Math.abs(f / known[k]! - 1)).toBeLessThan(1e-14));
});

describe(`SciPy's f within ${COMPARABLE} times its calls`, () => {
  // Why: docs/optimizers.md.
  const worse = ["rosenbrock 2/L-BFGS-B-fd", "rosenbrock 100/Nelder-Mead", "rosenbrock 100/Newton-CG"];
  test.each(rows.map((row) => [keyOf(row), row] as const))("%s", (key, row) => expect(isAsGood(row)).toBe(!worse.includes(key)));
});

describe("to a tenth of 1 % of SciPy's f, or below, where a gradient is small", () => {
  const gradients = rows.filter(({ ours, end }) => ours.includes("/") && end.stop === "gtol");
  test("all methods with exact gradients end there", () => {
    expect(gradients.filter(({ ours }) => ours.endsWith("/reverse"))).toHaveLength(20);
  });
  test.each(gradients.map((row) => [keyOf(row), row] as const))("%s", (_, { f, end }) => {
    expect(end.f).toBeLessThanOrEqual(f * 1.001 + 1e-9);
  });
});

describe("docs/optimizers.md is what scripts/optimizer-table.mjs makes", () => {
  test("the registry", () => expect(page).toEqual(expect.arrayContaining(plain(registryTable()))));
  test("which does not make a row that is worse without saying why, nor says why where none is", () => {
    expect(() => scipyTable(rows, {})).toThrow("rosenbrock 100/Newton-CG is worse than SciPy's, and no note says why");
    expect(() => scipyTable([], { "rosenbrock 2/CG": "-" })).toThrow("rosenbrock 2/CG has a note, but is as good as SciPy's");
  });
  test.each(rows.map((row) => [keyOf(row), row] as const))("%s", (_, row) => {
    expect(page.filter((line) => line.startsWith(`| ${cellsOf(row).join(" | ")} |`))).toHaveLength(1);
  });
});
