/** The places of a sparse matrix as text: the Matrix Market format (Boisvert, Pozo & Remington 1996, NISTIR 5935), or rows of marks. */
import type { Sparsity } from "../../ad/index.js";
import { fromEntries } from "../../ad/jacobian/sparsity.js";
import { DataError, quoted } from "../../data/sheet.js";

type Place = readonly [row: number, column: number];

/** Throws DataError, with the line where it can be told. */
export const patternFromText = (text: string, file: string): Sparsity =>
  /^\s*%%MatrixMarket/i.test(text) ? matrixMarket(text, file) : marks(text, file);

interface Line {
  /** From 1. */
  readonly number: number;
  readonly words: readonly string[];
}

const linesOf = (text: string, comment: string): Line[] =>
  text
    .split(/\r\n|\n|\r/)
    .map((line, k) => ({ number: k + 1, words: line.trim().split(/\s+/) }))
    .filter(({ words }) => words[0] !== "" && !words[0]!.startsWith(comment));

const integerIn = (word: string | undefined, low: number, high: number): number | undefined => {
  const value = /^\d+$/.test(word ?? "") ? Number(word) : Number.NaN;
  return value >= low && value <= high ? value : undefined;
};

const MOST = 1_000_000;

function matrixMarket(text: string, file: string): Sparsity {
  const [, object, format, field, symmetry] = text
    .trimStart()
    .split(/\r\n|\n|\r/, 1)[0]!
    .toLowerCase()
    .split(/\s+/);
  if (object !== "matrix" || (format !== "coordinate" && format !== "array"))
    throw new DataError(file, 'expected "%%MatrixMarket matrix coordinate" or "array"', 1);
  const mirrored = ["symmetric", "skew-symmetric", "hermitian"].includes(symmetry ?? "");
  if (!mirrored && symmetry !== "general") throw new DataError(file, `${quoted(symmetry ?? "")} is no symmetry of the format`, 1);
  const [sizes, ...lines] = linesOf(text, "%");
  const [rows, columns] = [integerIn(sizes?.words[0], 1, MOST), integerIn(sizes?.words[1], 1, MOST)];
  if (!sizes || rows === undefined || columns === undefined || (mirrored && rows !== columns))
    throw new DataError(file, `expected the number of rows and columns${mirrored ? ", the same" : ""}, up to ${MOST}`, sizes?.number);
  const places =
    format === "array"
      ? ofArray(lines, rows, columns, symmetry!, file)
      : ofCoordinates(lines, sizes, { rows, columns, bare: field === "pattern" }, file);
  const all = mirrored
    ? places.flatMap(([i, j]): Place[] => [
        [i, j],
        [j, i],
      ])
    : places;
  return fromEntries(rows, columns, all);
}

interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Places without numbers. */
  readonly bare: boolean;
}

function ofCoordinates(lines: readonly Line[], sizes: Line, { rows, columns, bare }: Extent, file: string): Place[] {
  const count = integerIn(sizes.words[2], 0, Number.MAX_SAFE_INTEGER);
  if (count !== lines.length)
    throw new DataError(file, `it announces ${quoted(sizes.words[2] ?? "")} entries and has ${lines.length}`, sizes.number);
  return lines.map(({ number, words }) => {
    const [i, j] = [integerIn(words[0], 1, rows), integerIn(words[1], 1, columns)];
    if (i === undefined || j === undefined)
      throw new DataError(
        file,
        `${quoted(words.slice(0, 2).join(" "))} is no place in ${rows} rows and ${columns} columns, counted from 1`,
        number,
      );
    if (bare !== (words.length === 2))
      throw new DataError(file, bare ? "expected a row and a column" : "expected a row, a column and a number", number);
    return [i - 1, j - 1];
  });
}

/** All elements column by column, of a symmetric matrix those of the lower triangle. */
function ofArray(lines: readonly Line[], rows: number, columns: number, symmetry: string, file: string): Place[] {
  const places: Place[] = [];
  for (let j = 0; j < columns; j++)
    for (let i = symmetry === "general" ? 0 : symmetry === "skew-symmetric" ? j + 1 : j; i < rows; i++) places.push([i, j]);
  if (lines.length !== places.length) throw new DataError(file, `expected ${places.length} numbers, one a line, and found ${lines.length}`);
  return places.filter((_, k) => {
    const values = lines[k]!.words.map(Number);
    if (values.some((value) => Number.isNaN(value)))
      throw new DataError(file, `${quoted(lines[k]!.words.join(" "))} is not a number`, lines[k]!.number);
    return values.some((value) => value !== 0);
  });
}

/** A line for each row: x, X or * and numbers other than 0 are entries; ., - and 0 are none. With or without spaces between them. */
function marks(text: string, file: string): Sparsity {
  const lines = linesOf(text, "#");
  if (lines.length === 0) throw new DataError(file, "there are no rows");
  const rows = lines.map(({ number, words }) => {
    const cells = words.length > 1 ? words : /^[xX*.\-01]+$/.test(words[0]!) ? [...words[0]!] : words;
    return cells.flatMap((cell, j) => {
      if (/^[.-]$/.test(cell) || Number(cell) === 0) return [];
      if (/^[xX*]$/.test(cell) || !Number.isNaN(Number(cell))) return [j];
      throw new DataError(file, `${quoted(cell)} is no entry: expected x, * or a number, or . - 0 where there is none`, number, j + 1);
    });
  });
  const widths = lines.map(({ words }) => (words.length > 1 ? words.length : /^[xX*.\-01]+$/.test(words[0]!) ? words[0]!.length : 1));
  const odd = widths.findIndex((width) => width !== widths[0]);
  if (odd >= 0) throw new DataError(file, `${widths[odd]} entries where the first row has ${widths[0]}`, lines[odd]!.number);
  return fromEntries(
    rows.length,
    widths[0]!,
    rows.flatMap((row, i) => row.map((j): Place => [i, j])),
  );
}
