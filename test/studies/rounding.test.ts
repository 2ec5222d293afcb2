/** The study rounding: its claims with other parameters and seeds, and what they rest on; a wrong adjoint is found out. */
import { describe, expect, test } from "vitest";
import type { Rule } from "../../src/ad/expr.js";
import { type Expr, float32, mul, roundingError, sub, tanh } from "../../src/ad/index.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { arithmeticOf } from "../../src/studies/rounding/defaults.js";
import rounding from "../../src/studies/rounding/index.js";
import { drawPrograms, families, iterated } from "../../src/studies/rounding/programs.js";
import { claimed, failing, findingsOf, measured } from "../support/findings.js";

describe("as claimed", () => {
  test.each([1, 2, 3, 4, 5])("seed %i, quickly", (seed) => {
    for (const part of ["LI1.bound", "LI1.taylor"]) expect(failing(findingsOf(rounding, part, { seed }))).toEqual([]);
  });
  test.each<[part: string, given: Params]>([
    ["LI1.bound", { runs: 300, size: 4, digits: 11 }],
    ["LI1.bound", { runs: 200, size: 200, digits: 11 }],
    ["LI1.bound", { runs: 200, size: 200 }],
    ["LI1.taylor", { runs: 200 }],
    ["LI1.taylor", { runs: 200, size: 4, digits: 11 }],
    ["LI1.taylor", { runs: 200, size: 200, digits: 11 }],
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
    // Up to twelve steps from (1 + a)/2: the loop in plain numbers, and with all twelve √a itself.
    const newton = (a: number, steps: number): number =>
      Array.from({ length: steps }).reduce<number>((y) => 0.5 * (y + a / y), 0.5 * (1 + a));
    for (const { x, value } of of("Newton's iteration")) {
      const after = Array.from({ length: 11 }, (_, k) => newton(x[0]!, k + 2));
      expect(after).toContain(value);
      expect(Math.abs(after.at(-1)! / Math.sqrt(x[0]!) - 1)).toBeLessThan(1e-15);
    }
    for (const { x, value } of of("variance, one pass")) {
      const mean = x.reduce((a, b) => a + b) / x.length;
      expect(value).toBeCloseTo(x.reduce((s, xi) => s + (xi - mean) ** 2, 0) / x.length, 9);
    }
  });
  test("random ones depend on what they are given", () => {
    const rest = programs.filter(({ family }) => family === "random program");
    const varies = rest.filter(({ f, x }) => {
      const analysis = roundingError(f);
      return analysis(x).value !== analysis(x.map((xi) => xi / 2 + 0.1)).value;
    });
    expect(rest.length).toBe(20);
    expect(varies.length).toBeGreaterThanOrEqual(19);
  });
  test("24 digits are float32", () => expect(arithmeticOf(24)).toBe(float32));
});

describe("what would be seen", () => {
  test("tanh's rule wrong by a tenth, in the networks and some random programs", () => {
    const right = findingsOf(rounding, "LI1.taylor", { quick: false });
    const rules = tanh.op.vjp as Rule[];
    const [rule] = rules as [Rule];
    rules[0] = (...of) => mul(0.9, rule(...of));
    try {
      const wrong = findingsOf(rounding, "LI1.taylor", { quick: false });
      // One program in eleven is a network.
      expect(failing(wrong)).toEqual(["LI1.taylor.all"]);
      expect(measured(wrong, "LI1.taylor.all")).toBeLessThan(10 / 11);
    } finally {
      rules[0] = rule;
    }
    expect(failing(right)).toEqual([]);
  });
  test("where the derivative vanishes the bound is of the last operations alone", () => {
    const step = (at: Expr): Expr => mul(3, mul(at, sub(1, at)));
    const { value, bound } = roundingError((x) => iterated(x, 1, step))(0.5);
    expect(value).toBe(0.75);
    // 1 − x = 1/2, x (1 − x) = 1/4 and the result, with adjoints 3x = 3/2, 3 and 1; that of x is 3 (1 − 2x) = 0.
    expect(bound / 2 ** -23).toBe(1.5 * 0.5 + 3 * 0.25 + 0.75);
  });
});
