/** A table of a study in characters: numbers at the right of their columns, texts wrapped, columns that find no room set below. */
import type { Cell, Table } from "../core/study.js";
import { short } from "./numbers.js";
import { faint, type Paint, strong } from "./paint.js";
import { columnsOf, fill, padEnd, padStart, plain, wrap } from "./text.js";

const GAP = 2;
/** A column of texts is not made narrower than this, but for its longest word. */
const NARROW = 10;
/** Significant digits, fewer where the table would not fit. Files have all of them. */
const DIGITS = [5, 4];

interface Column {
  readonly head: string;
  readonly cells: readonly string[];
  readonly numeric: boolean;
  /** Where nothing is wrapped but the head, and at its narrowest. */
  readonly widest: number;
  readonly narrowest: number;
}

export function renderStudyTable(
  { title, columns, rows }: Table,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string[] {
  const columnsWith = (digits: number): Column[] =>
    columns.map((head, k) =>
      columnOf(
        plain(head),
        rows.map((row) => row[k] ?? null),
        digits,
      ),
    );
  const all = DIGITS.map(columnsWith).find((some) => blocks(some, width).length === 1) ?? columnsWith(DIGITS[0]!);
  const heading = wrap(plain(title), width).map((line) => strong(paint, line));
  return [...heading, ...blocks(all, width).flatMap((block, k) => [...(k > 0 ? [""] : []), ...grid(block, rows.length, width, paint)])];
}

function columnOf(head: string, values: readonly Cell[], digits: number): Column {
  const cells = values.map((value) => cellText(value, digits));
  const numeric = values.every((value) => typeof value !== "string") && values.some((value) => value !== null);
  const natural = Math.max(longestWord(head), ...cells.map(columnsOf));
  // One line of head where that costs little.
  const widest = columnsOf(head) <= natural + GAP ? Math.max(natural, columnsOf(head)) : natural;
  const narrowest = numeric ? natural : Math.min(natural, Math.max(NARROW, longestWord(head), ...cells.map(longestWord)));
  return { head, cells, numeric, widest, narrowest };
}

function cellText(value: Cell, digits: number): string {
  if (typeof value === "string") return plain(value);
  return typeof value === "number" && Number.isSafeInteger(value) && Math.abs(value) < 1e9 ? String(value) : short(value, digits);
}

/** Lines break after spaces, and within names after hyphens and slashes. */
const longestWord = (text: string): number => Math.max(0, ...text.split(BREAK).map((word) => columnsOf(word.trimEnd())));
const BREAK = /(?<= )|(?<=[a-z][-/])(?=[a-z])/i;

/** As many columns as fit side by side at their narrowest; every further block begins with the first column again. */
function blocks(columns: readonly Column[], width: number): Column[][] {
  const [first, ...rest] = columns;
  if (!first) return [];
  const found: Column[][] = [[first]];
  for (const column of rest) {
    const last = found.at(-1)!;
    const taken = last.reduce((sum, { narrowest }) => sum + narrowest + GAP, 0);
    if (last.length === 1 || taken + column.narrowest <= width) last.push(column);
    else found.push([first, column]);
  }
  return found;
}

function grid(columns: readonly Column[], count: number, width: number, paint: Paint): string[] {
  const widths = fitted(columns, width);
  const line = (texts: readonly (readonly string[])[], bottom: boolean): string[] => {
    const height = Math.max(...texts.map(({ length }) => length));
    return Array.from({ length: height }, (_, k) =>
      texts
        .map((lines, j) => {
          const text = lines[bottom ? k - height + lines.length : k] ?? "";
          return columns[j]!.numeric ? padStart(text, widths[j]!) : padEnd(text, widths[j]!);
        })
        .join(" ".repeat(GAP))
        .trimEnd(),
    );
  };
  const wrapped = (of: (column: Column) => string): string[][] => columns.map((column, j) => fill(of(column).split(BREAK), widths[j]!));
  return [
    ...line(
      wrapped(({ head }) => head),
      true,
    ),
    faint(paint, "─".repeat(widths.reduce((sum, one) => sum + one + GAP, -GAP))),
    ...Array.from({ length: count }, (_, k) =>
      line(
        wrapped(({ cells }) => cells[k]!),
        false,
      ),
    ).flat(),
  ];
}

/** What is too wide is taken from the widest, but for its narrowest. */
function fitted(columns: readonly Column[], width: number): number[] {
  const widths = columns.map(({ widest }) => widest);
  for (let over = widths.reduce((sum, one) => sum + one + GAP, -GAP) - width; over > 0; over--) {
    const room = widths.map((one, k) => (one > columns[k]!.narrowest ? one : 0));
    const most = Math.max(...room);
    if (most === 0) break;
    widths[room.indexOf(most)]!--;
  }
  return widths;
}
