import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Figure, Line } from "../../src/core/study.js";
import { figureSvg } from "../../src/report/svg.js";
import { textWidth } from "../../src/report/svg-text.js";

const figureOf = (lines: readonly Line[], over: Partial<Figure> = {}): Figure => ({
  name: "f",
  title: "A title",
  x: { label: "n", log: false },
  y: { label: "work", log: false },
  lines,
  ...over,
});
const diagonal: Line = {
  name: "up",
  points: [
    [0, 0],
    [5, 5],
    [10, 10],
  ],
};

interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

/** A strict reading of what we write: throws where tags do not nest or a character is not allowed. */
function parseXml(text: string): Element {
  const root: Element = { tag: "", attributes: {}, children: [] };
  const open = [root];
  const token = /<(\/)?([\w:]+)((?:\s+[\w:-]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)\s*(\/)?>|((?:[^<&>]|&(?:amp|lt|gt|quot);)+)/gy;
  let at = 0;
  for (const match of text.matchAll(token)) {
    if (match.index !== at) throw new Error(`cannot be read: ${text.slice(at, at + 40)}`);
    at += match[0].length;
    const [, closing, tag, attributes, empty, content] = match;
    if (content !== undefined) open.at(-1)!.children.push(content);
    else if (closing) {
      if (open.pop()?.tag !== tag) throw new Error(`</${tag}> closes nothing`);
    } else {
      const pairs = [...attributes!.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!] as const);
      if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Error(`<${tag}> has an attribute twice`);
      const element: Element = { tag: tag!, attributes: Object.fromEntries(pairs), children: [] };
      open.at(-1)!.children.push(element);
      if (!empty) open.push(element);
    }
  }
  if (at !== text.length || open.length !== 1) throw new Error(`does not end: ${text.slice(at, at + 40)}`);
  return root.children.find((child): child is Element => typeof child !== "string")!;
}

const all = (element: Element, tag: string): Element[] =>
  element.children.flatMap((child) => (typeof child === "string" ? [] : [...(child.tag === tag ? [child] : []), ...all(child, tag)]));
const contentOf = (element: Element): string =>
  element.children.map((child) => (typeof child === "string" ? child : contentOf(child))).join("");
const svgOf = (figure: Figure): Element => parseXml(figureSvg(figure));
/** The paths of the lines themselves, in the order in which they are drawn. */
const linePaths = (svg: Element): Element[] =>
  all(svg, "g")
    .filter(({ attributes }) => attributes["clip-path"])
    .flatMap((group) => all(group, "path"));
