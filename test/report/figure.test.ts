import { Chalk } from "chalk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Figure, Line } from "../../src/core/study.js";
import { renderFigure } from "../../src/report/figure.js";
import { columnsOf } from "../../src/report/text.js";

const render = (figure: Figure, width = 80): string[] => renderFigure(figure, { width, paint: undefined });
const figureOf = (lines: readonly Line[], log = { x: false, y: false }): Figure => ({
  name: "f",
  title: "A title",
  x: { label: "n", log: log.x },
  y: { label: "work", log: log.y },
  lines,
});
/** What is right of the y axis, top to bottom. */
const canvas = (lines: readonly string[]): string[] => lines.flatMap((line) => line.match(/^[^│┤]*[│┤](.*)$/)?.[1] ?? []);
const placesOf = (lines: readonly string[], letter: string): [row: number, column: number][] =>
  canvas(lines).flatMap((line, row) => [...line].flatMap((char, column) => (char === letter ? [[row, column] as [number, number]] : [])));

test("a typical one: measured points, a theory, both axes logarithmic", () =>
  expect(
    `\n${render(
      {
        ...figureOf(
          [
            { name: "two-point", points: [8, 32, 128, 512].map((n) => [n, 20 * n]) },
            { name: "reverse", points: [8, 32, 128, 512].map((n) => [n, 60]) },
            { name: "slope 1", points: [8, 512].map((n) => [n, 4 * n]), style: "dashed" },
          ],
          { x: true, y: true },
        ),
        note: "What grows as n crosses what does not.",
      },
      64,
    ).join("\n")}\n`,
  ).toBe(`
A title
work (log10 scale)
1e5 ┤
    │
    │
    │
1e4 ┤                                                     ╭────A
    │                                             ╭───────╯
    │                                     ╭─A─────╯
    │                             ╭───────╯              ······C
1e3 ┤                     ╭───────╯             ··········
    │             ╭─────A─╯             ···C·····
    │     ╭───────╯             ·········
    │A────╯             ···C·····
1e2 ┤           ·········
    │B──────────────────B───────────────────B──────────────────B
    │····
    │
1e1 ┤
    └───┬─────────┬────────────┬────────┬─────────┬────────────┬
       10        20           50       100       200         500
     n (log10 scale)

A two-point   B reverse     C slope 1
What grows as n crosses what does not.
Dotted: C.
`));

describe("lines", () => {
  const across = (style: Line["style"]): string[] =>
    render(
      figureOf([
        {
          name: "a",
          points: [
            [0, 0],
            [70, 10],
          ],
          ...(style && { style }),
        },
      ]),
      76,
    );
  test("letters stand at the points of a line that has few", () => {
    const lines = render(
      figureOf([
        {
          name: "a",
          points: [
            [0, 0],
            [35, 5],
            [70, 10],
          ],
        },
      ]),
      76,
    );
    const places = placesOf(lines, "A");
    expect(places.map(([row]) => row)).toEqual([0, 8, 16]);
    const columns = places.map(([, column]) => column);
    expect(columns[2]).toBe(0);
    expect(columns[1]! * 2).toBeCloseTo(columns[0]!, -0.5);
  });
  test("solid lines are drawn from point to point", () => {
    const rows = canvas(across(undefined)).map((line) => line.trimEnd());
    expect(rows.every((row) => /[─╭╯A]/.test(row))).toBe(true);
    expect(rows.join("")).not.toContain("·");
  });
  test("theory in dots, and said to be", () => {
    const lines = across("dashed");
    expect(canvas(lines).join("")).toMatch(/(?:[·A] *){60}/);
    expect(canvas(lines).join("")).not.toMatch(/[─╭╯]/);
    expect(lines.at(-1)).toBe("Dotted: A.");
  });
  test("points as letters, nothing between", () => {
    expect(canvas(across("points")).join("").replaceAll(" ", "")).toBe("AA");
  });
  test("several points of one x", () => {
    const points = [1, 2, 3, 3].map((y, k) => [k < 3 ? 0 : 1, y] as const);
    expect(placesOf(render(figureOf([{ name: "a", points, style: "points" }])), "A")).toHaveLength(4);
  });
  test("a gap is a gap, a point between gaps is seen", () => {
    const y = [1, 1, Number.NaN, 2, Number.POSITIVE_INFINITY, 3, 3];
    const lines = render(figureOf([{ name: "a", points: y.map((value, k) => [k, value]) }]));
    const [top, middle, bottom] = [canvas(lines)[0]!, canvas(lines)[8]!, canvas(lines)[16]!];
    expect(bottom.trimEnd().length).toBeLessThan(20);
    expect(middle.trim()).toBe("A");
    expect(top.indexOf("A")).toBeGreaterThan(55);
    expect(lines.at(-1)).toBe("Not drawn where not a finite number: A.");
  });
  test("the first lies on top; the letter of one below it finds room nearby, points that cannot be seen are named", () => {
    const line = { name: "same", points: [[0, 0] as const, [1, 1] as const] };
    const solid = render(figureOf([line, line]));
    expect(placesOf(solid, "A")).toHaveLength(2);
    expect(placesOf(solid, "B")).toHaveLength(1);
    const points = render(figureOf([line, { ...line, style: "points" }]));
    expect(points.at(-1)).toBe("Hidden behind others: B.");
  });
});

