import { Chalk } from "chalk";
import { describe, expect, test } from "vitest";
import { run } from "../../src/bench/run.js";
import { type Scaling, scaling } from "../../src/bench/scale.js";
import { gradients } from "../../src/gradients/index.js";
import { optimizers } from "../../src/optimizers/index.js";
import { renderFigure } from "../../src/report/figure.js";
import { fitSeries, grid } from "../../src/report/grid.js";
import { renderScaling, scalingCsv, scalingFigure, scalingJson } from "../../src/report/scaling.js";
import { columnsOf } from "../../src/report/text.js";
import { csvRows } from "../support/cli.js";
import { type Reaching, reaching } from "../support/scaling.js";

const scaled = (runs: readonly Reaching[], axis: Scaling["axis"] = "work"): Scaling =>
  scaling(runs.map(reaching), axis, { optimizers, gradients });
const render = (of: Scaling, width = 80): string => renderScaling(of, { width, paint: undefined });

/** Reverse flat, central differences 2n, a method without a gradient that is cheap but gives up. */
const typical = (dims: readonly number[] = [8, 16, 32]): Reaching[] =>
  dims.flatMap((dim) => [
    { method: "gd/reverse", dim, vjps: 30 },
    { method: "gd/central-difference", dim, values: 60 * dim },
    { method: "nelder-mead", dim, values: dim < 32 ? dim * dim : Number.POSITIVE_INFINITY, step: null },
  ]);

test("the whole of it", () => {
  const of = scaled(typical());
  const plot = renderFigure(scalingFigure(of), { width: 80, paint: undefined }).join("\n");
  expect(`\n${render(of).replace(plot, "<plot>")}`).toBe(`
quadratic: work to 1e-4 against n: 9 runs of 3 methods

  method                 n = 8   16    32  exponent           theory
────────────────────────────────────────────────────────────────────
A gd/reverse                60   60    60  0.00 [0.00, 0.00]    0.00
B gd/central-difference    480  960  1920  1.00 [1.00, 1.00]    1.00
C nelder-mead               64  256     –  2.00                    –

Columns: median work, in evaluations of f by operations (f with its gradient by
  reverse mode: 2), to f - f* ≤ 1e-4 (f(x0) - f*); – not reached; exponent p of
  c n^p through the medians; 95 % intervals from resampling the distances from
  the line, as runs do not differ (A, B).

gd/reverse: work ∝ n^0 [0.00, 0.00], theory 0.
gd/central-difference: work ∝ n^1 [1.00, 1.00], theory 1.
nelder-mead: work ∝ n^2 from 2 points, too few for an interval. Left out: not
  reached at n = 32.
Least work: gd/reverse at every n.

Theory: gradient descent with step 1/(L (1 + ω)), ω the variance of the source,
  at fixed conditioning κ = L/μ.

<plot>

Break-even price of a reverse gradient, in evaluations of f
                         n = 8    16  32
gd/reverse against
  gd/central-difference     16    32  64
  nelder-mead             2.13  8.53   –
  its price                  2     2   2
While it costs less than that, the method needs less work than the one it is set
  against; – one of them is unsolved.

Where the fitted lines cross: n, and who needs less work below and above
           n  below  above
A, B   never  A      A
A, C  7.75*?  C      A
B, C    60*?  C      B
* beyond the n that were measured; ? no intervals of the exponents, or
  overlapping ones: which line is the steeper is not known.
`);
});

