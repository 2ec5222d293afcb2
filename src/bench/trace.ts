/** Which iterates become rows: row 0, the first 200, every fall of the best f by 1 %, log-spaced ones, the last; or all. */
import type { TracePoint } from "./record.js";

const FIRST = 200;
const FALL = 0.01;
/** Log-spaced rows: the next iteration is at least 5 % further on. */
const SPACING = 1.05;

export interface Trace {
  readonly points: readonly TracePoint[];
  /** The number of seconds at each point. */
  readonly at: readonly number[];
  readonly add: (point: TracePoint) => void;
  /** Makes the last point added a row if it is not yet. */
  readonly end: () => void;
}

/** `clock` is read once for each row, in seconds since the start; `fstar` is NaN when unknown. */
export function makeTrace(policy: "improvements" | "all", fstar: number, clock: () => number, onPoint: (point: TracePoint) => void): Trace {
  const points: TracePoint[] = [];
  const at: number[] = [];
  let best = Number.NaN;
  let next = 0;
  let waiting: TracePoint | null = null;

  const record = (point: TracePoint): void => {
    points.push(point);
    at.push(clock());
    best = point.fBest;
    next = Math.ceil((point.iteration + 1) * SPACING);
    waiting = null;
    onPoint(point);
  };
  /** By 1 % of the value, or of the gap where f* is known: near f* ≠ 0 the value itself hardly falls. */
  const fell = (f: number): boolean => {
    const fall = best - f;
    return fall > 0 && (fall >= FALL * Math.abs(best) || fall >= FALL * (best - fstar));
  };
  return {
    points,
    at,
    add: (point) => {
      if (
        policy === "all" ||
        point.iteration <= FIRST ||
        point.iteration >= next ||
        fell(point.fBest) ||
        Number.isNaN(best) !== Number.isNaN(point.fBest)
      )
        record(point);
      else waiting = point;
    },
    end: () => {
      if (waiting) record(waiting);
    },
  };
}
