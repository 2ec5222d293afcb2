import { describe, expect, test } from "vitest";
import { diverged, firstOf, ftol, gtol, maxIterations, nonfinite, onMoves, type Seen, when, xtol } from "../../src/core/stop.js";
import { array } from "../support/evaluations.js";

const seen = (over: Partial<Seen> = {}): Seen => ({ iteration: 0, x: array(0), f: 0, gradNorm: null, ...over });
const fs = (rule: (s: Seen) => unknown, values: number[]): number => values.findIndex((f) => rule(seen({ f })));
const xs = (rule: (s: Seen) => unknown, values: number[]): number => values.findIndex((x) => rule(seen({ x: array(x) })));

test("gtol: max |g_i| ≤ gtol of the method's own g, and only where there is one", () => {
  const rule = gtol(0.5);
  expect(rule(seen({ gradNorm: 0.5 }))).toBe("gtol");
  expect(rule(seen({ gradNorm: 0.51 }))).toBeNull();
  expect(rule(seen({ gradNorm: NaN }))).toBeNull();
  expect(rule(seen())).toBeNull();
});

describe("ftol", () => {
  test("relative to the larger value, at least 1", () => {
    expect(fs(ftol(0.01, 1), [1000, 985, 976])).toBe(2);
    expect(fs(ftol(0.01, 1), [0.5, 0.48, 0.471])).toBe(2);
  });
  test("needs a predecessor", () => expect(fs(ftol(1e9, 1), [5])).toBe(-1));
  test("as many times in a row as asked", () => {
    expect(fs(ftol(0.1, 3), [1, 1, 1, 5, 5, 5, 5])).toBe(6);
    expect(fs(ftol(0.1, 1), [1, NaN, 1, 1])).toBe(3);
  });
});

test("xtol: change against max(1, ‖x‖∞), in a row; x is copied", () => {
  expect(xs(xtol(0.01, 1), [0, 0.5, 0.509])).toBe(2);
  expect(xs(xtol(0.01, 1), [0, 1000, 1009.9])).toBe(2);
  expect(xs(xtol(0.01, 5), [0, 0, 0, 0, 0, 0])).toBe(5);
  const rule = xtol(0.01, 1);
  const borrowed = array(1);
  rule(seen({ x: borrowed }));
  borrowed[0] = 2;
  expect(rule(seen({ x: borrowed }))).toBeNull();
});

test("max-iterations, diverged, nonfinite", () => {
  expect(maxIterations(3)(seen({ iteration: 2 }))).toBeNull();
  expect(maxIterations(3)(seen({ iteration: 3 }))).toBe("max-iterations");
  expect(diverged(1e3)(seen({ f: 1e3 + 1e13 }))).toBeNull();
  expect(diverged(1e3)(seen({ f: 1e3 + 1.0001e13 }))).toBe("diverged");
  expect(diverged(-2)(seen({ f: Infinity }))).toBe("diverged");
  expect(diverged(0)(seen({ f: NaN }))).toBeNull();
  expect(nonfinite(seen())).toBeNull();
  expect(nonfinite(seen({ x: array(1, NaN, 2) }))).toBe("nonfinite");
  expect(nonfinite(seen({ gradNorm: Infinity }))).toBe("nonfinite");
  expect(nonfinite(seen({ gradNorm: NaN }))).toBe("nonfinite");
});

test("the first rule that says so decides", () => {
  const rule = firstOf([when("target", ({ f }) => f < 0), maxIterations(1)]);
  expect(rule(seen())).toBeNull();
  expect(rule(seen({ f: -1, iteration: 1 }))).toBe("target");
  expect(rule(seen({ iteration: 1 }))).toBe("max-iterations");
});

describe("a method that compares values", () => {
  test("is asked about change only where its point moved", () => {
    const rule = onMoves(ftol(1e-6, 1));
    const at = (x: number, f: number, iteration: number) => rule({ iteration, x: Float64Array.of(x), f, gradNorm: null });
    expect([at(1, 5, 0), at(1, 5, 1), at(1, 5, 2), at(2, 3, 3), at(2, 3, 4), at(2.1, 3 - 1e-8, 5)]).toEqual([
      null,
      null,
      null,
      null,
      null,
      "ftol",
    ]);
  });
});
