/** Cells of a plot: curves drawn by asciichart laid over each other, then letters that say whose they are. */
import { plot } from "asciichart";

export interface Cell {
  readonly char: string;
  /** Whose it is; null for the background. */
  readonly owner: number | null;
  readonly letter: boolean;
}

export interface Canvas {
  /** Row 0 is the top. */
  readonly cells: readonly (readonly Cell[])[];
}

export interface Curve {
  readonly letter: string;
  /** Row from the bottom at each column, not rounded; null where there is nothing. */
  readonly rows: readonly (number | null)[];
  /** Drawn in dots, and beneath those that are not. */
  readonly dotted?: boolean;
  /** Columns and rows that get a letter; without them the letters stand at its end and here and there along it. */
  readonly marks?: readonly (readonly [column: number, row: number])[];
}

const EMPTY: Cell = { char: " ", owner: null, letter: false };
/** Two columns of asciichart's own axis, which are cut off: the axis is drawn around the canvas. */
const OFFSET = 2;
const SYMBOLS: NonNullable<NonNullable<Parameters<typeof plot>[1]>["symbols"]> = [" ", " ", "╶", "╴", "─", "╰", "╭", "╮", "╯", "│"];

/** The first curve lies on top. `dotted`: a row marked across the background. */
export function draw(curves: readonly Curve[], width: number, rows: number, dotted: number | null): Canvas {
  const cells: Cell[][] = Array.from({ length: rows + 1 }, (_, k) =>
    Array.from({ length: width }, (_, column) => (rows - k === dotted && column % 2 === 0 ? { ...EMPTY, char: "·" } : EMPTY)),
  );
  const order = [...curves.keys()].sort((a, b) => Number(curves[b]!.dotted === true) - Number(curves[a]!.dotted === true) || b - a);
  for (const owner of order) {
    for (const { from, values } of pieces(curves[owner]!.rows)) {
      lines(values, rows).forEach((line, k) => {
        for (const [j, char] of [...line].slice(OFFSET).entries()) {
          if (char !== " ") cells[k]![from + j] = { char: curves[owner]!.dotted ? "·" : char, owner, letter: false };
        }
      });
    }
  }
  curves.forEach((_, owner) => void putLetters(cells, curves, owner));
  return { cells };
}

/** Runs of values without gaps: asciichart takes nothing but numbers. */
function pieces(rows: readonly (number | null)[]): { readonly from: number; readonly values: number[] }[] {
  const found: { from: number; values: number[] }[] = [];
  rows.forEach((row, column) => {
    if (row === null) return;
    const last = found.at(-1);
    if (last && last.from + last.values.length === column) last.values.push(row);
    else found.push({ from: column, values: [row] });
  });
  return found;
}

/** n values are n columns: asciichart draws the way from each to the next, so the last one is said twice. */
function lines(values: readonly number[], rows: number): string[] {
  const series = [...values, values.at(-1)!];
  return plot([series], { min: 0, max: rows, height: rows, offset: OFFSET, format: () => " ", symbols: SYMBOLS }).split("\n");
}

/** At its marks; else at its end, or as near to it as the letters of others leave room, and here and there where it runs alone. */
function putLetters(cells: Cell[][], curves: readonly Curve[], owner: number): void {
  const { letter, rows, marks = [] } = curves[owner]!;
  const height = cells.length - 1;
  const put = (k: number, column: number): boolean => {
    if (cells[k]![column]!.letter) return false;
    cells[k]![column] = { char: letter, owner, letter: true };
    return true;
  };
  const marked = marks.filter(([column, row]) => put(height - Math.round(row), column));
  if (marked.length > 0) return;
  const own = [...rows.keys()].filter((column) => rows[column] !== null).reverse();
  const [end] = own;
  if (end === undefined) return;
  const lineAt = (column: number): number => height - Math.round((rows[column + 1] ?? rows[column])!);
  if (!own.some((column) => put(lineAt(column), column))) {
    const near = [...rows.keys()].sort((a, b) => Math.abs(a - end) - Math.abs(b - end));
    near.some((column) => put(lineAt(end), column));
  }
  for (const column of own) {
    const alone = curves.every((other, k) => k === owner || !isNear(other.rows[column], rows[column]!));
    if (alone && (column + owner * SHIFT) % PERIOD === 0 && end - column > PERIOD / 4) put(lineAt(column), column);
  }
}

const PERIOD = 16;
/** Letters of neighbours do not stand one above the other. */
const SHIFT = 5;

const isNear = (a: number | null | undefined, b: number): boolean => typeof a === "number" && Math.abs(Math.round(a) - Math.round(b)) < 1;
