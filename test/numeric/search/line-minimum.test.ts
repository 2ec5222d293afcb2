import { expect, test } from "vitest";
import { lineMinimum } from "../../../src/numeric/search/line-minimum.js";

const counted = (phi: (t: number) => number) => {
  const asked: number[] = [];
  return {
    asked,
    phi: (t: number) => {
      asked.push(t);
      return phi(t);
    },
  };
};

test.each<[name: string, phi: (t: number) => number, step: number, t: number]>([
  ["a parabola ahead", (t) => (t - 3) * (t - 3), 1, 3],
  ["a parabola behind", (t) => (t + 0.7) * (t + 0.7), 1, -0.7],
  ["a parabola far away", (t) => (t - 5e4) * (t - 5e4), 1, 5e4],
  ["-cos t", (t) => -Math.cos(t), 0.4, 0],
  ["Brent's x sin x on [-2, 1]", (t) => (t + 0.5) * Math.sin(t + 0.5), 0.3, -0.5],
  ["a kink", (t) => Math.abs(t - 0.3), 1, 0.3],
])("%s", (_, phi, step, t) => {
  const { asked, phi: watched } = counted(phi);
  const found = lineMinimum(watched, phi(0), step, 1e-8);
  expect(Math.abs(found.t - t)).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(t)));
  expect(found.f).toBe(Math.min(phi(0), ...asked.map(phi)));
  expect(asked.length).toBeLessThan(70);
});

test("a parabola is found by a parabola: the golden sections stop early", () => {
  const { asked, phi } = counted((t) => (t - 0.37) * (t - 0.37));
  lineMinimum(phi, phi(0), 0.2, 1e-8);
  expect(asked.length).toBeLessThanOrEqual(12);
});

test("NaN is as bad as can be, and a function that falls for ever ends", () => {
  const wall = (t: number): number => (t > 1 ? Number.NaN : (t - 0.9) * (t - 0.9));
  expect(lineMinimum(wall, wall(0), 0.5, 1e-8).t).toBeCloseTo(0.9, 6);
  expect(lineMinimum((t) => -t, 0, 1, 1e-8).f).toBeLessThan(-1e6);
  expect(lineMinimum(() => Number.NaN, Number.NaN, 1, 1e-8).f).toBe(Number.POSITIVE_INFINITY);
});
