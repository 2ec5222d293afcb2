/** Rows of cells in columns as wide as they must be; of a series of columns the middle ones give way where there is no room. */
import { columnsOf, padEnd, padStart } from "./text.js";

const GAP = 2;

const widthsOf = (rows: readonly (readonly string[])[]): number[] => {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, k) => Math.max(0, ...rows.map((row) => columnsOf(row[k] ?? ""))));
};

/** Columns that a grid takes. */
export const gridWidth = (rows: readonly (readonly string[])[]): number => widthsOf(rows).reduce((sum, width) => sum + width + GAP, -GAP);

/** A line for each row; cells that are missing are empty, and all but the named columns are set to the right. */
export function grid(rows: readonly (readonly string[])[], left: readonly number[]): string[] {
  const widths = widthsOf(rows);
  return rows.map((row) =>
    widths
      .map((width, k) => (left.includes(k) ? padEnd : padStart)(row[k] ?? "", width))
      .join(" ".repeat(GAP))
      .trimEnd(),
  );
}

/** A row with a series in it: a cell for each n, or none at all in a heading. */
export interface SeriesRow {
  readonly before: readonly string[];
  readonly series: readonly string[];
  readonly after?: readonly string[];
}

/** Rows that fit, and the places in the series that are left out: neighbours, for which one column of … stands. */
export function fitSeries(rows: readonly SeriesRow[], width: number): { readonly rows: string[][]; readonly dropped: readonly number[] } {
  const length = Math.max(0, ...rows.map(({ series }) => series.length));
  for (let kept = length; ; kept--) {
    const [head, tail] = [Math.ceil(kept / 2), Math.floor(kept / 2)];
    const shown = rows.map(({ before, series, after = [] }) => {
      if (series.length === 0) return [...before];
      const ends = kept === length ? series : [...series.slice(0, head), "…", ...series.slice(length - tail)];
      return [...before, ...ends, ...after];
    });
    if (kept <= 2 || gridWidth(shown) <= width) return { rows: shown, dropped: Array.from({ length: length - kept }, (_, k) => head + k) };
  }
}
