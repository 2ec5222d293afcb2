import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exponential, powerOfTen, short, times, tolerance } from "../../src/report/numbers.js";
import { columnsOf, elide, padEnd, padStart, plain, wrap, wrapName } from "../../src/report/text.js";

const letters = fc.string({ unit: fc.constantFrom("a", "b", " ", "/", ",", "[", "]", "-", "数", "🙂", "e\u0301") });

describe("columns", () => {
  test.each([
    ["abc", 3],
    ["数学", 4],
    ["e\u0301", 1],
    ["🙂", 2],
    ["f*≤–×", 5],
  ])("%s: %d", (text, columns) => expect(columnsOf(text)).toBe(columns));
  test("padding", () => expect([padEnd("数", 4), padStart("x", 3), padEnd("long", 2)]).toEqual(["数  ", "  x", "long"]));
  test("names from anywhere become one plain line", () => expect(plain("\u001b[31m a\r\n\tb\u2028c ")).toBe("[31m a b c"));
});

describe("fitting", () => {
  test("elide keeps both ends", () => {
    expect(elide("abcdefghij", 10)).toBe("abcdefghij");
    expect(elide("abcdefghij", 7)).toBe("abc…hij");
    expect(elide("abcdefghij", 6)).toBe("abc…ij");
  });
  test("wrap breaks at spaces, names at their joints", () => {
    expect(wrap("one two three", 8, "  ")).toEqual(["one two", "  three"]);
    expect(wrap("incomprehensible", 6)).toEqual(["incomp", "rehens", "ible"]);
    expect(wrapName("gd[step=0.5,momentum=0.9]/forward-difference", 20)).toEqual([
      "gd[step=0.5,",
      "  momentum=0.9]/",
      "  forward-difference",
    ]);
    expect(wrapName("gd[step=1e-5]/forward-difference", 16)).toEqual(["gd[step=1e-5]/", "  forward-", "  difference"]);
    expect(wrapName("gd/two-point[directions=8]", 20)).toEqual(["gd/two-point", "  [directions=8]"]);
  });
  test("nothing is wider than asked, nothing is lost", () =>
    fc.assert(
      fc.property(letters, fc.integer({ min: 4, max: 30 }), (text, width) => {
        expect(columnsOf(elide(text, width))).toBeLessThanOrEqual(width);
        for (const lines of [wrap(text, width, "  "), wrapName(text, width)]) {
          for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
          expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
        }
      }),
    ));
});

describe("numbers", () => {
  test.each<[number | null, string]>([
    [null, "–"],
    [NaN, "NaN"],
    [Infinity, "∞"],
    [-Infinity, "-∞"],
    [-0, "0"],
    [3, "3"],
    [12.345, "12.3"],
    [1234.5, "1235"],
    [99999, "99999"],
    [123456, "1.23e5"],
    [0.012345, "0.0123"],
    [1e-9, "1e-9"],
    [9.876e-300, "9.88e-300"],
    [-2.5e-7, "-2.5e-7"],
  ])("%s reads %s", (value, text) => expect(short(value)).toBe(text));
  test("tolerances as they are typed", () =>
    expect([1e-2, 0.05, 0.1, 1e-8, 0, 2.5e-7, 1].map(tolerance)).toEqual(["1e-2", "0.05", "0.1", "1e-8", "0", "2.5e-7", "1"]));
  test("ticks", () => expect([-8, -1, 0, 3, 4].map(powerOfTen)).toEqual(["1e-8", "0.1", "1", "1000", "1e4"]));
  test("ratios", () => expect([1, 4.24, 51.7, 123.4, 123456].map(times)).toEqual(["1×", "4.2×", "52×", "123×", "1.23e5×"]));
  test("exponents", () => expect([exponential(1e10, 3), exponential(1.234e-5, 2)]).toEqual(["1e10", "1.2e-5"]));
});
