import { expect, test } from "vitest";
import { spectralRadius } from "../../../src/numeric/matrix/spectral-radius.js";

test.each<[what: string, T: number[], radius: number]>([
  ["a diagonal matrix", [3, 0, 0, -5], 5],
  ["eigenvalues that hardly differ", [1, 0, 0, 1 - 1e-9], 1],
  ["a Jordan block, whose powers grow beyond ρ^m", [2, 1, 0, 2], 2],
  ["a rotation by 90° and a scale: ± 3i", [0, -3, 3, 0], 3],
  ["[[1, 2], [3, 4]]: (5 + √33)/2", [1, 2, 3, 4], (5 + Math.sqrt(33)) / 2],
  ["a period of two", [0, 4, 1, 0], 2],
  ["tiny entries", [1e-200, 0, 0, 3e-200], 3e-200],
  ["huge entries", [1e150, 2e150, 2e150, 1e150], 3e150],
])("%s", (_, T, radius) => expect(Math.abs(spectralRadius(Float64Array.from(T), 2) / radius - 1)).toBeLessThan(1e-10));

test("nilpotent, or 0: exactly 0", () => {
  expect(spectralRadius(Float64Array.of(0, 1, 0, 0), 2)).toBe(0);
  expect(spectralRadius(new Float64Array(9), 3)).toBe(0);
});

test("three rows: a companion matrix of (x − 1)(x + 2)(x − 4)", () => {
  // x³ − 3x² − 6x + 8
  expect(spectralRadius(Float64Array.of(3, 6, -8, 1, 0, 0, 0, 1, 0), 3)).toBeCloseTo(4, 10);
});
