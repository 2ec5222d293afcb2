/** Ranks from −½ (the least) to ½ (the largest): a sample's order, whatever its scale. */
import { rank } from "./statistics.js";

/** Equal values share the mean of their ranks; NaN counts as larger than everything. A sample of one has rank 0. */
export function centredRanks(sample: readonly number[]): Float64Array {
  const ranks = new Float64Array(sample.length);
  const key = (i: number): number => rank(sample[i]!);
  const order = Array.from(sample, (_, i) => i).sort((i, j) => (key(i) < key(j) ? -1 : key(i) > key(j) ? 1 : 0));
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && key(order[end]!) === key(order[start]!)) end++;
    const mean = (start + end - 1) / 2;
    for (let at = start; at < end; at++) ranks[order[at]!] = sample.length > 1 ? mean / (sample.length - 1) - 0.5 : 0;
  }
  return ranks;
}