/** Absolute points of a path of M and L. */
const pointsOf = (path: Element): [x: number, y: number][] =>
  [...path.attributes["d"]!.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
const frameOf = (svg: Element): Record<"left" | "top" | "right" | "bottom", number> => {
  const { x, y, width, height } = all(all(svg, "clipPath")[0]!, "rect")[0]!.attributes;
  return { left: Number(x), top: Number(y), right: Number(x) + Number(width), bottom: Number(y) + Number(height) };
};
const tickLabels = (svg: Element, anchor: string): string[] =>
  all(svg, "g")
    .filter(({ attributes }) => attributes["text-anchor"] === anchor)
    .flatMap((group) => all(group, "text").map(contentOf));

describe("geometry", () => {
  test("a linear axis is linear, upwards", () => {
    const [a, b, c] = pointsOf(linePaths(svgOf(figureOf([diagonal])))[0]!);
    expect(b![0] - a![0]).toBeCloseTo(c![0] - b![0], 1);
    expect(a![1] - b![1]).toBeCloseTo(b![1] - c![1], 1);
    expect(a![1]).toBeGreaterThan(b![1]);
  });
  test("a power law is straight on two logarithmic axes, with the slope of its exponent", () => {
    const points = [1, 10, 100, 1000].map((n) => [n, 3 * n * n] as const);
    const places = pointsOf(
      linePaths(svgOf(figureOf([{ name: "n²", points }], { x: { label: "n", log: true }, y: { label: "y", log: true } })))[0]!,
    );
    const steps = places.slice(1).map(([x, y], k) => [x - places[k]![0], places[k]![1] - y] as const);
    for (const [dx, dy] of steps) {
      expect(dx).toBeCloseTo(steps[0]![0], 1);
      expect(dy).toBeCloseTo(steps[0]![1], 1);
    }
  });
  test("lines are clipped to the frame, and lie inside it", () => {
    const svg = svgOf(figureOf([diagonal]));
    const { left, right, top, bottom } = frameOf(svg);
    for (const [x, y] of pointsOf(linePaths(svg)[0]!)) expect(x >= left && x <= right && y >= top && y <= bottom).toBe(true);
    const [clip] = all(svg, "clipPath");
    expect(figureSvg(figureOf([diagonal]))).toContain(`clip-path="url(#${clip!.attributes["id"]})"`);
  });
  test("gaps break the line", () => {
    const y = [1, 2, Number.NaN, 3, 4, Number.POSITIVE_INFINITY, 5];
    const [path] = linePaths(svgOf(figureOf([{ name: "a", points: y.map((value, k) => [k, value]) }])));
    expect(path!.attributes["d"]!.replaceAll(/[^ML]/g, "")).toBe("MLMLM");
    const logarithmic = figureOf(
      [
        {
          name: "a",
          points: [
            [1, 1],
            [2, 0],
            [3, 10],
          ],
        },
      ],
      { y: { label: "y", log: true } },
    );
    expect(linePaths(svgOf(logarithmic))[0]!.attributes["d"]!.replaceAll(/[^ML]/g, "")).toBe("MM");
  });
  test("thousands of points stay few where they cannot be told apart, and keep their spikes", () => {
    const points = Array.from({ length: 20000 }, (_, k) => [k, k === 7777 ? 9 : 1] as const);
    const places = pointsOf(linePaths(svgOf(figureOf([{ name: "a", points }])))[0]!);
    expect(places.length).toBeLessThan(2000);
    expect(Math.min(...places.map(([, y]) => y))).toBeLessThan(frameOf(svgOf(figureOf([{ name: "a", points }]))).top + 20);
  });
});

describe("axes", () => {
  const decades = (low: number, high: number): Element =>
    svgOf(
      figureOf(
        [
          {
            name: "a",
            points: [
              [low, 1],
              [high, 2],
            ],
          },
        ],
        { x: { label: "h", log: true } },
      ),
    );
  test("powers of ten with raised exponents, and lesser ticks between them", () => {
    const svg = decades(1e-3, 10);
    expect(tickLabels(svg, "middle")).toEqual(["10−3", "10−2", "10−1", "1", "10"]);
    expect(contentOf(all(svg, "tspan")[0]!)).toBe("−3");
    // From 1e-3 to 10 there are 32 of them, at x + 3.
    const minor = all(svg, "path").flatMap(({ attributes }) => [...attributes["d"]!.matchAll(/v3(?!\d)/g)]);
    expect(minor.length).toBeGreaterThanOrEqual(32);
  });
  test("labels do not touch", () => {
    const svg = svgOf(
      figureOf([
        {
          name: "a",
          points: [
            [1000000, 1],
            [1000007, 2],
          ],
        },
      ]),
    );
    const texts = all(all(svg, "g").find(({ attributes }) => attributes["text-anchor"] === "middle")!, "text");
    const spans = texts.map((text) => [Number(text.attributes["x"]), textWidth(contentOf(text), 13)] as const);
    for (const [k, [x, width]] of spans.slice(1).entries()) expect(x - width / 2).toBeGreaterThan(spans[k]![0] + spans[k]![1] / 2);
  });
});

describe("lines are told apart without colour", () => {
  /** Dashes, and the shape and filling of markers. */
  const looks = (svg: Element, count: number): string[] =>
    all(svg, "path")
      .slice(-2 * count)
      .filter(({ attributes }) => attributes["stroke-dasharray"] || /[az]/.test(attributes["d"]!))
      .map(({ attributes }) =>
        [attributes["stroke-dasharray"], attributes["fill"] === "#ffffff", attributes["d"]!.replace(/^M[\d.]+ [\d.]+/, "")].join("|"),
      );
  test.each<[style: Line["style"], count: number]>([
    ["solid", 14],
    ["points", 14],
  ])("%s: by their markers", (style, count) => {
    const lines = Array.from(
      { length: count },
      (_, k): Line => ({
        name: `line ${k}`,
        points: [
          [0, k],
          [1, k],
        ],
        ...(style && { style }),
      }),
    );
    const svg = svgOf(figureOf(lines));
    const markers = all(svg, "path").filter(({ attributes }) => /M[\d.]+ [\d.]+m/.test(attributes["d"]!));
    const shapes = markers.map(
      ({ attributes }) => `${attributes["fill"] === "#ffffff"} ${attributes["d"]!.replaceAll(/M[\d.]+ [\d.]+/g, "M")}`,
    );
    // Each once in the frame (two points) and once beside its name.
    expect(new Set(shapes).size).toBe(2 * count);
  });
  test("theory: by its dashes, and without markers", () => {
    const lines = Array.from(
      { length: 6 },
      (_, k): Line => ({
        name: `${k}`,
        points: [
          [0, k],
          [1, k],
        ],
        style: "dashed",
      }),
    );
    const svg = svgOf(figureOf(lines));
    expect(new Set(linePaths(svg).map(({ attributes }) => attributes["stroke-dasharray"])).size).toBe(6);
    expect(looks(svg, 6).every((look) => !look.startsWith("|"))).toBe(true);
  });
  test("solid lines are not dashed; points have no line", () => {
    expect(linePaths(svgOf(figureOf([diagonal])))[0]!.attributes).not.toHaveProperty("stroke-dasharray");
    expect(linePaths(svgOf(figureOf([{ ...diagonal, style: "points" }])))).toEqual([]);
  });
});

describe("theory of a line", () => {
  const at = (y: number): Line["points"] => [
    [0, y],
    [10, y],
  ];
  const lines: Line[] = [
    { name: "a", points: at(1) },
    { name: "b", points: at(2) },
    { name: "theory of a", points: at(1), style: "dashed", of: "a" },
    { name: "theory of b", points: at(2), style: "dashed", of: "b" },
    { name: "bound", points: at(3), style: "dashed" },
  ];
  const svg = svgOf(figureOf(lines));
  const paths = linePaths(svg);
  /** By height: the higher the value the smaller y is. */
  const levels = [...new Set(paths.map((path) => pointsOf(path)[0]![1]))].sort((x, y) => y - x);
  const drawnAt = (level: number): Element[] => paths.filter((path) => pointsOf(path)[0]![1] === levels[level]);

  test.each([0, 1])("has its colour and dashes, and lies beneath it, broader", (level) => {
    const [theory, measured] = drawnAt(level);
    expect(theory!.attributes["stroke"]).toBe(measured!.attributes["stroke"]);
    expect(theory!.attributes).toHaveProperty("stroke-dasharray");
    expect(measured!.attributes).not.toHaveProperty("stroke-dasharray");
    expect(Number(theory!.attributes["stroke-width"])).toBeGreaterThan(Number(measured!.attributes["stroke-width"]));
  });
  test("other lines have colours of their own, and a bound lies on top", () => {
    expect(new Set(paths.map(({ attributes }) => attributes["stroke"])).size).toBe(3);
    expect(drawnAt(2)).toEqual([paths.at(-1)]);
  });
  test("of nothing that is there: as if it stood alone", () => {
    const alone = (of?: string): string => figureSvg(figureOf([lines[0]!, { ...lines[4]!, ...(of && { of }) }]));
    expect(alone("nobody")).toBe(alone());
  });
});

test("ticks that are given, and no others", () => {
  const points = [8, 16, 32, 64].map((n) => [n, n] as const);
  const svg = svgOf(figureOf([{ name: "a", points }], { x: { label: "n", log: true, ticks: [8, 16, 32, 64] } }));
  expect(tickLabels(svg, "middle")).toEqual(["8", "16", "32", "64"]);
  const [x8, x16, x32] = all(all(svg, "g").find(({ attributes }) => attributes["text-anchor"] === "middle")!, "text").map(
    ({ attributes }) => Number(attributes["x"]),
  );
  expect(x16! - x8!).toBeCloseTo(x32! - x16!, 1);
});

test("names stand beside the ends of their lines, inside the picture, and do not cover each other", () => {
  const lines = Array.from(
    { length: 30 },
    (_, k): Line => ({
      name: k % 3 === 0 ? `a rather long name of a method, number ${k}` : `m${k}`,
      points: [
        [0, 0],
        [1, 1 + k / 1000],
      ],
    }),
  );
  const svg = svgOf(figureOf(lines));
  const { right } = frameOf(svg);
  const texts = all(svg, "text").filter(({ attributes }) => Number(attributes["x"]) > right && !attributes["text-anchor"]);
  const spans = texts.map((text) => ({
    y: Number(text.attributes["y"]),
    end: Number(text.attributes["x"]) + textWidth(contentOf(text), 14),
  }));
  expect(texts.length).toBeGreaterThanOrEqual(40);
  const [width, height] = [Number(svg.attributes["width"]), Number(svg.attributes["height"])];
  for (const { y, end } of spans) expect(end <= width && y > 14 && y < height).toBe(true);
  const ys = spans.map(({ y }) => y).sort((a, b) => a - b);
  for (const [k, y] of ys.slice(1).entries()) expect(y - ys[k]!).toBeGreaterThan(14);
  // Alone, each is at the height of its end.
  const two = svgOf(
    figureOf([
      diagonal,
      {
        name: "flat",
        points: [
          [0, 0],
          [10, 0],
        ],
      },
    ]),
  );
  const flat = all(two, "text").find((text) => contentOf(text) === "flat")!;
  expect(Number(flat.attributes["y"])).toBeCloseTo(pointsOf(linePaths(two).at(-2)!)[0]![1], -1.3);
});

test("title and description, for those who do not see it", () => {
  const svg = svgOf(figureOf([diagonal, { ...diagonal, name: "theory", style: "dashed" }], { note: "It goes up." }));
  const [title, desc] = [all(svg, "title")[0]!, all(svg, "desc")[0]!];
  expect(svg.attributes).toMatchObject({ role: "img", "aria-labelledby": `${title.attributes["id"]} ${desc.attributes["id"]}` });
  expect(contentOf(title)).toBe("A title");
  expect(contentOf(desc)).toBe(
    "Horizontal axis: n, from 0 to 10. Vertical axis: work, from 0 to 10. Lines, with their last points: up, 10 at 10; theory (dashed), 10 at 10. It goes up.",
  );
  expect(svg.attributes["xmlns"]).toBe("http://www.w3.org/2000/svg");
});

test("texts are escaped, wherever they stand", () => {
  const nasty = `<a href="x">&amp; 'b' \u0000\u001b[31m`;
  const svg = svgOf({
    ...figureOf(
      [
        {
          name: nasty,
          points: [
            [0, 1],
            [1, 2],
          ],
        },
      ],
      { note: nasty },
    ),
    name: 'f"><script>',
    title: nasty,
    x: { label: nasty, log: false },
    y: { label: nasty, log: true },
  });
  expect(contentOf(all(svg, "title")[0]!)).toBe("&lt;a href=&quot;x&quot;&gt;&amp;amp; 'b' [31m");
  expect(all(svg, "script").concat(all(svg, "a"))).toEqual([]);
  expect(all(svg, "clipPath")[0]!.attributes["id"]).toMatch(/^[\w-]+$/);
});

test("nothing to draw is said", () => {
  expect(figureSvg(figureOf([]))).toContain("No point has a place on both axes.");
  expect(svgOf(figureOf([{ name: "a", points: [[0, Number.NaN]] }]))).toBeDefined();
});

test("whatever the points: well formed, the same twice, two decimals, no number that is none", () => {
  const coordinate = fc.oneof(fc.double({ min: -1e200, max: 1e200 }), fc.integer({ min: -5, max: 5 }), fc.constantFrom(Number.NaN, 1e-200));
  const line = fc.record({
    name: fc.string(),
    points: fc.array(fc.tuple(coordinate, coordinate), { maxLength: 50 }).map((points) => points.sort(([a], [b]) => a - b)),
    style: fc.constantFrom<NonNullable<Line["style"]>>("solid", "dashed", "points"),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 9 }), fc.boolean(), fc.boolean(), fc.string(), (lines, x, y, note) => {
      const figure = figureOf(lines, { x: { label: "x", log: x }, y: { label: "y", log: y }, note });
      const text = figureSvg(figure);
      expect(figureSvg(figure)).toBe(text);
      const svg = parseXml(text);
      for (const { attributes } of [...all(svg, "path"), ...all(svg, "text"), ...all(svg, "rect")]) {
        for (const key of ["d", "x", "y", "width", "height"])
          expect(attributes[key] ?? "").not.toMatch(/NaN|Infinity|undefined|e[-+]|\.\d{3}/);
      }
    }),
    { numRuns: 200 },
  );
});
