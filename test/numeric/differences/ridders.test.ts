import { describe, expect, test } from "vitest";
import { bestOf, ridders } from "../../../src/numeric/differences/ridders.js";

const smooth: [name: string, phi: (t: number) => number, derivative: number][] = [
  ["exp at 1", (t) => Math.exp(1 + t), Math.E],
  ["sin at 0.5", (t) => Math.sin(0.5 + t), Math.cos(0.5)],
  ["1/x at 2", (t) => 1 / (2 + t), -0.25],
  ["x⁵ at 1.5", (t) => Array.from({ length: 5 }, () => 1.5 + t).reduce((p, s) => p * s, 1), 25.3125],
  ["x eˣ/(sin x − cos x²) at 3", (t) => ((3 + t) * Math.exp(3 + t)) / (Math.sin(3 + t) - Math.cos((3 + t) * (3 + t))), -4.338337175759227],
];

describe("smooth functions: twelve digits, and an error estimate that covers the error", () => {
  test.each(smooth)("%s", (_, phi, derivative) => {
    const [got] = ridders((t) => [phi(t)], 1, 0.1);
    const error = Math.abs(got!.value - derivative);
    expect(error / Math.abs(derivative)).toBeLessThan(5e-12);
    expect(error).toBeLessThanOrEqual(10 * got!.error);
    expect(got!.error / Math.abs(derivative)).toBeLessThan(1e-10);
  });
});

test("φ is asked 2 · depth times, at h, −h, h/1.4, −h/1.4, …", () => {
  const asked: number[] = [];
  const [got] = ridders(
    (t) => {
      asked.push(t);
      return [Math.sin(t)];
    },
    1,
    0.7,
    3,
  );
  expect(asked).toEqual([0.7, -0.7, 0.5, -0.5, expect.closeTo(0.5 / 1.4, 15), expect.closeTo(-0.5 / 1.4, 15)]);
  expect(got!.h).toBeCloseTo(0.5 / 1.4, 15);
});

test("components are extrapolated by themselves, though φ hands out the same array", () => {
  const out = new Float64Array(2);
  const got = ridders(
    (t) => {
      out[0] = Math.exp(t);
      out[1] = 3 * t;
      return out;
    },
    2,
    0.1,
  );
  expect(got[0]!.value).toBeCloseTo(1, 12);
  expect(got[1]!.value).toBeCloseTo(3, 12);
});

test("NaN far out does not spoil what is near: √x at 0.05", () => {
  const [got] = ridders((t) => [Math.sqrt(0.05 + t)], 1, 0.1);
  expect(Math.abs(got!.value * 2 * Math.sqrt(0.05) - 1)).toBeLessThan(1e-3);
  const [best] = bestOf((t) => [Math.sqrt(0.05 + t)], [0], 0.05);
  expect(Math.abs(best!.value * 2 * Math.sqrt(0.05) - 1)).toBeLessThan(1e-10);
});

test("nothing but NaN is NaN, with no trust in it", () => {
  expect(ridders(() => [NaN], 1, 0.1)[0]).toEqual({ value: NaN, error: Infinity, h: NaN });
});
