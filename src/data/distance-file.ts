/** A file of distances: a square matrix, with or without labels, or places as name, lat, lon. */
import { type DistanceTable, fromMatrix } from "./distance-table.js";
import { fromCoordinates } from "./geodesic.js";
import { DataError, quoted, type Row, readSheet, type Sheet } from "./sheet.js";

/** Distances that differ by no more than this part of the larger were equal before they were rounded. */
const ROUNDING = 1e-9;

/** `file` is the name for messages. Throws DataError, naming row and column from 1, when the text is not clear or holds no distances. */
export function parseDistances(text: string, file: string): DistanceTable {
  const sheet = readSheet(text, file);
  const places = coordinateColumns(sheet, file);
  const table = places ? readPlaces(sheet, places, file) : readMatrix(sheet, file);
  const { length } = table.labels;
  if (length < 2) throw new DataError(file, `${length === 0 ? "no points" : "one point only"}: at least 2 are needed`);
  return table;
}

interface Columns {
  /** −1: the places have no names. */
  readonly name: number;
  readonly lat: number;
  readonly lon: number;
  readonly header: boolean;
}

/** Where the coordinates are; null when the sheet is a matrix. */
function coordinateColumns({ rows, numberOf }: Sheet, file: string): Columns | null {
  const titles = rows[0]!.cells.map((cell) => cell.toLowerCase());
  const lat = titles.findIndex((title) => /^lat(itude)?$/.test(title));
  const lon = titles.findIndex((title) => /^(lon|lng|long|longitude)$/.test(title));
  if (lat >= 0 && lon >= 0) {
    const named = titles.findIndex((title) => /^(name|label|city|place|id)$/.test(title));
    return { name: named >= 0 ? named : titles.findIndex((_, k) => k !== lat && k !== lon), lat, lon, header: true };
  }
  const triple = ({ cells }: Row): boolean =>
    cells.length === 3 && [...cells.keys()].every((k) => Number.isNaN(numberOf(cells[k]!)) === (k === 0));
  if (!rows.every(triple)) return null;
  // Two such rows can be a matrix with labels as well.
  const [[, aa, ab], [, ba, bb]] = [rows[0]!, rows.at(-1)!].map(({ cells }) => cells.map(numberOf)) as [number[], number[]];
  if (rows.length === 2 && aa === 0 && bb === 0 && ab === ba)
    throw new DataError(file, "two places or two labelled distances? Begin with a row of titles: name,lat,lon or ,a,b");
  return { name: 0, lat: 1, lon: 2, header: false };
}

function readPlaces({ rows, numberOf, whyNot }: Sheet, { name, lat, lon, header }: Columns, file: string): DistanceTable {
  const degrees = ({ number, cells }: Row, column: number, what: string, low: number, high: number): number => {
    const cell = cells[column] ?? "";
    const fail = (why: string): never => {
      throw new DataError(file, why, number, column + 1);
    };
    const value = numberOf(cell);
    if (cell === "") return fail(`"" where a ${what} is expected`);
    if (Number.isNaN(value)) return fail(whyNot(cell));
    return value >= low && value <= high ? value : fail(`${quoted(cell)} is not a ${what} in [${low}, ${high}]`);
  };
  const places = rows.slice(header ? 1 : 0).map((row, k) => ({
    name: row.cells[name] || String(k + 1),
    lat: degrees(row, lat, "latitude", -90, 90),
    lon: degrees(row, lon, "longitude", -180, 360),
  }));
  return fromCoordinates(places);
}

interface Layout {
  /** Labels above the columns, one for each, or null. */
  readonly above: readonly string[] | null;
  /** True when the first column holds labels. */
  readonly beside: boolean;
}

function readMatrix(sheet: Sheet, file: string): DistanceTable {
  const { rows } = sheet;
  const { above, beside } = layoutOf(sheet);
  const body = above ? rows.slice(1) : rows;
  const skip = beside ? 1 : 0;
  const n = (above?.length ?? commonest(body.map(({ cells }) => cells.length)) - skip) || 0;
  const labels = body.map(({ cells }, i) => (beside ? cells[0]! : (above?.[i] ?? String(i + 1))));
  const distances = readNumbers(sheet, body, skip, n, file);
  if (body.length !== n) throw new DataError(file, `a matrix of distances is square, this one has ${body.length} rows and ${n} columns`);
  for (let i = 0; above && i < n; i++)
    if (labels[i] !== above[i]) {
      const column = skip + 1 + i - (rows[0]!.cells.length === n ? skip : 0);
      const what = `${quoted(labels[i]!)} labels the row whose column is labelled ${quoted(above[i]!)} (row ${rows[0]!.number}, column ${column})`;
      throw new DataError(file, what, body[i]!.number, 1);
    }
  checkDistances(distances, body, skip, file);
  return fromMatrix(labels, distances);
}

