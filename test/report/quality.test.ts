/** The table and the plot of how good gradients were, from records made by hand. */
import { describe, expect, test } from "vitest";
import type { Quality, QualityPoint, RunRecord } from "../../src/bench/record.js";
import { noCost } from "../../src/core/cost.js";
import { measures } from "../../src/report/axis.js";
import { renderMarkdown } from "../../src/report/markdown.js";
import { sectionsOf } from "../../src/report/method.js";
import { renderQuality } from "../../src/report/quality.js";
import { renderQualityPlot } from "../../src/report/quality-plot.js";
import { renderRun } from "../../src/report/run.js";
import { columnsOf } from "../../src/report/text.js";
import { geometric, recordOf, resultsOf } from "../support/records.js";

const COUNT = 9;
const judgedRun = (method: string, of: (k: number) => Partial<QualityPoint>, over: Partial<Quality> = {}): RunRecord => {
  const points = Array.from({ length: COUNT }, (_, k) => ({
    iteration: 2 * k,
    cosine: 1,
    relativeError: 0,
    bias: null,
    biasError: null,
    variance: null,
    h: null,
    hOpt: null,
    ...of(k),
  }));
  return {
    ...recordOf({ method, f: geometric(COUNT, 0.5), each: 10, every: 2 }),
    quality: { cost: noCost, incomplete: null, points, ...over },
  };
};
const exact = judgedRun("gd/reverse", (k) => (k % 4 === 0 ? { bias: 0, biasError: 0, variance: 0 } : {}));
/** Errors 1e-8, 1e-7 … 1; three close looks, with h twice, four and eight times the best. */
const differences = judgedRun("gd/forward-difference", (k) => ({
  cosine: 1 - k / 10,
  relativeError: Number(`1e${k - 8}`),
  h: 0.25,
  ...(k % 4 === 0 ? { bias: Number(`1e${k - 8}`), biasError: 0, variance: 0, hOpt: [0.125, 0.0625, 0.03125][k / 4]! } : {}),
}));
const random = judgedRun("gd/two-point", () => ({ cosine: 0.25, relativeError: 3, bias: 1e-3, biasError: 1e-3, variance: 9.1, h: 1e-5 }));
const section = (runs: readonly RunRecord[]) => sectionsOf(runs, measures.work)[0]!;
const table = (runs: readonly RunRecord[], width = 80): string[] => renderQuality(section(runs), { width, wide: false, paint: undefined });
const cells = (lines: readonly string[], method: string): string[] =>
  lines
    .find((line) => line.includes(method))!
    .trim()
    .split(/\s+/)
    .slice(2);

describe("the table", () => {
  const lines = table([exact, differences, random], 100);
  test("medians: cosine, error in the first and last third, bias, variance, h and its ratio to the best", () => {
    expect(lines.slice(0, 2).map((line) => line.trim().split(/\s+/))).toEqual([
      ["error", "error", "vari-", "h", "÷"],
      ["method", "cosine", "early", "late", "bias", "ance", "h", "best", "h"],
    ]);
    expect(cells(lines, "gd/reverse")).toEqual(["1", "0", "0", "0", "0", "–", "–"]);
    expect(cells(lines, "gd/forward-difference")).toEqual(["0.6", "1e-7", "0.1", "1e-4", "0", "0.25", "4"]);
  });
  test("a bias below twice its standard error is a bound", () =>
    expect(cells(lines, "gd/two-point")).toEqual(["0.25", "3", "3", "<0.002", "9.1", "1e-5", "–"]));
  test("runs of a method are pooled", () => {
    const other = judgedRun("gd/two-point", () => ({ cosine: 0.75, relativeError: 3, variance: 7.1, bias: 0, biasError: 0 }));
    expect(cells(table([random, other]), "gd/two-point").slice(0, 1)).toEqual(["0.5"]);
  });
  test("fits the width, and says what its columns are", () => {
    for (const width of [60, 80, 120])
      for (const line of table([exact, differences, random], width)) expect(columnsOf(line)).toBeLessThanOrEqual(width);
    expect(lines.join(" ").replaceAll(/\s+/g, " ")).toContain("cosine of g and ∇f");
  });
  test("methods without a gradient have no row; without any there is no table", () => {
    const none = recordOf({ method: "nelder-mead", f: [1] });
    expect(table([none, exact]).join("\n")).not.toContain("nelder-mead");
    expect(table([none])).toEqual([]);
  });
  test("what is missing is said", () => {
    const partial = judgedRun("gd/two-point", () => ({}), { incomplete: "more than 2e9 ops were needed" });
    expect(table([exact, partial, random], 200).at(-1)).toMatch(
      /gd\/two-point: gradients of 1 of 2 runs judged in part: more than 2e9 ops were needed$/,
    );
  });
  test("no points at all: dashes, no crash", () =>
    expect(cells(table([judgedRun("gd/two-point", () => ({}), { points: [] })], 100), "gd/two-point")).toEqual([
      "–",
      "–",
      "–",
      "–",
      "–",
      "–",
      "–",
    ]));
});

