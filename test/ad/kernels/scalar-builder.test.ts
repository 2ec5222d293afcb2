import fc from "fast-check";
import { expect, test } from "vitest";
import { exponent, mantissa, nearest, numbers, pow2, upper } from "../../../src/ad/kernels/scalar-builder.js";

const check = (holds: (x: number) => boolean): void =>
  fc.assert(fc.property(fc.double({ noNaN: true }), holds), { numRuns: 2000, seed: 3 });
const normal = (x: number): boolean => x >= 2.2250738585072014e-308 && x < Infinity;

test("nearest rounds half to even and keeps the sign of zero", () => {
  const cases = [
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [-0.5, -0],
    [-1.5, -2],
    [-0.3, -0],
    [-0, -0],
    [0, 0],
    [0.49999999999999994, 0],
    [4503599627370495.5, 4503599627370496],
    [-4503599627370494.5, -4503599627370494],
    [1e300, 1e300],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [NaN, NaN],
  ];
  for (const [x, y] of cases) expect(nearest(x!), `${x}`).toBe(y);
  check((x) => !Number.isFinite(x) || (Number.isInteger(nearest(x)) && Math.abs(x - nearest(x)) <= 0.5));
});

test("mantissa · 2^exponent", () => {
  check((x) => !normal(x) || (mantissa(x) >= 1 && mantissa(x) < 2 && mantissa(x) * pow2(exponent(x)) === x));
  for (let n = -1022; n <= 1023; n++) expect(pow2(n)).toBe(2 ** n);
});

test("upper keeps 26 bits: the product of two uppers is exact, what is left has 27 bits", () => {
  check((x) => !normal(x) || (x - upper(x) >= 0 && x - upper(x) < x * 2 ** -25));
  check((x) => !normal(x) || Number.isInteger(mantissa(upper(x)) * 2 ** 25));
  expect(Object.is(upper(-0), -0)).toBe(true);
});

test("min and max take the first argument on NaN and ties", () => {
  expect(numbers.min(NaN, 1)).toBeNaN();
  expect(numbers.min(1, NaN)).toBe(1);
  expect(numbers.max(NaN, 1)).toBeNaN();
  expect(numbers.max(1, NaN)).toBe(1);
  expect(Object.is(numbers.min(0, -0), 0)).toBe(true);
  expect(Object.is(numbers.max(-0, 0), -0)).toBe(true);
});

test("masks are 1 and 0", () => {
  const { lt, le, eq, and, or, not, select } = numbers;
  expect([lt(1, 2), lt(2, 2), le(2, 2), eq(2, 2), eq(NaN, NaN), lt(NaN, 1), le(NaN, NaN)]).toEqual([1, 0, 1, 1, 0, 0, 0]);
  expect([and(1, 1), and(1, 0), or(0, 1), or(0, 0), not(1), not(0), select(1, 5, 6), select(0, 5, 6)]).toEqual([1, 0, 1, 0, 0, 1, 5, 6]);
});
