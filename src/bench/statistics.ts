/** Statistics of runs of which some never arrive: what is unsolved took Infinity. */
import { median } from "../numeric/statistics/statistics.js";

/** The median, null when it is not finite (or the sample is empty). NaN counts as +Infinity. */
export function finiteMedian(sample: readonly number[]): number | null {
  const m = median(sample.map((v) => (Number.isNaN(v) ? Number.POSITIVE_INFINITY : v)));
  return Number.isFinite(m) ? m : null;
}

/**
 * Expected running time: (cost to the target of the runs that reached it + all that the others spent) ÷ how many reached it;
 * null when none did.
 * Hansen et al. (2021), COCO, Optim. Methods Softw. 36(1), §3. toTarget: Infinity where it was not reached.
 */
export function expectedRunningTime(toTarget: readonly number[], spent: readonly number[]): number | null {
  const solved = toTarget.filter(Number.isFinite).length;
  const total = toTarget.reduce((sum, cost, k) => sum + (Number.isFinite(cost) ? cost : spent[k]!), 0);
  return solved > 0 ? total / solved : null;
}

/** The most frequent text; among equals the first in the alphabet. */
export function mostCommon(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const ranked = [...counts].sort(([a, p], [b, q]) => q - p || (a < b ? -1 : 1));
  return ranked[0]?.[0] ?? "";
}
