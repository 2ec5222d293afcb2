/** The verdict of a claim, case by case. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Claim, claim, holds, type Measured } from "../../src/core/claim.js";

const stated = { id: "X1", statement: "s", source: "t" };
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

describe("equal", () => {
  test.each<[Measured, Measured, boolean]>([
    [3, 3, true],
    [3, 3 + 2 * Number.EPSILON, false],
    [0, -0, true],
    [-0, 0, true],
    [nan, nan, true],
    [nan, 0, false],
    [0, nan, false],
    [inf, inf, true],
    [inf, -inf, false],
    [true, true, true],
    [true, false, false],
    [false, false, true],
    ["ill-scaled", "ill-scaled", true],
    ["a", "b", false],
    // What is not of one kind is not equal.
    [1, true, false],
    [1, "1", false],
    [0, "", false],
    ["true", true, false],
    ["NaN", nan, false],
  ])("%s = %s: %s", (measured, expected, pass) => {
    expect(claim({ ...stated, measured, expected })).toEqual({
      ...stated,
      measured,
      expected,
      relation: "equal",
      tolerance: 0,
      pass,
    });
  });
});

describe("absolute", () => {
  test.each<[Measured, number, number, boolean]>([
    [1.5, 1, 0.5, true],
    [0.5, 1, 0.5, true],
    [1.5000000001, 1, 0.5, false],
    [-0, 0, 0, true],
    [1, 1, 0, true],
    [nan, 1, inf, false],
    [1, nan, 1, false],
    [nan, nan, 1, false],
    [1, 1, nan, false],
    [1, 1, -1, false],
    [inf, inf, 1, true],
    [-inf, inf, inf, false],
    [inf, 1, inf, false],
    [5, inf, inf, false],
    ["1", 1, 1, false],
    [true, 1, 1, false],
  ])("%s within %s ± %s: %s", (measured, expected, absolute, pass) => {
    expect(claim({ ...stated, measured, expected, absolute })).toMatchObject({ relation: "absolute", tolerance: absolute, pass });
  });
});

describe("relative", () => {
  test.each<[Measured, number, number, boolean]>([
    [101, 100, 0.01, true],
    [99, 100, 0.01, true],
    [101.1, 100, 0.01, false],
    [-101, -100, 0.01, true],
    [-99, 100, 0.01, false],
    [1e-300, 0, 0.5, false],
    [0, 0, 0.5, true],
    [-0, 0, 0, true],
    [nan, 100, 0.5, false],
    // An infinite expectation must not make the tolerance infinite.
    [5, inf, 0.1, false],
    [inf, inf, 0.1, true],
    [inf, 5, 0.1, false],
    ["100", 100, 0.01, false],
  ])("%s within %s (1 ± %s): %s", (measured, expected, relative, pass) => {
    expect(claim({ ...stated, measured, expected, relative })).toMatchObject({ relation: "relative", tolerance: relative, pass });
  });
});

describe("at most, at least", () => {
  test.each<[Measured, number, boolean, boolean]>([
    [1, 2, true, false],
    [2, 2, true, true],
    [3, 2, false, true],
    [-0, 0, true, true],
    [0, -0, true, true],
    [-inf, 2, true, false],
    [inf, 2, false, true],
    [nan, 2, false, false],
    [1, nan, false, false],
    ["1", 2, false, false],
    [true, 2, false, false],
    [false, -1, false, false],
  ])("%s ≤ %s: %s, ≥: %s", (measured, limit, most, least) => {
    expect(claim({ ...stated, measured, atMost: limit })).toMatchObject({ relation: "at most", expected: limit, tolerance: 0, pass: most });
    expect(claim({ ...stated, measured, atLeast: limit })).toMatchObject({
      relation: "at least",
      expected: limit,
      tolerance: 0,
      pass: least,
    });
  });
});

test("volatile is kept where it is said, and changes no verdict", () => {
  const slow = { ...stated, measured: 2, atMost: 1 };
  expect(claim({ ...slow, volatile: true })).toEqual({ ...claim(slow), volatile: true });
  expect(claim(slow)).not.toHaveProperty("volatile");
});

test("holds is the verdict of every claim, and no claim can be made that it denies", () => {
  const value = fc.oneof(fc.double(), fc.boolean(), fc.string(), fc.constantFrom(0, -0, 1, nan, inf, -inf));
  const made = fc.oneof(
    fc.record({ expected: value }),
    fc.record({ expected: fc.double(), absolute: fc.double() }),
    fc.record({ expected: fc.double(), relative: fc.double() }),
    fc.record({ atMost: fc.double() }),
    fc.record({ atLeast: fc.double() }),
  );
  fc.assert(
    fc.property(value, made, (measured, wanted) => {
      const one: Claim = claim({ ...stated, measured, ...wanted });
      expect(holds(one)).toBe(one.pass);
      if (typeof measured !== typeof one.expected) expect(one.pass).toBe(false);
    }),
  );
});
