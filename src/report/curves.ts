/** The curve of a method: at each position of the x axis the median over its runs of the best so far. */
import type { RunRecord, TracePoint } from "../bench/record.js";
import type { Measure } from "./axis.js";
import { median } from "./measure.js";
import type { Method, Section } from "./method.js";

/** f − f*, or f where f* is not known. NaN: nothing to show. */
export const heightOf = ({ gaps }: Section, { fstar }: RunRecord, { fBest }: TracePoint): number =>
  gaps ? fBest - (fstar?.value ?? Number.NaN) : fBest;

/**
 * One value for each position (ascending); null before the first run has begun and once all have ended. In between a run that
 * has ended holds its last value, and a value that is no number counts as the worst.
 */
export function medianCurve({ runs }: Method, section: Section, measure: Measure, positions: readonly number[]): (number | null)[] {
  const walks = runs.map((run) => walk(run, section, measure));
  const end = Math.max(...runs.map((run) => lastOf(run, measure)));
  let ended = false;
  return positions.map((position) => {
    if (ended) return null;
    // The position that passes the end still shows where the curve ended.
    ended = position >= end;
    const begun = walks.flatMap((valueAt) => valueAt(position) ?? []);
    return begun.length > 0 ? median(begun) : null;
  });
}

/** The value of a run at positions that only grow; undefined before its first row. */
function walk(run: RunRecord, section: Section, measure: Measure): (position: number) => number | undefined {
  let row = -1;
  return (position) => {
    while (row + 1 < run.trace.length && measure.at(run, row + 1) <= position) row++;
    return row < 0 ? undefined : heightOf(section, run, run.trace[row]!);
  };
}

export const lastOf = (run: RunRecord, measure: Measure): number => (run.trace.length > 0 ? measure.at(run, run.trace.length - 1) : 0);
