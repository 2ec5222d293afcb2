/** Text tables: numbers at the right, words at the left. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, k) => Math.max(...all.map((row) => row[k]!.length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!))).join("  ");
  return all.map((row) => line(row).trimEnd()).join("\n");
}

/** Three significant digits in the unit that suits. */
export function time(seconds: number | undefined): string {
  if (seconds === undefined) return "–";
  const [scale, unit] = seconds < 1e-6 ? [1e9, "ns"] : seconds < 1e-3 ? [1e6, "µs"] : seconds < 1 ? [1e3, "ms"] : [1, "s"];
  return `${(seconds * scale).toPrecision(3)} ${unit}`;
}

export const ratio = (x: number | undefined): string => (x === undefined ? "–" : x < 10 ? x.toFixed(2) : x.toFixed(x < 100 ? 1 : 0));
/** "ok" or "MISS" beside what was asked. */
export const verdict = (x: number | undefined, most: number | undefined): string =>
  most === undefined || x === undefined ? "" : `≤ ${most} ${x <= most ? "ok" : "MISS"}`;
