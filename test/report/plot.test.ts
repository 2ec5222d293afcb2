import { Chalk } from "chalk";
import { describe, expect, test } from "vitest";
import type { Axis, RunRecord } from "../../src/bench/record.js";
import { measures } from "../../src/report/axis.js";
import { medianCurve } from "../../src/report/curves.js";
import { sectionsOf } from "../../src/report/method.js";
import { renderPlot } from "../../src/report/plot.js";
import { columnsOf } from "../../src/report/text.js";
import { geometric, recordOf, typicalRuns } from "../support/records.js";

const plot = (runs: readonly RunRecord[], width = 80, axis: Axis = "work"): string[] =>
  renderPlot(sectionsOf(runs, measures[axis])[0]!, measures[axis], { width, paint: undefined });

/** What is right of the y axis, top to bottom. */
const canvas = (lines: readonly string[]): string[] => lines.flatMap((line) => line.match(/^[^│┤]*[│┤](.*)$/)?.[1] ?? []);
const labels = (lines: readonly string[]): string[] => lines.flatMap((line) => line.match(/^ *(\S+) ┤/)?.[1] ?? []);
const letters = (lines: readonly string[]): string =>
  [
    ...new Set(
      canvas(lines)
        .join("")
        .replaceAll(/[^A-Za-z]/g, ""),
    ),
  ]
    .sort()
    .join("");

test("a typical one", () =>
  expect(`\n${plot(typicalRuns()).join("\n")}\n`).toBe(`
gap f - f* (log10 scale), best so far, median over the runs of a method
 1e2 ┤
     │──────────────────────────────────╮────────────╮─────╮──╮
 1e0 ┤                                  ╰─────╮      ╰──────╮─────E─╮
     │                                        ╰───╮         ╰──╮  ╰──╮─D╮
1e-2 ┤                                            ╰─╮          ╰─B╮  ╰──╮──╮
     │                                              ╰─╮           ╰─╮   ╰─╮╰─╮
1e-4 ┤                                                A─╮           ╰─╮   ╰─╮╰─D
     │                                                  ╰─╮           ╰╮    ╰╮
1e-6 ┤                                                    ╰╮           ╰╮    ╰╮
     │· · · · · · · · · · · · · · · · · · · · · · · · · · ·╰A · · · · · ╰B· · ╰C
     └─────────────────┬─────────────────────┬────────────────────┬─────────────
                      10                    100                 1000
      work (function-evaluation equivalents), log10 scale

A gd/reverse              B gd/forward-difference   C gd/central-difference
D gd/two-point            E nelder-mead
Dotted: the target 1e-8.
`));

describe("the x axis", () => {
  const over = (count: number, each: number): string =>
    plot([recordOf({ method: "a", f: geometric(count, 0.9), each })], 80, "work").join("\n");
  test("more than 2 decades: log10, ticks at powers of ten", () => {
    expect(over(300, 4)).toContain("work (function-evaluation equivalents), log10 scale");
    expect(over(300, 4)).toMatch(/^ +10 +100 +1000$/m);
  });
  test("2 or less: linear, round ticks", () => {
    expect(over(90, 1)).toContain("linear scale");
    expect(over(90, 1)).toMatch(/^ +0 +20 +40 +60 +80$/m);
  });
  test("every axis has its name", () => {
    for (const [axis, name] of Object.entries({
      evals: /evaluations/,
      iterations: /iterations/,
      seconds: /seconds.*advisory/,
      ops: /operations/,
    }))
      expect(plot(typicalRuns(), 80, axis as Axis).join("\n")).toMatch(name);
  });
});

describe("the y axis", () => {
  test("whole decades for gaps", () =>
    expect(labels(plot([recordOf({ method: "a", f: geometric(100, 0.8, 3) })]))).toEqual(["1e0", "1e-2", "1e-4", "1e-6", "1e-8", "1e-10"]));
  test("round numbers within one", () =>
    expect(labels(plot([recordOf({ method: "a", f: geometric(100, 0.9997, 12) })]))).toEqual(["12", "11.9", "11.8", "11.7"]));
  test("f where f* is not known: log10 while positive, else linear", () => {
    const unknown = (f: readonly number[]): string[] => plot([recordOf({ method: "a", f, over: { fstar: null, hits: [] } })]);
    expect(unknown([900, 20, 3])[0]).toBe("f (log10 scale), best so far");
    const linear = unknown([9, 0, -3]);
    expect(linear[0]).toBe("f (linear scale), best so far");
    expect(labels(linear)).toEqual(["8", "6", "4", "2", "0", "-2"]);
    expect(letters(unknown([1.7e308, -1.7e308]))).toBe("A");
  });
  test("far below everything: the bottom edge, and that is said", () => {
    const lines = plot([recordOf({ method: "a", f: geometric(700, 0.37) }), recordOf({ method: "b", f: [1, 0.1] })]);
    expect(lines.join(" ")).toContain("Values below 1e-20 or 0 are drawn at the bottom edge: A.");
    expect(canvas(lines).at(-1)).toContain("A");
  });
  test("down to the target where that is lower still", () => {
    const targets = [{ kind: "relative" as const, value: 1e-30 }];
    const { spec, ...run } = recordOf({ method: "a", f: geometric(700, 0.37) });
    expect(plot([{ ...run, spec: { ...spec, targets } }]).join(" ")).toContain("Values below 1e-32 or 0");
  });
  test("tiny gaps are gaps like others", () => {
    const lines = plot([recordOf({ method: "a", f: geometric(20, 0.1, 0.99e-285) })]);
    expect(labels(lines)[0]).toBe("1e-284");
    expect(lines.join("\n")).not.toContain("bottom edge");
    expect(letters(plot([recordOf({ method: "a", f: [5e-324, 0] })]))).toBe("A");
  });
});

