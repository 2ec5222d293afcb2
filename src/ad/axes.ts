/** Axes as callers name them: one, several or all, negative ones counted from the end. */
import { AdError, shown } from "./errors.js";
import type { Expr } from "./expr.js";

export type Axes = number | readonly number[];

export function axisOf(op: string, x: Expr, axis: number): number {
  const rank = x.shape.length;
  const k = axis < 0 ? axis + rank : axis;
  if (!(Number.isInteger(k) && k >= 0 && k < rank)) throw new AdError(op, `shape ${shown(x.shape)} has no axis ${axis}`);
  return k;
}

/** Ascending, each once; all of them when none are named. */
export function axesOf(op: string, x: Expr, axes: Axes | undefined): number[] {
  if (axes === undefined) return x.shape.map((_, k) => k);
  return [...new Set([axes].flat().map((axis) => axisOf(op, x, axis)))].sort((a, b) => a - b);
}
