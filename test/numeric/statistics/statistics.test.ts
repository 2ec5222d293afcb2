import { describe, expect, test } from "vitest";
import { median, quantile } from "../../../src/numeric/statistics/statistics.js";

describe("quantile (type 7)", () => {
  // R 4.2: quantile(c(1, 3, 4, 8, 10), c(.1, .25, .5, .9)); NumPy's default gives the same.
  test.each([
    [0.1, 1.8],
    [0.25, 3],
    [0.5, 4],
    [0.9, 9.2],
    [0, 1],
    [1, 10],
  ])("p = %d", (p, expected) => {
    expect(quantile([10, 1, 8, 3, 4], p)).toBeCloseTo(expected, 14);
  });
  test("between the middle two of an even sample", () => expect(median([4, 1, 3, 2])).toBe(2.5));
  test("numbers are ordered as numbers", () => expect(median([10, 9, 100])).toBe(10));
  test("infinities are values", () => {
    expect(median([1, Infinity, 2])).toBe(2);
    expect(median([1, Infinity])).toBe(Infinity);
    expect(median([Infinity, Infinity])).toBe(Infinity);
    expect(median([-Infinity, 0, Infinity])).toBe(0);
    expect(quantile([1, 2, Infinity], 0.5)).toBe(2);
  });
  test("NaN and nothing give NaN", () => {
    expect(median([1, NaN, 3, 2])).toBeNaN();
    expect(median([])).toBeNaN();
  });
  test("the sample is left alone", () => {
    const sample = [3, 1, 2];
    median(sample);
    expect(sample).toEqual([3, 1, 2]);
  });
});
