/** A figure in characters: a letter and a colour a line, dots for theory, letters alone for points; axes as the figure has them. */
import type { Figure, Line } from "../core/study.js";
import { type Curve, draw } from "./canvas.js";
import { type AxisScale, axisScale, isOn } from "./figure-axis.js";
import { huesOf } from "./figure-hue.js";
import { framed, marginOf, WIDEST } from "./frame.js";
import { letterOf, type Paint, strong } from "./paint.js";
import { linearScale, logScale, type YScale } from "./plot-scale.js";
import { NARROWEST, plain, wrap } from "./text.js";

/** Columns for a tick of the x axis. */
const TICK = 12;
/** A line with this many columns a point or more shows its points. */
const SPARSE = 5;

export function renderFigure(figure: Figure, { width, paint }: { readonly width: number; readonly paint: Paint }): string[] {
  const columns = Math.max(NARROWEST, Math.min(width, WIDEST));
  const title = wrap(plain(figure.title), columns).map((line) => strong(paint, line));
  const shown = figure.lines.flatMap(({ points }) => points.filter(([x, y]) => isOn(figure.x, x) && isOn(figure.y, y)));
  const xs = shown.map(([x]) => x);
  const y = yScale(figure, shown);
  if (!y) return [...title, ...wrap("No plot: there is no point with a place on both axes.", columns)];
  const cells = columns - marginOf(y) - 2;
  const x = axisScale(figure.x, xs, Math.max(2, Math.floor(cells / TICK)))!;

  const hues = huesOf(figure.lines);
  const entries = figure.lines.map(({ name }, k) => ({ letter: letterOf(k), name: plain(name), index: hues[k]! }));
  const curves = figure.lines.map((line, k) => curveOf(line, entries[k]!.letter, figure, x, y, cells));
  const canvas = draw(curves, cells, y.rows, null);
  const seen = new Set(canvas.cells.flat().map(({ owner }) => owner));
  const ticks = x.ticks.map(({ at, label }) => ({ column: Math.round(at * (cells - 1)), label }));
  return [
    ...title,
    ...wrap(axisTitle(figure.y), columns),
    ...framed({ canvas, y, x: { ticks, title: axisTitle(figure.x) }, entries, colorOf: (owner) => hues[owner]! }, columns, paint),
    ...notes(figure, entries, seen).flatMap((note) => wrap(note, columns)),
  ];
}

const axisTitle = ({ label, log }: Figure["x"]): string => (log ? `${plain(label)} (log10 scale)` : plain(label));

function yScale({ y }: Figure, shown: Line["points"]): YScale | null {
  const values = shown.map(([, value]) => value);
  if (values.length === 0) return null;
  return (y.log ? logScale : linearScale)(
    values.reduce((a, b) => Math.min(a, b)),
    values.reduce((a, b) => Math.max(a, b)),
  );
}

/** Straight from point to point on the axes; points that are not on them are gaps. */
function curveOf(line: Line, letter: string, { x: xAxisOf, y: yAxisOf }: Figure, x: AxisScale, y: YScale, cells: number): Curve {
  const places = line.points.map(([px, py]) =>
    isOn(xAxisOf, px) && isOn(yAxisOf, py) ? ([x.at(px) * (cells - 1), y.row(py)] as const) : null,
  );
  const marks = places.flatMap((place) => (place ? [[Math.round(place[0]), place[1]] as const] : []));
  const rows = new Array<number | null>(cells).fill(null);
  if (line.style === "points") return { letter, rows, marks };
  for (const [k, place] of places.entries()) {
    if (!place) continue;
    const [column, row] = place;
    const before = places[k - 1];
    for (let c = Math.round(before ? before[0] : column); c <= Math.round(column); c++) rows[c] = before ? between(before, place, c) : row;
  }
  const curve = { letter, rows, dotted: line.style === "dashed" };
  return line.style !== "dashed" && marks.length * SPARSE <= cells ? { ...curve, marks } : curve;
}

type Place = readonly [column: number, row: number];

function between([c0, r0]: Place, [c1, r1]: Place, column: number): number {
  const t = c1 > c0 ? Math.min(1, Math.max(0, (column - c0) / (c1 - c0))) : 1;
  return r0 + t * (r1 - r0);
}

/** What the picture does not show by itself. */
function notes(figure: Figure, entries: readonly { readonly letter: string }[], seen: ReadonlySet<number | null>): string[] {
  const where = (test: (line: Line, index: number) => boolean): string =>
    figure.lines.flatMap((line, k) => (test(line, k) ? [entries[k]!.letter] : [])).join(", ");
  const onAxes = ([x, y]: Line["points"][number]): boolean => isOn(figure.x, x) && isOn(figure.y, y);
  const said = (text: string, letters: string): string[] => (letters === "" ? [] : [`${text}: ${letters}.`]);
  const finite = ([x, y]: Line["points"][number]): boolean => Number.isFinite(x) && Number.isFinite(y);
  const facts = [
    ...said(
      "Dotted",
      where(({ style }) => style === "dashed"),
    ),
    ...said(
      "Not drawn where 0 or less on a log10 scale",
      where(({ points }) => points.some((point) => finite(point) && !onAxes(point))),
    ),
    ...said(
      "Not drawn where not a finite number",
      where(({ points }) => points.some(finite) && !points.every(finite)),
    ),
    ...said(
      "No points",
      where(({ points }) => !points.some(finite)),
    ),
    ...said(
      "Hidden behind others",
      where(({ points }, k) => points.some(onAxes) && !seen.has(k)),
    ),
  ];
  return [...(figure.note ? [plain(figure.note)] : []), ...(facts.length > 0 ? [facts.join(" ")] : [])];
}
