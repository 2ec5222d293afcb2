/** What the figures of a record mean, as results/README.md defines them, and order statistics in which NaN is the worst of all. */
import type { Cost } from "../core/cost.js";

export const evals = ({ values, jvps, vjps, hvps }: Cost): number => values + jvps + vjps + hvps;

/** Function-evaluation equivalents: ops ÷ ops of one value. */
export const work = ({ ops }: Cost, opsPerValue: number): number => ops / Math.max(1, opsPerValue);

/** Linear between order statistics (type 7). NaN counts as +Infinity; NaN only for an empty sample. */
export function quantile(sample: readonly number[], p: number): number {
  const sorted = Float64Array.from(sample, (v) => (Number.isNaN(v) ? Number.POSITIVE_INFINITY : v)).sort();
  if (sorted.length === 0) return Number.NaN;
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const a = sorted[low]!;
  const b = sorted[Math.min(low + 1, sorted.length - 1)]!;
  // Equal neighbours and exact hits first: ∞ − ∞ and 0·∞ are NaN.
  return a === b || at === low ? a : a + (at - low) * (b - a);
}

export const median = (sample: readonly number[]): number => quantile(sample, 0.5);
