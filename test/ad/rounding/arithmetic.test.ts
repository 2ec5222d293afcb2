/** Rounding to so many digits, against float32 and against integers. */
import { expect, test } from "vitest";
import { AdError, float32, significand } from "../../../src/ad/index.js";
import { stream } from "../../../src/numeric/sampling/random.js";

const rng = stream("formats");
const numbers = Array.from({ length: 1500 }, () => rng.normal() * Math.exp(40 * rng.uniform() - 20));

test("24 digits are float32", () => {
  expect(significand(24).epsilon).toBe(float32.epsilon);
  expect(float32.epsilon).toBe(Math.fround(1 + 2 ** -23) - 1);
  for (const x of numbers) expect(significand(24).round(x)).toBe(Math.fround(x));
});

test.each([2, 8, 11, 30, 52])("%i digits: the nearest such number, whatever the scale", (p) => {
  const { round, epsilon } = significand(p);
  expect(epsilon).toBe(2 ** (1 - p));
  for (const x of numbers) {
    const last = 2 ** (Math.floor(Math.log2(Math.abs(x))) + 1 - p);
    expect(Number.isInteger(round(x) / last)).toBe(true);
    expect(Math.abs(round(x) - x)).toBeLessThanOrEqual(last / 2);
    expect(round(round(x))).toBe(round(x));
  }
});

test("up to the largest numbers there are", () => {
  // Above, the factor of Dekker's splitting would carry them beyond.
  for (const [p, top] of [
    [2, 2 ** 975],
    [11, 2 ** 983],
    [24, 2 ** 1020],
  ] as const)
    for (const x of numbers.slice(0, 100).map((one) => one / 2 ** Math.floor(Math.log2(Math.abs(one)))))
      for (const scale of [top / 16, top, 2 ** 1022]) expect(significand(p).round(x * scale)).toBe(significand(p).round(x) * scale);
  expect(significand(11).round(Number.MAX_VALUE)).toBe(Number.POSITIVE_INFINITY);
});

test("what has fewer digits stays, and so does what is not finite", () => {
  const { round } = significand(11);
  expect([0, 1, -2047, 3 * 2 ** 900, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(round)).toEqual([
    0,
    1,
    -2047,
    3 * 2 ** 900,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]);
  expect(round(Number.NaN)).toBeNaN();
  expect(significand(53).round(Math.PI)).toBe(Math.PI);
});

test.each([1, 54, 10.5, Number.NaN])("%d digits are refused", (p) => expect(() => significand(p)).toThrow(AdError));
