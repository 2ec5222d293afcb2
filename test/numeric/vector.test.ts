import { expect, test } from "vitest";
import { addScaled, dot, norm2, normInf, same, scale } from "../../src/numeric/vector.js";
import { array } from "../support/evaluations.js";

test("products and norms", () => {
  expect(dot(array(1, 2, 3), array(4, -5, 6))).toBe(12);
  expect(norm2(array(3, 4))).toBe(5);
  expect(norm2(array(3e-200, 4e-200)) / 5e-200).toBeCloseTo(1, 14);
  expect(norm2(array(3e200, 4e200)) / 5e200).toBeCloseTo(1, 14);
  expect(norm2(array(0, 0))).toBe(0);
  expect(norm2(array(Infinity, 1))).toBe(Infinity);
  expect(norm2(array(NaN, 1))).toBeNaN();
  expect(normInf(array(1, -7, 3))).toBe(7);
  expect(normInf(array(-Infinity, 3))).toBe(Infinity);
  expect(normInf(array(NaN, 7))).toBeNaN();
  expect(normInf(array(7, NaN, 9))).toBeNaN();
});

test("updates write their first argument, which may be an operand", () => {
  const x = array(1, 2);
  expect(addScaled(x, x, -2, array(3, 4))).toBe(x);
  expect([...x]).toEqual([-5, -6]);
  expect([...scale(x, -2)]).toEqual([10, 12]);
});

test("same", () => {
  expect(same(array(1, 2), array(1, 2))).toBe(true);
  expect(same(array(1, 2), array(1, 3))).toBe(false);
  expect(same(array(NaN), array(NaN))).toBe(false);
});
