import { expect, test } from "vitest";
import { studentQuantile } from "../../../src/numeric/statistics/student-quantile.js";

// Abramowitz & Stegun (1964), table 26.10, with more digits: closed forms, and the incomplete beta function in 30 digits.
test.each([
  [0.975, 1, Math.tan(0.475 * Math.PI)],
  // ν = 2: t = (2p − 1)/√(2p(1 − p)).
  [0.975, 2, 0.95 / Math.sqrt(2 * 0.975 * 0.025)],
  [0.975, 3, 3.18244630528371],
  [0.975, 4, 2.776445105197794],
  [0.95, 5, 2.015048373333024],
  [0.975, 10, 2.228138851986275],
  [0.995, 30, 2.749995653567225],
])("p = %s, ν = %s", (p, degrees, t) => expect(studentQuantile(p, degrees) / t).toBeCloseTo(1, 13));

test("the median is 0, to rounding", () => {
  for (const degrees of [1, 2, 7]) expect(studentQuantile(0.5, degrees)).toBeLessThan(1e-14);
});