describe("what is said", () => {
  test("methods that fail, one point, no cost", () => {
    const never = Number.POSITIVE_INFINITY;
    const text = render(
      scaled([
        ...[8, 16, 32].map((dim) => ({ method: "gd/reverse", dim, vjps: never })),
        ...[8, 16, 32].map((dim) => ({ dim, values: dim === 8 ? 5 : never })),
        ...[8, 16, 32].map((dim) => ({ method: "gd/spsa", dim, values: dim === 8 ? 0 : 5 })),
      ]),
    );
    expect(text).toContain("gd/reverse: not reached at any n.");
    expect(text).toContain("gd/two-point: not reached at n = 16 and 32, too few points for an exponent.");
    expect(text).toContain("gd/spsa: work ∝ n^0 from 2 points, too few for an interval, theory 1. Left out:\n  no work needed at n = 8.");
  });

  test("runs that failed are not runs that fell short", () => {
    const never = Number.POSITIVE_INFINITY;
    const short = (dim: number, stop: "error" | "budget", repetition = 0) => ({ dim, values: never, stop, repetition });
    const of = scaled([
      ...[4, 8, 16].map((dim) => ({ dim, values: 5 * dim })),
      short(32, "budget"),
      short(64, "error"),
      // One that fell short: it is not the error alone that there is no median.
      ...[short(128, "error"), short(128, "budget", 1)],
      ...[4, 8].map((dim) => ({ ...short(dim, "error"), method: "gd/reverse" })),
    ]);
    expect(of.fits.map(({ unsolved, failed }) => [unsolved, failed])).toEqual([
      [[32, 64, 128], [64]],
      [
        [4, 8],
        [4, 8],
      ],
    ]);
    const text = render(of);
    expect(text).toMatch(/^A gd\/two-point +20 +40 +80 +– +failed +– /m);
    expect(text).toMatch(/^B gd\/reverse +failed +failed +–/m);
    expect(text.replaceAll("\n  ", " ")).toContain("Left out: not reached at n = 32 and 128, failed at n = 64.");
    expect(text).toContain("gd/reverse: failed at every n.");
  });

  test("conditioning that grows", () => {
    const text = render(
      scaled([8, 16, 32].map((dim) => ({ method: "gd/reverse", dim, vjps: dim, iteration: dim, step: { value: 0.1, L: dim * dim } }))),
    );
    expect(text.replaceAll("\n  ", " ")).toContain(
      "Here L at x0 goes as n^2 (64 to 1024), and the iterations of gd/reverse, whose gradients are exact, go as n^1: on this problem theory does not apply as it stands (add 1 to its exponents to compare).",
    );
  });

  test("iterations that fall", () => {
    const falling = [8, 16, 32].map((dim) => ({ method: "gd/reverse", dim, vjps: 4, iteration: 6400 / dim }));
    expect(render(scaled(falling)).replaceAll("\n  ", " ")).toContain(
      "Here the iterations of gd/reverse, whose gradients are exact, go as n^-1: on this problem theory does not apply as it stands (take 1 from its exponents to compare).",
    );
  });

  test("no cause is named: Rosenbrock's chain is not convex, and need not do as κ does", () => {
    const runs = run({ problem: "rosenbrock", dim: [4, 8, 16], optimizers: "gd", gradients: "reverse", target: 1e-2 });
    const text = render(scaling(runs, "work", { optimizers, gradients })).replaceAll("\n  ", " ");
    expect(text).toMatch(
      /the iterations of gd\/reverse, whose gradients are exact, go as n\^-?[\d.]+: on this problem theory does not apply/,
    );
    expect(text).not.toMatch(/κ (grows|falls)|so κ/);
  });

  test("L that grows while κ does not", () => {
    const text = render(scaled([8, 16, 32].map((dim) => ({ method: "gd/reverse", dim, vjps: 9, step: { value: 0.1, L: dim } }))));
    expect(text.replaceAll("\n  ", " ")).toContain(
      "Here L at x0 goes as n^1 (8 to 32), but the iterations of gd/reverse, whose gradients are exact, do not change.",
    );
  });

  test("fewer, not less, where one counts", () => {
    expect(render(scaled(typical(), "evals"))).toContain("Fewest evaluations: gd/reverse at every n.");
    expect(render(scaled(typical(), "iterations"))).toContain("who needs fewer iterations below");
  });

  test("noise: a row a level, the least marked, and who wins at each n", () => {
    const levels = [0, 1e-3].flatMap((noise) =>
      [8, 16].flatMap((dim) => [
        { method: "gd/reverse", dim, noise, vjps: 30 },
        { dim, noise, values: noise === 0 && dim === 8 ? 20 : 1000 },
      ]),
    );
    const text = render(scaled(levels));
    expect(text).toContain(`Noise in f: work to 1e-4 at n = 16, the least marked *
noise   A      B
    0  60*  1000
 1e-3  60*  1000

Noise in f: who needs the least work at each n, and who of those that take only
values
noise  n = 8    16
    0   B, B  A, B
 1e-3   A, B  A, B
`);
    // The fits are those of the first level, which the titles name where there are several, or where it is not 0.
    expect(text).toMatch(/^quadratic, noise 0: work to 1e-4 against n: 4 runs of 2 methods\n/);
    expect(scalingFigure(scaled(levels)).title).toBe("quadratic, noise 0: work to 1e-4 against n");
    expect(scalingFigure(scaled(levels.filter(({ noise }) => noise === 0))).title).toBe("quadratic: work to 1e-4 against n");
    expect(render(scaled(levels.filter(({ noise }) => noise > 0)))).toMatch(/^quadratic, noise 1e-3: work/);
  });
});