describe("letters: without colours nothing is lost", () => {
  test("one point, also of several methods at once", () => {
    expect(letters(plot([recordOf({ method: "a", f: [5] })]))).toBe("A");
    expect(letters(plot(["a", "b", "c", "d"].map((method) => recordOf({ method, f: [5] }))))).toBe("ABCD");
  });
  test("identical curves", () =>
    expect(letters(plot(["a", "b", "c"].map((method) => recordOf({ method, f: geometric(50, 0.9) }))))).toBe("ABC"));
  test("twelve methods, crossing, at 40 columns", () => {
    const runs = Array.from({ length: 12 }, (_, k) =>
      recordOf({ method: `m${k}`, f: geometric(300, 0.9 + 0.007 * k, 12 - k), each: 1 + k }),
    );
    const lines = plot(runs, 40);
    expect(letters(lines)).toBe("ABCDEFGHIJKL");
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(40);
  });
  test("a curve ends where its last run ended", () => {
    const lines = plot([recordOf({ method: "a", f: geometric(50, 0.5) }), recordOf({ method: "b", f: geometric(100, 0.9) })]);
    const end = Math.max(...canvas(lines).map((line) => line.lastIndexOf("A")));
    expect(end).toBeGreaterThan(32);
    expect(end).toBeLessThan(42);
  });
});

describe("what cannot be drawn", () => {
  test("NaN and infinities are left out, and that is said", () => {
    const lines = plot([
      recordOf({ method: "a", f: [5, 1, 0.1] }),
      recordOf({ method: "b", f: [NaN, Infinity, 3] }),
      recordOf({ method: "c", f: [NaN, NaN] }),
    ]);
    expect(lines.join("\n")).toContain("Not drawn where f is not a finite number: B, C.");
    expect(letters(lines)).toBe("AB");
  });
  test("all gaps 0", () =>
    expect(plot([recordOf({ method: "a", f: [0, 0] })])).toEqual([
      "No plot: every method is at f* from its first point on, all gaps are 0.",
    ]));
  test("nothing finite", () => {
    const said = ["No plot: f is not a finite number at any recorded point."];
    expect(plot([recordOf({ method: "a", f: [NaN, Infinity, -Infinity] })])).toEqual(said);
    expect(plot([recordOf({ method: "a", f: [NaN], over: { fstar: null } })])).toEqual(said);
  });
  test("a run without rows", () =>
    expect(plot([recordOf({ method: "a", f: [] }), recordOf({ method: "b", f: [2, 1] })]).join("\n")).toContain("No points: B."));
});

describe("the curve of several runs", () => {
  const curve = (fs: readonly (readonly number[])[], positions: readonly number[]): (number | null)[] => {
    const [section] = sectionsOf(
      fs.map((f) => recordOf({ method: "a", f })),
      measures.iterations,
    );
    return medianCurve(section!.methods[0]!, section!, measures.iterations, positions);
  };
  test("is the median; runs that ended hold their last value; null after all have", () =>
    expect(
      curve(
        [
          [9, 1],
          [9, 5, 4, 3],
          [9, 8, 7, 6, 5],
        ],
        [0, 1, 2, 3, 4, 5],
      ),
    ).toEqual([9, 5, 4, 3, 3, null]));
  test("steps: between rows the last one holds", () => expect(curve([[9, 1]], [0, 0.5, 1, 2])).toEqual([9, 9, 1, null]));
  test("null before it begins", () => expect(curve([[9, 1]], [-1, 0])).toEqual([null, 9]));
  test("NaN is the worst", () =>
    expect(
      curve(
        [
          [9, NaN],
          [9, 2],
          [9, 1],
        ],
        [0, 1],
      ),
    ).toEqual([9, 2]));
});

test("colours change nothing but colours; each method has its own", () => {
  const section = sectionsOf(typicalRuns(), measures.work)[0]!;
  const painted = renderPlot(section, measures.work, { width: 80, paint: new Chalk({ level: 1 }) }).join("\n");
  expect(painted).toContain("\u001b[36mA gd/reverse");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
  expect(painted.replaceAll(/\u001b\[\d+m/g, "")).toBe(plot(typicalRuns()).join("\n"));
});
