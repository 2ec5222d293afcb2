/** Colours of lines: what was measured has one each, in order; theory that is of a line has that line's. */
import type { Line } from "../core/study.js";

/** The place in the palette of each line. */
export function huesOf(lines: readonly Line[]): number[] {
  const owners = lines.map((_, k) => ownerOf(lines, k));
  const own = lines.flatMap((_, k) => (owners[k] === null ? [k] : []));
  return lines.map((_, k) => own.indexOf(owners[k] ?? k));
}

/** The line that line k is the theory of; null where it stands for itself. */
export function ownerOf(lines: readonly Line[], k: number): number | null {
  const { of } = lines[k]!;
  // What is the theory of nothing that was measured has a colour of its own.
  const owner = of === undefined ? -1 : lines.findIndex((line) => line.of === undefined && line.name === of);
  return owner < 0 ? null : owner;
}