test("what has no place on a logarithmic axis is said", () => {
  const lines = render(
    figureOf(
      [
        {
          name: "a",
          points: [
            [1, 0],
            [2, 1],
            [3, 10],
          ],
        },
        { name: "b", points: [[1, -1]] },
      ],
      { x: false, y: true },
    ),
  );
  expect(lines.at(-1)).toBe("Not drawn where 0 or less on a log10 scale: A, B.");
});

test("what no number is there for is said once", () => {
  const there = { name: "there", points: [[0, 0] as const, [1, 1] as const] };
  const last = (points: Line["points"]): string | undefined => render(figureOf([there, { name: "gone", points }])).at(-1);
  expect(
    last([
      [0, Number.NaN],
      [1, Number.NaN],
    ]),
  ).toBe("No points: B.");
  expect(last([])).toBe("No points: B.");
});

test("theory has the colour of the line it belongs to, and a letter of its own", () => {
  const to = (y: number): Line["points"] => [
    [0, 0],
    [1, y],
  ];
  const lines: Line[] = [
    { name: "a", points: to(4) },
    { name: "theory of b", points: to(3), style: "dashed", of: "b" },
    { name: "b", points: to(1) },
    { name: "bound", points: to(2), style: "dashed" },
  ];
  const text = renderFigure(figureOf(lines), { width: 80, paint: new Chalk({ level: 1 }) }).join("\n");
  const magenta = "\u001b[35m";
  expect(text).toContain(`${magenta}B theory of b`);
  expect(text).toContain(`${magenta}C b`);
  expect(text).toContain("\u001b[36mA a");
  expect(text).toContain("\u001b[33mD bound");
});

test("ticks that are given", () => {
  const points = [8, 16, 32, 64].map((n) => [n, n] as const);
  const axes = figureOf([{ name: "a", points }], { x: true, y: true });
  expect(render({ ...axes, x: { ...axes.x, ticks: [8, 16, 32, 64] } }).some((line) => /^ +8 +16 +32 +64$/.test(line))).toBe(true);
});

test("nothing to draw", () => {
  expect(render(figureOf([]))).toEqual(["A title", "No plot: there is no point with a place on both axes."]);
  expect(render(figureOf([{ name: "a", points: [[Number.NaN, 1]] }]))).toHaveLength(2);
});

test("colours change nothing but colours", () => {
  const figure = figureOf([
    {
      name: "a",
      points: [
        [0, 0],
        [1, 1],
      ],
    },
    {
      name: "b",
      points: [
        [0, 1],
        [1, 0],
      ],
      style: "dashed",
    },
  ]);
  const colored = renderFigure(figure, { width: 80, paint: new Chalk({ level: 1 }) }).join("\n");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken away
  expect(colored.replaceAll(/\u001b\[[0-9;]*m/g, "")).toBe(render(figure).join("\n"));
  expect(colored).toContain("\u001b[36m");
});

test("whatever the points: no line too wide, every line named, the ends of the axes hold all", () => {
  const coordinate = fc.oneof(fc.double({ min: -1e200, max: 1e200 }), fc.integer({ min: -5, max: 5 }), fc.constantFrom(Number.NaN, 1e-200));
  const line = fc.record({
    name: fc.constantFrom("a", "a much longer name with spaces", "名前"),
    points: fc.array(fc.tuple(coordinate, coordinate), { maxLength: 12 }).map((points) => points.sort(([a], [b]) => a - b)),
    style: fc.constantFrom<NonNullable<Line["style"]>>("solid", "dashed", "points"),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), fc.boolean(), fc.boolean(), fc.integer({ min: 40, max: 150 }), (lines, x, y, width) => {
      const text = render(figureOf(lines, { x, y }), width);
      for (const one of text) expect(columnsOf(one)).toBeLessThanOrEqual(Math.min(width, 120));
      if (text.some((one) => one.includes("└"))) for (const { name } of lines) expect(text.join("\n")).toContain(name);
      expect(text.join("\n")).not.toMatch(/undefined/);
    }),
    { numRuns: 300 },
  );
});