describe("the plot", () => {
  const plot = (runs: readonly RunRecord[], width = 80): string[] =>
    renderQualityPlot(section(runs), measures.work, { width, paint: undefined });
  test("a curve for each method that errs, 1e-8 to 1 and level at 3; the others named", () =>
    expect(`\n${plot([exact, differences, random]).join("\n")}`).toBe(`
error of g, ‖g - ∇f‖/‖∇f‖ (log10 scale)
     │
 1e0 ┤         ──C───────────────C───────────────C───────────────C────────────CA
     │                                                                A───────╯
1e-2 ┤                                                        ╭───────╯
     │                                                A───────╯
1e-4 ┤                                        ╭───────╯
     │                                A───────╯
1e-6 ┤                        ╭───────╯
     │                A───────╯
1e-8 ┤         ───────╯
     └┬───────────────┬───────────────┬────────────────┬───────────────┬────────
      0              20              40               60              80
      work (function-evaluation equivalents), linear scale

A gd/forward-difference   C gd/two-point
No error at all: B.`));
  test("within any width", () => {
    for (const width of [40, 60, 200])
      for (const line of plot([exact, differences, random], width)) expect(columnsOf(line)).toBeLessThanOrEqual(width);
  });
  test("nothing to draw", () => {
    expect(plot([recordOf({ method: "nelder-mead", f: [1] })])).toEqual([]);
    expect(plot([exact])).toEqual(["No error at all: A."]);
    const odd = judgedRun("gd/two-point", () => ({ relativeError: Number.NaN }));
    expect(plot([odd])).toEqual(["No points: A."]);
    // A budget that ends before the first gradient: nothing was judged, so nothing was found exact.
    const unjudged: RunRecord = { ...exact, gradient: "forward", quality: { ...exact.quality!, points: [] } };
    expect(plot([exact, unjudged])).toEqual(["No error at all: B. No points: A."]);
    expect(plot([odd, differences]).length).toBeGreaterThan(10);
  });
});

test("as Markdown", () => {
  const text = renderMarkdown(resultsOf([exact, differences, recordOf({ method: "nelder-mead", f: [1] })]));
  expect(text).toContain("|  | method | cosine | error early | error late | bias | variance | h | h ÷ best h |\n| --- | --- | ---: |");
  expect(text).toContain("| `gd/forward-difference` | 0.6 | 1e-7 | 0.1 | 1e-4 | 0 | 0.25 | 4 |");
  expect(renderMarkdown(resultsOf([recordOf({ method: "gd/reverse", f: [1] })]))).not.toContain("cosine");
});

test("both stand in what a run shows, each under its flag", () => {
  const render = (flags: { table: boolean; plot: boolean }): string =>
    renderRun(resultsOf([exact, random]), { width: 80, wide: false, axis: "work", paint: undefined, ...flags });
  expect(render({ table: true, plot: true })).toMatch(/cosine[\s\S]*gap f - f\*[\s\S]*error of g/);
  expect(render({ table: true, plot: false })).not.toContain("error of g");
  expect(render({ table: false, plot: true })).not.toContain("cosine");
});
