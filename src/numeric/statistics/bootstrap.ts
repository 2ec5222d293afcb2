/** Intervals from resamples: the α/2 and 1 − α/2 quantiles of a statistic of data drawn again, with replacement, from the data. */

import type { Rng } from "../sampling/random.js";
import { linearFit, mean } from "./fit.js";
import { normalQuantile } from "./normal-quantile.js";
import { quantile } from "./statistics.js";
import { studentQuantile } from "./student-quantile.js";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  readonly resamples?: number;
  /** 1 − α. */
  readonly confidence?: number;
}

const RESAMPLES = 2000;
const CONFIDENCE = 0.95;

/** As many items, drawn with replacement. */
export const resample = <T>(items: readonly T[], rng: Rng): T[] => items.map(() => items[Math.floor(rng.uniform() * items.length)]!);

/** Data in clusters (repetitions within instances): clusters are drawn, then items within each. One cluster is an ordinary sample. */
export const resampleClusters = <T>(clusters: readonly (readonly T[])[], rng: Rng): T[] =>
  resample(clusters, rng).flatMap((cluster) => resample(cluster, rng));

/**
 * The percentile interval, Efron & Tibshirani (1993), An Introduction to the Bootstrap, §13.3. `statistic` computes the figure for one
 * resample; a NaN, where it has none, is left out. NaN where all are.
 */
export function percentileInterval(statistic: (rng: Rng) => number, rng: Rng, options: BootstrapOptions = {}): Interval {
  const { resamples = RESAMPLES, confidence = CONFIDENCE } = options;
  const seen = Array.from({ length: resamples }, () => statistic(rng)).filter((value) => !Number.isNaN(value));
  return { low: quantile(seen, (1 - confidence) / 2), high: quantile(seen, (1 + confidence) / 2) };
}

/**
 * The slope of y ≈ a + b x, x fixed, with the residuals as what is drawn: y* = a + b x + r*, r = e/√(1 − h) less its mean, h the leverage.
 * Davison & Hinkley (1997), Bootstrap Methods and their Application, §6.2.3, eq. (6.9). With m points the line has used up 2 of m degrees of
 * freedom, so percentiles are too near for few points: their distance from b is stretched by the ratio of Student's quantile, for m − 2
 * degrees, to the normal one. NaN for fewer than 3 points.
 */
export function slopeInterval(x: readonly number[], y: readonly number[], rng: Rng, options: BootstrapOptions = {}): Interval {
  const m = x.length;
  if (m < 3) return { low: Number.NaN, high: Number.NaN };
  const { slope, intercept } = linearFit(x, y);
  const mx = mean(x);
  const sxx = x.reduce((sum, xi) => sum + (xi - mx) * (xi - mx), 0);
  const modified = y.map((yi, i) => (yi - intercept - slope * x[i]!) / Math.sqrt(1 - 1 / m - ((x[i]! - mx) * (x[i]! - mx)) / sxx));
  const centre = mean(modified);
  const residuals = modified.map((r) => r - centre);
  // The slope is linear in y: that of the residuals is what comes on top.
  const { low, high } = percentileInterval((r) => linearFit(x, resample(residuals, r)).slope, rng, options);
  const upper = (1 + (options.confidence ?? CONFIDENCE)) / 2;
  const stretch = studentQuantile(upper, m - 2) / normalQuantile(upper);
  return { low: slope + stretch * low, high: slope + stretch * high };
}