test.each([40, 60, 80, 100, 200])("fits %s columns, whatever the names and the number of n", (width) => {
  const dims = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 100000];
  const long = { method: "gd[momentum=0.9]/central-difference[h=0.001,scale=absolute]", gradientParams: { h: 1e-3, scale: "absolute" } };
  const runs = [...typical(dims), ...dims.map((dim) => ({ ...long, dim, values: 12345 * dim }))];
  for (const line of render(scaled(runs), width).split("\n")) expect(columnsOf(line), line).toBeLessThanOrEqual(width);
});

test("colours change nothing but colours", () => {
  const of = scaled(typical());
  const colored = renderScaling(of, { width: 80, paint: new Chalk({ level: 1 }) });
  expect(colored).not.toBe(render(of));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes
  expect(colored.replaceAll(/\u001b\[\d+m/g, "")).toBe(render(of));
});

test("the figure: a line a method, gaps where it failed, theory dashed", () => {
  const { lines, x, y } = scalingFigure(scaled(typical()));
  expect(x.ticks).toEqual([8, 16, 32]);
  expect([x.log, y.log]).toEqual([true, true]);
  expect(lines.map(({ name, style, of }) => [name, style, of])).toEqual([
    ["gd/reverse", undefined, undefined],
    ["gd/central-difference", undefined, undefined],
    ["nelder-mead", undefined, undefined],
    ["theory of gd/reverse", "dashed", "gd/reverse"],
    ["theory of gd/central-difference", "dashed", "gd/central-difference"],
  ]);
  expect(lines[2]!.points).toEqual([
    [8, 64],
    [16, 256],
    [32, Number.NaN],
  ]);
});

test("CSV: every field of a row; JSON: all of it, with what was planned", () => {
  const of = scaled(typical());
  const rows = csvRows(scalingCsv(of));
  expect(rows.length).toBe(9);
  expect(Object.keys(rows[0]!)).toEqual(Object.keys(of.rows[0]!));
  expect(rows[8]).toMatchObject({ dim: "32", optimizer: "nelder-mead", gradient: "none", runs: "1", solved: "0", median_work: "" });
  const json = JSON.parse(scalingJson(of, 12)) as Scaling & { readonly planned: number; readonly finished: number };
  const { planned, finished, ...rest } = json;
  expect({ planned, finished }).toEqual({ planned: 12, finished: 9 });
  expect(rest).toEqual(of);
});

describe("the grid", () => {
  test("columns as wide as they must be", () =>
    expect(
      grid(
        [
          ["a", "1", "x"],
          ["bcd", "23", ""],
        ],
        [0, 2],
      ),
    ).toEqual(["a     1  x", "bcd  23"]));

  test("the middle of a series gives way, the ends stay", () => {
    const row = { before: ["name"], series: ["1", "2", "3", "4", "5"], after: ["end"] };
    expect(fitSeries([row], 80)).toEqual({ rows: [["name", "1", "2", "3", "4", "5", "end"]], dropped: [] });
    expect(fitSeries([row], 23)).toEqual({ rows: [["name", "1", "2", "…", "5", "end"]], dropped: [2, 3] });
    expect(fitSeries([row], 1)).toEqual({ rows: [["name", "1", "…", "5", "end"]], dropped: [1, 2, 3] });
    expect(fitSeries([row, { before: ["a heading"], series: [] }], 80).rows[1]).toEqual(["a heading"]);
  });
});
