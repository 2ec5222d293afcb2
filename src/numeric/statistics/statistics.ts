/** Order statistics that survive unsolved runs: ±Infinity are values like any other, NaN spoils the sample. */

/**
 * The p-quantile, type 7 of Hyndman & Fan (1996), Am. Stat. 50(4): linear between order statistics (R's and NumPy's default).
 * NaN when the sample is empty or holds one.
 */
export function quantile(sample: readonly number[], p: number): number {
  if (sample.length === 0 || sample.some(Number.isNaN)) return Number.NaN;
  const sorted = Float64Array.from(sample).sort();
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const a = sorted[low]!;
  const b = sorted[Math.min(low + 1, sorted.length - 1)]!;
  // Equal neighbours and exact hits first: ∞ − ∞ and 0·∞ are NaN.
  return a === b || at === low ? a : a + (at - low) * (b - a);
}

export const median = (sample: readonly number[]): number => quantile(sample, 0.5);

/** The order of values: NaN counts as +∞, as bad as can be. */
export const rank = (f: number): number => (Number.isNaN(f) ? Number.POSITIVE_INFINITY : f);