/** What is label and what is number, told by the texts among the cells; a single bad cell must not turn numbers into labels. */
function layoutOf({ rows, numberOf }: Sheet): Layout {
  const isText = (cell: string): boolean => Number.isNaN(numberOf(cell));
  const [first, ...rest] = rows.map(({ cells }) => cells) as [readonly string[], ...(readonly string[])[]];
  const mostlyText = (cells: readonly string[]): boolean => 2 * cells.filter(isText).length > cells.length;
  const column = rest.map((cells) => cells[0]!);
  const equal = (labels: readonly string[]): boolean => labels.length === column.length && labels.every((label, k) => label === column[k]);
  // R writes no cell in the corner.
  const width = commonest(rest.map((cells) => cells.length));
  if (rest.length > 0 && first.length === width - 1 && (mostlyText(first) || equal(first))) return { above: first, beside: true };
  const corner = first[0]!;
  const headed = (mostlyText(first.slice(1)) && mostlyText(first)) || (isText(corner) && rows.length >= first.length);
  if (!headed || rest.length === 0) return { above: null, beside: mostlyText([corner, ...column]) };
  const beside = corner === "" || mostlyText(column) || equal(first.slice(1));
  return { above: beside ? first.slice(1) : first, beside };
}

/** [rows, n]; where cells are missing or too many, or no numbers, it says which. */
function readNumbers({ numberOf, whyNot }: Sheet, body: readonly Row[], skip: number, n: number, file: string): Float64Array {
  const out = new Float64Array(body.length * n);
  for (const [i, { number, cells }] of body.entries()) {
    for (let j = 0; j < Math.max(n, cells.length - skip); j++) {
      const cell = cells[skip + j];
      const fail = (why: string): never => {
        throw new DataError(file, why, number, skip + j + 1);
      };
      if (cell === undefined) return fail(`a distance is missing: ${cells.length - skip} in this row, ${n} expected`);
      if (j >= n) return fail(`${quoted(cell)} is one distance too many: ${n} expected in each row`);
      if (cell === "") return fail('"" where a distance is expected');
      const value = numberOf(cell);
      if (Number.isNaN(value)) return fail(whyNot(cell));
      if (!Number.isFinite(value)) return fail(`${quoted(cell)} is too large`);
      if (value < 0) return fail(`${quoted(cell)} is negative: distances are not`);
      out[i * n + j] = value;
    }
  }
  return out;
}

/** Zero diagonal, symmetric; makes it exactly symmetric where it is so but for rounding. */
function checkDistances(distances: Float64Array, body: readonly Row[], skip: number, file: string): void {
  const n = body.length;
  const text = (i: number, j: number): string => quoted(body[i]!.cells[skip + j]!);
  for (let i = 0; i < n; i++) {
    if (distances[i * n + i] !== 0)
      throw new DataError(file, `${text(i, i)} is the distance of a point from itself: expected 0`, body[i]!.number, skip + i + 1);
    for (let j = 0; j < i; j++) {
      const [a, b] = [distances[i * n + j]!, distances[j * n + i]!];
      if (Math.abs(a - b) > ROUNDING * Math.max(a, b)) {
        const mirror = `${text(j, i)} (row ${body[j]!.number}, column ${skip + i + 1})`;
        throw new DataError(file, `${text(i, j)} is not ${mirror}: a matrix of distances is symmetric`, body[i]!.number, skip + j + 1);
      }
      const mean = a + (b - a) / 2;
      distances[i * n + j] = mean;
      distances[j * n + i] = mean;
    }
  }
}

/** The number that occurs most often, the largest of several. */
function commonest(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const x of numbers) counts.set(x, (counts.get(x) ?? 0) + 1);
  return [...counts].reduce((best, [x, count]) => (count > best[1] || (count === best[1] && x > best[0]) ? [x, count] : best), [0, 0])[0];
}
