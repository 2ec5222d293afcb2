/** The study rounding: its claims with other parameters and seeds, and what they rest on; a wrong adjoint is found out. */
import { describe, expect, test } from "vitest";
import { cos, type Expr, exp, float32, input, mul, opCount, roundingError, sin, sub } from "../../src/ad/index.js";
import { elementwise } from "../../src/ad/ops/define.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { formatOf } from "../../src/studies/rounding/defaults.js";
import rounding from "../../src/studies/rounding/index.js";
import { drawPrograms, families, iterated } from "../../src/studies/rounding/programs.js";
import { claimed, failing, findingsOf, measured } from "../support/findings.js";

describe("as claimed", () => {
  test.each([1, 2, 3, 4, 5])("seed %i, quickly", (seed) => {
    for (const part of ["LI1.bound", "LI1.taylor"]) expect(failing(findingsOf(rounding, part, { seed }))).toEqual([]);
  });
  test.each<[part: string, given: Params]>([
    ["LI1.bound", { runs: 300, size: 4, digits: 8 }],
    ["LI1.bound", { runs: 100, size: 150, digits: 11 }],
    ["LI1.taylor", { runs: 200 }],
    ["LI1.taylor", { runs: 100, size: 4, digits: 11 }],
  ])("%s with %j", (part, given) => expect(failing(findingsOf(rounding, part, { given, seed: 6, quick: false }))).toEqual([]));
  test("LI1.chaos with another map, in another arithmetic", () => {
    const given = { chaotic: 3.95, stable: 2.99, steps: 40, digits: 12 };
    expect(failing(findingsOf(rounding, "LI1.chaos", { given, seed: 7 }))).toEqual([]);
  });
});

test("1000 runs are within the bound, of which they use a few hundredths", () => {
  const found = findingsOf(rounding, "LI1.bound", { quick: false });
  expect(failing(found)).toEqual([]);
  expect(measured(found, "LI1.bound.within")).toBeGreaterThanOrEqual(0.99);
  expect(claimed(found, "LI1.bound.within").statement).toMatch(/2\^-23, .* of 1000 runs/);
  expect(measured(found, "LI1.bound.loose")).toBeGreaterThan(0.01);
  expect(measured(found, "LI1.bound.loose")).toBeLessThan(0.05);
  const [table] = found.tables!;
  expect(table!.rows.map(([name]) => name)).toEqual(families.map(({ name }) => name));
  expect(table!.rows.reduce((runs, row) => runs + (row[1] as number), 0)).toBe(1000);
  expect(table!.rows.flat().some((cell) => Number.isNaN(cell))).toBe(false);
});

describe("the programs", () => {
  const programs = drawPrograms(stream("programs"), 220, 12);
  test("are what they are called", () => {
    const of = (name: string) =>
      programs.filter(({ family }) => family === name).map((program) => ({ ...program, ...roundingError(program.f)(program.x) }));
    for (const { x, value } of of("norm")) expect(value).toBeCloseTo(Math.hypot(...x), 12);
    for (const { x, value } of of("log-sum-exp")) expect(value).toBeCloseTo(Math.log(x.reduce((s, xi) => s + Math.exp(xi), 0)), 12);
    // A root that Newton has found is one that he had found: twelve steps do not get there from 100 and more.
    for (const { x, value } of of("Newton's iteration").slice(5)) expect(value).toBeGreaterThanOrEqual(Math.sqrt(x[0]!) - 1e-14);
    for (const { x, value } of of("variance, one pass")) {
      const mean = x.reduce((a, b) => a + b) / x.length;
      expect(value).toBeCloseTo(x.reduce((s, xi) => s + (xi - mean) ** 2, 0) / x.length, 9);
    }
  });
  test("random ones compute something", () => {
    for (const { family, f, x } of programs) {
      const at = input([x.length]);
      if (family === "random program") expect(opCount([at], [f(at)])).toBeGreaterThanOrEqual(5);
    }
  });
  test("24 digits are float32", () => expect(formatOf(24)).toBe(float32));
});

describe("what would be seen", () => {
  test("a rule that is wrong by a tenth: the first order is no longer the error", () => {
    const wrong = elementwise(
      { name: "wrong sin", summary: "", ops: 10, rules: [(t, _, x) => mul(0.9, mul(t, cos(x!)))], domain: [[-1, 1]] },
      (b, x) => b.mul(x!, b.sub(b.num(1), b.div(b.mul(x!, x!), b.num(6)))),
    );
    const missed = (f: (x: Expr) => Expr): number => {
      const { error, firstOrder } = roundingError(f)(0.1);
      return Math.abs((error - firstOrder) / error);
    };
    expect(missed((x) => sub(exp(x), sin(x)))).toBeLessThan(1e-6);
    expect(missed((x) => sub(exp(x), wrong(x)))).toBeGreaterThan(1e-3);
  });
  test("where the derivative vanishes the bound is of the last operations alone", () => {
    const step = (at: Expr): Expr => mul(4, mul(at, sub(1, at)));
    const { value, bound } = roundingError((x) => iterated(x, 1, step))(0.5);
    expect(value).toBe(1);
    // 1 − x = 1/2, x (1 − x) = 1/4 and the result, with adjoints 4x = 2, 4 and 1; that of x is 4 (1 − 2x) = 0.
    expect(bound / 2 ** -23).toBe(2 * 0.5 + 4 * 0.25 + 1);
  });
});
