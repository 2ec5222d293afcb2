import { expect, test } from "vitest";
import { bisect } from "../../../src/numeric/search/bisect.js";

test("to the last bit", () => {
  const root = bisect((x) => x * x >= 2, 0, 2);
  expect(root * root).toBeGreaterThanOrEqual(2);
  const before = root * (1 - Number.EPSILON);
  expect(before * before).toBeLessThan(2);
});

test("to a relative width, with fewer trials", () => {
  let trials = 0;
  const near = bisect((x) => ++trials > 0 && x > 1e-5, 0, 1, 1e-3);
  expect(Math.abs(near / 1e-5 - 1)).toBeLessThan(1e-3);
  expect(trials).toBeLessThan(30);
});

test("ends where the halves can no longer be told apart", () => expect(bisect((x) => x > 0, 0, 1, 0)).toBe(Number.MIN_VALUE));
