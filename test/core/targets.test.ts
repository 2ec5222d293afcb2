import { expect, test } from "vitest";
import { allowedGaps, reaches } from "../../src/core/targets.js";

const relative = (value: number) => ({ kind: "relative" as const, value });
const absolute = (value: number) => ({ kind: "absolute" as const, value });

test("relative targets are a fraction of the first gap, absolute ones a gap", () => {
  expect(allowedGaps([relative(0.01), absolute(0.5), relative(0)], 110, 10)).toEqual([1, 0.5, 0]);
});
test("a start at or below f* is solved", () => {
  for (const f0 of [10, 9]) for (const gap of allowedGaps([relative(1e-8), relative(0)], f0, 10)) expect(reaches(f0, 10, gap)).toBe(true);
});
test("a start that is not finite has no fraction to reach; absolute targets stay", () => {
  for (const f0 of [Infinity, NaN]) {
    const [fraction, gap] = allowedGaps([relative(0.5), absolute(1)], f0, 0);
    expect(reaches(0, 0, fraction!)).toBe(false);
    expect(reaches(0, 0, gap!)).toBe(true);
  }
});
test("f ≤ f* is what target 0 asks; NaN and −Infinity reach nothing", () => {
  expect(reaches(3, 3, 0)).toBe(true);
  expect(reaches(3 + 1e-15, 3, 0)).toBe(false);
  expect(reaches(NaN, 3, 1)).toBe(false);
  expect(reaches(-Infinity, 3, 1)).toBe(false);
});
