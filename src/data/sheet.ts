/** A text file as a sheet of cells, however it was exported: commas, semicolons, tabs or spaces; decimal points or commas; LF, CRLF, BOM. */
import { createRequire } from "node:module";

/** A file that does not hold what it should. The message starts with its name and says which cell. */
export class DataError extends Error {
  override name = "DataError";
  constructor(file: string, what: string, row?: number, column?: number) {
    const place = row === undefined ? "" : column === undefined ? `: row ${row}` : `: row ${row}, column ${column}`;
    super(`${file}${place}: ${what}`);
  }
}

export interface Row {
  /** As the user counts them: from 1, blank rows included. */
  readonly number: number;
  /** Column k + 1 is cells[k]. */
  readonly cells: readonly string[];
}

export interface Sheet {
  /** Without blank rows, and without columns that are blank in every row at the right end. */
  readonly rows: readonly Row[];
  /** The number that a cell writes, NaN if it writes none. */
  readonly numberOf: (cell: string) => number;
  /** Why a cell is not a number. */
  readonly whyNot: (cell: string) => string;
}

export function readSheet(text: string, file: string): Sheet {
  const delimiter = delimiterOf(text);
  const records = recordsOf(delimiter === " " ? tabbed(text) : text, delimiter === " " ? "\t" : delimiter, file);
  const blank = (cells: readonly string[]): boolean => cells.every((cell) => cell === "");
  const filled = records.map((cells, k) => ({ number: k + 1, cells })).filter(({ cells }) => !blank(cells));
  if (filled.length === 0) throw new DataError(file, "the file is empty");
  const width = Math.max(...filled.map(({ cells }) => cells.findLastIndex((cell) => cell !== "") + 1));
  const rows = filled.map(({ number, cells }) => ({ number, cells: cells.length > width ? cells.slice(0, width) : cells }));
  const commas = delimiter !== "," && rows.some(({ cells }) => cells.some(isCommaNumber));
  if (commas && delimiter !== ";") refuseThousands(rows, file);
  const pattern = commas ? COMMA : POINT;
  return {
    rows,
    numberOf: (cell) => (pattern.test(cell) ? Number(commas ? cell.replace(",", ".") : cell) : Number.NaN),
    whyNot: (cell) => `${quoted(cell)} is not a number${commas && POINT.test(cell) ? ": other cells have decimal commas" : ""}`,
  };
}

/** A cell in quotes, on one line, cut where it is long. */
export const quoted = (cell: string): string => JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);

const POINT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const COMMA = /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i;
const isCommaNumber = (cell: string): boolean => cell.includes(",") && COMMA.test(cell);

/** 2,762 may be two thousand or nearly three. A file whose every comma stands so is not clear; one with semicolons has them for this reason. */
function refuseThousands(rows: readonly Row[], file: string): void {
  const found = rows.flatMap(({ number, cells }) =>
    cells.flatMap((cell, k) => (isCommaNumber(cell) ? [{ number, column: k + 1, cell }] : [])),
  );
  if (!found.every(({ cell }) => /^[+-]?[1-9]\d{0,2},\d{3}$/.test(cell))) return;
  const { number, column, cell } = found[0]!;
  const readings = `${cell.replace(",", ".")} or ${cell.replace(",", "")}`;
  throw new DataError(file, `${quoted(cell)} may be ${readings}: write numbers with a decimal point`, number, column);
}

/** The first of tab, semicolon, comma, space that stands in every line; where none does, the first that stands anywhere. */
function delimiterOf(text: string): string {
  const lines = text
    .replace(/"[^"]*"/g, "q")
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const candidates = ["\t", ";", ",", " "];
  return (
    candidates.find((c) => lines.every((line) => line.includes(c))) ?? candidates.find((c) => lines.some((line) => line.includes(c))) ?? ","
  );
}

/** Runs of spaces between cells become one tab. */
const tabbed = (text: string): string =>
  text.replace(/^[\uFEFF \t]+|[ \t]+$/gm, "").replace(/"[^"]*"|[ \t]+/g, (part) => (part.startsWith('"') ? part : "\t"));

function recordsOf(text: string, delimiter: string, file: string): string[][] {
  // Loaded when the first file is read.
  const { CsvError, parse }: typeof import("csv-parse/sync") = createRequire(import.meta.url)("csv-parse/sync");
  try {
    const options = { bom: true, trim: true, relax_column_count: true, relax_quotes: true, record_delimiter: ["\r\n", "\n", "\r"] };
    return parse(text, { ...options, delimiter });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DataError(
      file,
      error.code === "CSV_QUOTE_NOT_CLOSED" ? "a quote is opened and never closed" : error.message.replace(/\s+/g, " "),
    );
  }
}
