/** Intervals against known quantiles, and against what they promise: how often they hold the truth. */
import { describe, expect, test } from "vitest";
import { stream } from "../../../src/numeric/sampling/random.js";
import { percentileInterval, resample, resampleClusters, slopeInterval } from "../../../src/numeric/statistics/bootstrap.js";
import { linearFit, mean, variance } from "../../../src/numeric/statistics/fit.js";

test("resamples are of the same size, from the same items, each as likely as the other", () => {
  const rng = stream("resample");
  const counts = [0, 0, 0, 0];
  for (let k = 0; k < 5000; k++) for (const item of resample([0, 1, 2, 3], rng)) counts[item]!++;
  // 20000 draws: σ = √(20000 · ¼ · ¾) = 61.
  for (const count of counts) expect(Math.abs(count - 5000)).toBeLessThan(4 * 61);
});

test("clusters are drawn whole: the variance of the mean is that between clusters and that within", () => {
  const clusters = [
    [0, 2],
    [10, 12],
    [20, 22],
    [30, 32],
  ];
  const rng = stream("clusters");
  const means = Array.from({ length: 20000 }, () => mean(resampleClusters(clusters, rng)));
  // Between: 125 among four cluster means, each counted a quarter; within: 1, one of eight.
  expect(mean(means)).toBeCloseTo(16, 0);
  expect(variance(means) / (125 / 4 + 1 / 8)).toBeCloseTo(1, 1);
});

test("percentiles of a statistic whose law is known; NaN is left out; the same stream, the same interval", () => {
  const uniform = percentileInterval((rng) => rng.uniform(), stream("u"), { resamples: 20000, confidence: 0.9 });
  expect(uniform.low).toBeCloseTo(0.05, 2);
  expect(uniform.high).toBeCloseTo(0.95, 2);
  const gaps = percentileInterval((rng) => (rng.uniform() < 0.5 ? Number.NaN : 7), stream("g"));
  expect(gaps).toEqual({ low: 7, high: 7 });
  expect(percentileInterval(() => Number.NaN, stream("n")).low).toBeNaN();
  expect(percentileInterval((rng) => rng.normal(), stream("s"))).toEqual(percentileInterval((rng) => rng.normal(), stream("s")));
});

describe("the slope's interval", () => {
  const x = [3, 4, 5, 6, 7, 8].map((k) => k * Math.LN2);

  test("a straight line is known exactly", () => {
    const { low, high } = slopeInterval(
      x,
      x.map((xi) => 2 - xi),
      stream("line"),
    );
    expect(low).toBeCloseTo(-1, 13);
    expect(high).toBeCloseTo(-1, 13);
    // Equal values leave nothing at all, not even rounding.
    expect(
      slopeInterval(
        x,
        x.map(() => 0),
        stream("flat"),
      ),
    ).toEqual({ low: 0, high: 0 });
  });

  test("fewer than three points tell nothing", () => expect(slopeInterval([1, 2], [1, 3], stream("two")).low).toBeNaN());

  // 95 % of 400 lines: σ = 1.1 %.
  test.each([3, 4, 6, 10])("holds the slope as often as it says, %s points", (points) => {
    const rng = stream(`coverage/${points}`);
    const at = Array.from({ length: points }, (_, k) => (3 + k) * Math.LN2);
    let held = 0;
    for (let k = 0; k < 400; k++) {
      const y = at.map((xi) => 1 + 0.7 * xi + 0.1 * rng.normal());
      const { low, high } = slopeInterval(at, y, rng, { resamples: 400 });
      expect(low).toBeLessThan(linearFit(at, y).slope);
      if (low <= 0.7 && 0.7 <= high) held++;
    }
    expect(held / 400).toBeGreaterThan(0.91);
    expect(held / 400).toBeLessThan(0.985);
  });
});
