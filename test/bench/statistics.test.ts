import { expect, test } from "vitest";
import { expectedRunningTime, finiteMedian, mostCommon } from "../../src/bench/statistics.js";

test("the median of runs is empty when the median run is unsolved", () => {
  expect(finiteMedian([5, Infinity, 3])).toBe(5);
  expect(finiteMedian([5, Infinity])).toBeNull();
  expect(finiteMedian([Infinity, Infinity, 3])).toBeNull();
  expect(finiteMedian([3, NaN, 5])).toBe(5);
  expect(finiteMedian([])).toBeNull();
});
test("ERT: cost of the solved plus all that the others spent, over the solved", () => {
  expect(expectedRunningTime([10, 20, Infinity], [10, 25, 100])).toBe(65);
  expect(expectedRunningTime([0], [7])).toBe(0);
  expect(expectedRunningTime([Infinity], [7])).toBeNull();
});
test("the most common, ties by the alphabet", () => {
  expect(mostCommon(["target", "budget", "target"])).toBe("target");
  expect(mostCommon(["target", "budget"])).toBe("budget");
  expect(mostCommon([])).toBe("");
});
