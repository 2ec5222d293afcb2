/** Numbers to compare digit by digit: ten significant ones, set below one another at their points. */
import { columnsOf, padEnd, padStart } from "./text.js";

const SIGNIFICANT = 10;

/** Fewer digits only where these are all there are. */
export function digits(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  const size = Math.abs(value);
  const exact = Number(value.toPrecision(SIGNIFICANT)) === value;
  if (size !== 0 && (size < 1e-4 || size >= 1e10)) {
    const [mantissa, exponent] = value.toExponential(SIGNIFICANT - 1).split("e");
    return `${exact ? Number(mantissa) : mantissa}e${Number(exponent)}`;
  }
  return exact ? String(value + 0) : value.toPrecision(SIGNIFICANT);
}

/** All of one width, points (or ends of integers) in one place; what is no number at the right. */
export function alignedColumn(cells: readonly string[]): string[] {
  const parts = cells.map((cell) => /^(-?\d+)(\.\d+)?(e-?\d+)?$/.exec(cell));
  const head = Math.max(0, ...parts.map((part) => part?.[1]?.length ?? 0));
  const placed = cells.map((cell, k) => (parts[k] ? padStart(parts[k][1]!, head) + cell.slice(parts[k][1]!.length) : cell));
  const width = Math.max(0, ...placed.map(columnsOf));
  return placed.map((cell, k) => (parts[k] ? padEnd(cell, width) : padStart(cell, width)));
}
