import { expect, test } from "vitest";
import { centredRanks } from "../../../src/numeric/statistics/ranks.js";

test("from −½ to ½ in order, whatever the scale", () => {
  expect([...centredRanks([3, 1, 2])]).toEqual([0.5, -0.5, 0]);
  expect([...centredRanks([1e300, -1e300, 0, 1e-300, 7])]).toEqual([0.5, -0.5, -0.25, 0, 0.25]);
});

test("equal values share the mean of their ranks; the sum is always 0", () => {
  expect([...centredRanks([5, 5, 1, 9, 5])]).toEqual([0, 0, -0.5, 0.5, 0]);
  expect([...centredRanks([2, 2, 2, 2])]).toEqual([0, 0, 0, 0]);
  expect([...centredRanks([0, -0])]).toEqual([0, 0]);
});

test("NaN is as bad as Infinity", () => {
  expect([...centredRanks([NaN, 1, Infinity, -Infinity, 0])]).toEqual([0.375, 0, 0.375, -0.5, -0.25]);
});

test("one alone, and none", () => {
  expect([...centredRanks([7])]).toEqual([0]);
  expect([...centredRanks([])]).toEqual([]);
});
