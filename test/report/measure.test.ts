import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as numeric from "../../src/numeric/statistics/statistics.js";
import { median, quantile } from "../../src/report/measure.js";

describe("quantiles", () => {
  test("are those of the summary", () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true })),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sample, p) => void expect(quantile(sample, p)).toBe(numeric.quantile(sample, p)),
      ),
    ));
  test("but NaN is the worst, and does not spoil the others", () => {
    expect(median([1, NaN, 3])).toBe(3);
    expect(median([1, NaN, NaN])).toBe(Infinity);
    expect(median([])).toBeNaN();
  });
});
