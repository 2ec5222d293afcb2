/** What stands around the cells of a plot: axes with their ticks, and the legend. */
import type { Canvas } from "./canvas.js";
import { faint, type Paint, paintMethod, strong } from "./paint.js";
import type { XScale, YScale } from "./plot-scale.js";
import { columnsOf, elide, padEnd, padStart, wrap } from "./text.js";

/** No plot is wider: longer lines are hard to follow. */
export const WIDEST = 120;

/** Columns for the labels of the y axis. */
export const marginOf = ({ labels }: Pick<YScale, "labels">): number => Math.max(0, ...labels.map(({ label }) => label.length));

export interface Framed {
  readonly canvas: Canvas;
  readonly y: YScale;
  readonly x: { readonly ticks: XScale["ticks"]; readonly title: string };
  readonly entries: readonly Entry[];
  /** An owner's place in the palette. */
  readonly colorOf: (owner: number) => number;
}

/** The cells within their axes, the title of the x axis, and who is who. */
export function framed({ canvas, y, x, entries, colorOf }: Framed, width: number, paint: Paint): string[] {
  const margin = marginOf(y);
  const cells = canvas.cells[0]!.length;
  return [
    ...withAxis(canvas, y, margin, colorOf, paint),
    ...xAxis(cells, x.ticks, margin),
    ...wrap(x.title, cells).map((line) => " ".repeat(margin + 2) + line),
    "",
    ...legend(entries, width, paint),
  ];
}

/** The cells with the y axis at their left. */
function withAxis(
  { cells }: Canvas,
  { labels, rows }: Pick<YScale, "labels" | "rows">,
  margin: number,
  colorOf: (owner: number) => number,
  paint: Paint,
): string[] {
  return cells.map((line, k) => {
    const label = labels.find(({ row }) => row === rows - k)?.label;
    // Neighbours of one colour together: fewer escape codes.
    const parts: { text: string; owner: number | null; letter: boolean }[] = [];
    for (const { char, owner, letter } of trimmed(line)) {
      const last = parts.at(-1);
      if (last && last.owner === owner && last.letter === letter) last.text += char;
      else parts.push({ text: char, owner, letter });
    }
    const painted = parts.map(({ text, owner, letter }) => {
      if (owner === null) return text.trim() === "" ? text : faint(paint, text);
      const colored = paintMethod(paint, colorOf(owner), text);
      return letter ? strong(paint, colored) : colored;
    });
    return `${padStart(label ?? "", margin)} ${label === undefined ? "│" : "┤"}${painted.join("")}`;
  });
}

function trimmed(line: Canvas["cells"][number]): Canvas["cells"][number] {
  const last = line.findLastIndex(({ char }) => char !== " ");
  return line.slice(0, last + 1);
}

/** The line with its ticks, and their labels, of which those that would touch are left out. */
function xAxis(width: number, ticks: XScale["ticks"], margin: number): string[] {
  const marks = new Array<string>(width).fill("─");
  let labels = "";
  for (const { column, label } of ticks) {
    const start = Math.max(0, Math.min(column - Math.floor(label.length / 2), width - label.length));
    if (labels !== "" && start < labels.length + 2) continue;
    marks[column] = "┬";
    labels = padEnd(labels, start) + label;
  }
  return [`${" ".repeat(margin + 1)}└${marks.join("")}`, `${" ".repeat(margin + 2)}${labels}`.trimEnd()];
}

interface Entry {
  readonly letter: string;
  readonly name: string;
  /** Its place in the palette. */
  readonly index: number;
}

/** As many entries a line as fit, in columns. */
function legend(curves: readonly Entry[], width: number, paint: Paint): string[] {
  const entries = curves.map(({ letter, name, index }) => ({ text: elide(`${letter} ${name}`, width), index }));
  const cell = Math.max(...entries.map(({ text }) => columnsOf(text)));
  const perLine = Math.max(1, Math.floor((width + 3) / (cell + 3)));
  const lines: string[] = [];
  for (let k = 0; k < entries.length; k += perLine) {
    const line = entries.slice(k, k + perLine);
    lines.push(
      line
        .map(({ text, index }, j) => paintMethod(paint, index, text) + (j < line.length - 1 ? " ".repeat(cell + 3 - columnsOf(text)) : ""))
        .join(""),
    );
  }
  return lines;
}
