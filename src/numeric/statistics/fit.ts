/** y ≈ a + b x by least squares, and the mean and variance of a sample. */

export interface LinearFit {
  readonly slope: number;
  readonly intercept: number;
}

/** Least squares y ≈ intercept + slope·x. NaN where fewer than two x differ. */
export function linearFit(x: readonly number[], y: readonly number[]): LinearFit {
  const n = x.length;
  const [mx, my] = [mean(x), mean(y)];
  let [sxx, sxy] = [0, 0];
  for (let i = 0; i < n; i++) {
    sxx += (x[i]! - mx) * (x[i]! - mx);
    sxy += (x[i]! - mx) * (y[i]! - my);
  }
  const slope = sxx > 0 ? sxy / sxx : Number.NaN;
  return { slope, intercept: my - slope * mx };
}

/** The exponent p of y ∝ x^p, fitted to logarithms. */
export const logLogSlope = (x: readonly number[], y: readonly number[]): number => linearFit(x.map(Math.log), y.map(Math.log)).slope;

/** NaN of an empty sample. */
export const mean = (sample: readonly number[]): number => sample.reduce((sum, value) => sum + value, 0) / sample.length;

/** Unbiased: divided by n − 1. */
export function variance(sample: readonly number[]): number {
  const m = mean(sample);
  return sample.reduce((sum, value) => sum + (value - m) * (value - m), 0) / (sample.length - 1);
}
