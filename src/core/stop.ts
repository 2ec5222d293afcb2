/** Stop rules: the same for all methods, asked once an iterate, in a fixed order. */
import { normInf, same } from "../numeric/vector.js";
import type { StopReason } from "./optimizer.js";

/** An iterate as the runner knows it: f is exact, gradNorm is max |g_i| of the method's own g (null without one). x is borrowed. */
export interface Seen {
  readonly iteration: number;
  readonly x: Float64Array;
  readonly f: number;
  readonly gradNorm: number | null;
}

/** Says why to stop, or null. May keep memory between calls, so it is called at every iterate. */
export type StopRule = (seen: Seen) => StopReason | null;

export const firstOf =
  (rules: readonly StopRule[]): StopRule =>
  (seen) => {
    for (const rule of rules) {
      const reason = rule(seen);
      if (reason) return reason;
    }
    return null;
  };

/** The rule, asked only where x is not what it was: a method that compares values may keep its best point for many iterations. */
export function onMoves(rule: StopRule): StopRule {
  let before: Float64Array | undefined;
  return (seen) => {
    if (before && same(before, seen.x)) return null;
    before ??= new Float64Array(seen.x.length);
    before.set(seen.x);
    return rule(seen);
  };
}

/** A condition of the runner's own: target reached, iterations or seconds used up. */
export const when =
  (reason: StopReason, holds: (seen: Seen) => boolean): StopRule =>
  (seen) =>
    holds(seen) ? reason : null;

/** max |g_i| ≤ tolerance */
export const gtol = (tolerance: number): StopRule => when("gtol", ({ gradNorm }) => gradNorm !== null && gradNorm <= tolerance);

/** |f_k − f_{k−1}| ≤ tolerance · max(|f_k|, |f_{k−1}|, 1), `times` in a row. */
export function ftol(tolerance: number, times: number): StopRule {
  let before = Number.NaN;
  const enough = inARow(times);
  return when("ftol", ({ f }) => {
    const small = Math.abs(f - before) <= tolerance * Math.max(Math.abs(f), Math.abs(before), 1);
    before = f;
    return enough(small);
  });
}

/** ‖x_k − x_{k−1}‖∞ ≤ tolerance · max(1, ‖x_k‖∞), `times` in a row. */
export function xtol(tolerance: number, times: number): StopRule {
  let before: Float64Array | undefined;
  const enough = inARow(times);
  return when("xtol", ({ x }) => {
    let change = before ? 0 : Number.NaN;
    for (let i = 0; before && i < x.length; i++) change = Math.max(change, Math.abs(x[i]! - before[i]!));
    before ??= new Float64Array(x.length);
    before.set(x);
    return enough(change <= tolerance * Math.max(1, normInf(x)));
  });
}

export const maxIterations = (limit: number): StopRule => when("max-iterations", ({ iteration }) => iteration >= limit);

/** f > f(x0) + 1e10 · max(1, |f(x0)|) */
export const diverged = (f0: number): StopRule => when("diverged", ({ f }) => f > f0 + 1e10 * Math.max(1, Math.abs(f0)));

/** x or g holds NaN or ±Infinity. */
export const nonfinite: StopRule = when(
  "nonfinite",
  ({ x, gradNorm }) => !Number.isFinite(normInf(x)) || (gradNorm !== null && !Number.isFinite(gradNorm)),
);

function inARow(times: number): (holds: boolean) => boolean {
  let row = 0;
  return (holds) => {
    row = holds ? row + 1 : 0;
    return row >= times;
  };
}
