/** One row for each method, best first, in as many columns as the width allows. */
import Table from "cli-table3";
import type { Measure } from "./axis.js";
import { type Column, columnsFor } from "./columns.js";
import type { Method, Section } from "./method.js";
import { faint, type Paint, paintMethod } from "./paint.js";
import { columnsOf, elide, wrapName } from "./text.js";

/** From here on there is room for quartiles, counts by kind and seconds. */
const WIDE = 110;
const GAP = 2;
/** A name is broken over lines sooner than a column is dropped, down to this or a third of the width. */
const NAME = 20;
const NAME_LINES = 5;
const LETTER = 2;

export interface TableOptions {
  readonly width: number;
  /** All columns, whatever the width. */
  readonly wide: boolean;
  readonly paint: Paint;
}

export interface RenderedTable {
  readonly lines: readonly string[];
  readonly hasSeconds: boolean;
}

export const renderTable = (section: Section, measure: Measure, options: TableOptions): RenderedTable =>
  renderColumns(section.methods, columnsFor(section, measure, options.wide || options.width >= WIDE), options);

/** The columns for which there is room, after one with the methods' names. */
export function renderColumns(methods: readonly Method[], all: readonly Column[], { width, wide, paint }: TableOptions): RenderedTable {
  const cells = new Map(all.map((column) => [column, methods.map(column.cell)]));
  const widthOf = (column: Column): number => Math.max(...[...column.head, ...cells.get(column)!].map(columnsOf));
  const longest = Math.max("method".length, ...methods.map(({ name }) => columnsOf(name)));
  const room = (columns: readonly Column[]): number => columns.reduce((left, column) => left - widthOf(column) - GAP, width - LETTER);

  const least = Math.min(longest, NAME, Math.floor(width / 3));

  let shown = all;
  while (!wide && shown.length > 0 && room(shown) < least) {
    const first = Math.min(...shown.map(({ keep }) => keep));
    shown = shown.filter(({ keep }) => keep > first);
  }
  const nameWidth = wide ? longest : Math.min(longest, room(shown));

  const table = new Table({
    chars: bare,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
    colAligns: ["left", ...shown.map(({ align }) => align)],
    head: ["\n  method", ...shown.map(({ head }) => head.join("\n"))],
  });
  methods.forEach(({ name, letter, index }, k) => {
    const lines = nameLines(name, nameWidth).map((line, j) => paintMethod(paint, index, `${j === 0 ? `${letter} ` : "  "}${line}`));
    table.push([lines.join("\n"), ...shown.map((column) => cells.get(column)![k]!)]);
  });
  const lines = table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
  const ruled = LETTER + nameWidth + shown.reduce((sum, column) => sum + GAP + widthOf(column), 0);
  // The first line of the head is empty where no column needs two.
  const head = lines.slice(0, 2).filter((line) => line !== "");
  return {
    lines: [...head, faint(paint, "─".repeat(ruled)), ...lines.slice(2)],
    hasSeconds: shown.some(({ head: [, second] }) => second === "seconds*"),
  };
}

/** Broken over a few lines; what is longer than these loses its middle. */
function nameLines(name: string, width: number): string[] {
  const lines = wrapName(name, width);
  if (lines.length <= NAME_LINES) return lines;
  // Anywhere but in the middle of the last line the break leaves a line partly empty: shorten until it fits.
  for (let length = NAME_LINES * width; length > width; length -= 2) {
    const shorter = wrapName(elide(name, length), width);
    if (shorter.length <= NAME_LINES) return shorter;
  }
  return [elide(name, width)];
}

const bare = Object.fromEntries(
  ["top", "bottom", "left", "right"]
    .flatMap((side) => ["", "-mid", "-left", "-right"].map((part) => [`${side}${part}`, ""]))
    .concat([
      ["mid", ""],
      ["left-mid", ""],
      ["mid-mid", ""],
      ["right-mid", ""],
      ["middle", " ".repeat(GAP)],
    ]),
);
