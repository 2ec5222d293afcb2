/** Order statistics of runs: a NaN is as bad as can be, and must not hide the others. */
import { quantile as exact, rank } from "../numeric/statistics/statistics.js";

/** NaN only for an empty sample. */
export const quantile = (sample: readonly number[], p: number): number => exact(sample.map(rank), p);
export const median = (sample: readonly number[]): number => quantile(sample, 0.5);
