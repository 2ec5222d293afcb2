import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisScale } from "../../src/report/figure-axis.js";

const log = { label: "h", log: true };
const linear = { label: "k", log: false };
const labels = (scale: ReturnType<typeof axisScale>): string[] => scale!.ticks.map(({ label }) => label);

describe("where a number lies", () => {
  test("linear: a straight line from end to end", () => {
    const { at, ends } = axisScale(linear, [2, -3, 7], 6)!;
    expect([-3, 2, 7].map(at)).toEqual([0, 0.5, 1]);
    expect(ends).toEqual([-3, 7]);
  });
  test("logarithmic: the logarithm is", () => {
    const { at } = axisScale(log, [1e-8, 1, 1e-2], 6)!;
    for (const [value, place] of [
      [1e-8, 0],
      [1e-4, 0.5],
      [1e-2, 0.75],
      [1, 1],
    ] as const)
      expect(at(value)).toBeCloseTo(place, 12);
  });
  test("what has no place: NaN", () => {
    const { at } = axisScale(log, [1, 10], 6)!;
    expect([0, -1, Number.NaN, Number.POSITIVE_INFINITY].map(at)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(axisScale(linear, [0, 1], 6)!.at(Number.NEGATIVE_INFINITY)).toBeNaN();
  });
  test("no value on the axis: no axis", () => {
    expect(axisScale(log, [0, -1, Number.NaN], 6)).toBeNull();
    expect(axisScale(linear, [], 6)).toBeNull();
  });
  test("one value stands in the middle", () => {
    for (const [axis, value] of [
      [log, 1e-5],
      [linear, 3],
      [linear, 0],
      [linear, -1e300],
    ] as const)
      expect(axisScale(axis, [value, value], 6)!.at(value)).toBeCloseTo(0.5, 12);
  });
  test("padding on both sides, but not beyond an end at 0", () => {
    const padded = axisScale(linear, [10, 20], 6, 0.1)!;
    expect([padded.at(9), padded.at(21)].map((u) => Number(u.toFixed(12)))).toEqual([0, 1]);
    const fromZero = axisScale(linear, [0, 20], 6, 0.1)!;
    expect([fromZero.at(0), Number(fromZero.at(22).toFixed(12))]).toEqual([0, 1]);
    expect(axisScale(log, [1, 100], 6, 0.5)!.at(1)).toBeCloseTo(0.25, 12);
  });
});

describe("ticks", () => {
  test("linear: 1, 2 or 5 times a power of ten", () => {
    expect(labels(axisScale(linear, [0, 100], 6))).toEqual(["0", "20", "40", "60", "80", "100"]);
    expect(labels(axisScale(linear, [-0.3, 0.3], 8))).toEqual(["-0.3", "-0.2", "-0.1", "0", "0.1", "0.2", "0.3"]);
    expect(labels(axisScale(linear, [-2.223], 2))).toEqual(["-2.4", "-2.2"]);
  });
  test("decades, with 2 to 9 between them", () => {
    const scale = axisScale(log, [1e-3, 1], 8)!;
    expect(labels(scale)).toEqual(["1e-3", "1e-2", "0.1", "1"]);
    expect(scale.ticks.map(({ decade }) => decade)).toEqual([-3, -2, -1, 0]);
    expect(scale.minor).toHaveLength(24);
    expect(scale.minor[0]).toBeCloseTo(Math.log10(2) / 3, 12);
  });
  test("many decades: every so manieth, at multiples of that, the others between", () => {
    const scale = axisScale(log, [1e-17, 1], 8)!;
    expect(labels(scale)).toEqual(["1e-15", "1e-12", "1e-9", "1e-6", "1e-3", "1"]);
    expect(scale.minor).toHaveLength(12);
    expect(labels(axisScale(log, [2, 9.9e40], 2))).toEqual(["1e20", "1e40"]);
  });
  test("within a decade or two: 1, 2, 5; all digits; or round numbers", () => {
    expect(labels(axisScale(log, [12, 300], 8))).toEqual(["20", "50", "100", "200"]);
    expect(labels(axisScale(log, [12, 68], 8))).toEqual(["20", "30", "40", "50", "60"]);
    expect(labels(axisScale(log, [100, 140], 5))).toEqual(["100", "110", "120", "130", "140"]);
  });
});

test("whatever the values: at least one tick, all of them on the axis, ascending, no more than twice the room", () => {
  const size = fc.double({ min: 1e-290, max: 1e290, noNaN: true });
  const values = fc.array(
    fc.oneof(
      size,
      size.map((x) => -x),
      fc.constant(0),
      fc.integer({ min: -9, max: 9 }),
    ),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(values, fc.boolean(), fc.integer({ min: 2, max: 12 }), fc.constantFrom(0, 0.03), (xs, isLog, most, pad) => {
      const scale = axisScale({ label: "", log: isLog }, xs, most, pad);
      expect(scale === null).toBe(isLog && xs.every((x) => x <= 0));
      if (!scale) return;
      const places = scale.ticks.map(({ at }) => at);
      for (const at of [...places, ...scale.minor]) expect(at >= -1e-6 && at <= 1 + 1e-6).toBe(true);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places.length).toBeGreaterThan(0);
      expect(places.length).toBeLessThanOrEqual(Math.max(9, 2 * most));
      for (const x of xs) if (!isLog || x > 0) expect(scale.at(x) >= -1e-9 && scale.at(x) <= 1 + 1e-9).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
