/** What holds for every source: counts (FD1), accuracy, a known f(x) is used again, borrowed arrays are left alone. */
import { describe, expect, test } from "vitest";
import { gradients } from "../../src/gradients/index.js";
import { array, evaluationsOf } from "../support/evaluations.js";
import { estimate } from "../support/methods.js";

const n = 12;
/** f = Σ i·sin(x_i) + x₀x₁ */
const f = (x: Float64Array): number => x.reduce((s, xi, i) => s + (i + 1) * Math.sin(xi), x[0]! * x[1]!);
const grad = (x: Float64Array): number[] => [...x].map((xi, i) => (i + 1) * Math.cos(xi) + (i === 0 ? x[1]! : i === 1 ? x[0]! : 0));
const evaluations = () => evaluationsOf(n, f, grad);
const x = Float64Array.from({ length: n }, (_, i) => 0.3 * i - 1.5);

describe("FD1: evaluations per gradient", () => {
  test.each([
    ["reverse", {}, { vjps: 1 }],
    ["forward", {}, { jvps: n }],
    ["analytic", {}, { analytic: 1 }],
    ["forward-difference", {}, { values: n + 1 }],
    ["central-difference", {}, { values: 2 * n }],
    ["five-point", {}, { values: 4 * n }],
    ["ridders", {}, { values: 16 * n }],
    ["ridders", { depth: 3 }, { values: 6 * n }],
    ["two-point", {}, { values: 2 }],
    ["two-point", { directions: 5 }, { values: 10 }],
    ["two-point", { directions: 5, orthogonal: true }, { values: 10 }],
    ["two-point", { directions: 2 * n + 1, orthogonal: true, distribution: "coordinate" }, { values: 4 * n + 2 }],
    ["two-point", { directions: 6, quasi: true }, { values: 12 }],
    ["one-sided", {}, { values: 2 }],
    ["one-sided", { directions: 5 }, { values: 6 }],
    ["one-point", { directions: 3 }, { values: 3 }],
    ["forward-gradient", {}, { jvps: 1 }],
    ["forward-gradient", { directions: 4 }, { jvps: 4 }],
    ["spsa", {}, { values: 2 }],
    ["evolution-strategies", {}, { values: 16 }],
    ["evolution-strategies", { directions: 3, shaping: "centered-ranks" }, { values: 6 }],
  ])("%s %j", (name, given, expected) => {
    const e = evaluations();
    estimate(name, e, given)(x, new Float64Array(n));
    expect(e.counts).toEqual({ values: 0, jvps: 0, vjps: 0, hvps: 0, analytic: 0, ...expected });
  });
  test.each([
    ["forward-difference", n],
    ["one-sided", 1],
  ])("a known f(x) saves %s a value", (name, values) => {
    const e = evaluations();
    expect(estimate(name, e)(x, new Float64Array(n), f(x))).toBe(f(x));
    expect(e.counts.values).toBe(values);
  });
});

describe("accuracy", () => {
  test.each([
    ["reverse", 0],
    ["forward", 1e-15],
    ["analytic", 0],
    ["forward-difference", 1e-6],
    ["central-difference", 1e-8],
    ["five-point", 1e-12],
    ["ridders", 1e-13],
  ])("%s", (name, tolerance) => {
    const g = new Float64Array(n);
    estimate(name, evaluations())(x, g);
    grad(x).forEach((gi, i) => void expect(Math.abs(g[i]! - gi)).toBeLessThanOrEqual(tolerance * 12));
  });
  test.each(["sphere", "coordinate"])("two-point over a full orthonormal block of %s directions is the gradient", (distribution) => {
    const g = new Float64Array(n);
    estimate("two-point", evaluations(), { distribution, directions: n, orthogonal: true })(x, g);
    grad(x).forEach((gi, i) => void expect(Math.abs(g[i]! - gi)).toBeLessThanOrEqual(1e-7));
  });
  test("the step of a difference: h·max(|x_i|, 1), or h itself", () => {
    const asked: number[][] = [];
    const watched = evaluationsOf(2, (y) => asked.push([...y]));
    const at = array(8, 0.25);
    estimate("forward-difference", watched, { h: 0.5 })(at, array(0, 0), 1);
    expect(asked).toEqual([
      [12, 0.25],
      [8, 0.75],
    ]);
    asked.length = 0;
    estimate("central-difference", watched, { h: 0.5, scale: "absolute" })(at, array(0, 0));
    expect(asked).toEqual([
      [8.5, 0.25],
      [7.5, 0.25],
      [8, 0.75],
      [8, -0.25],
    ]);
  });
  test("the division is by the step taken: linear functions come out exact although x + h is rounded", () => {
    for (const name of ["forward-difference", "central-difference", "five-point"]) {
      const g = array(0);
      estimate(
        name,
        evaluationsOf(1, ([y]) => 4 * y!),
        { h: 1e-7 },
      )(array(3.3e5), g);
      expect(g[0]).toBe(4);
    }
  });
});

describe("every source", () => {
  test.each(gradients.map((s) => [s.name]))("%s leaves x alone and returns f(x), exact, or NaN", (name) => {
    const borrowed = x.slice();
    const value = estimate(name, evaluations())(borrowed, new Float64Array(n));
    expect(borrowed).toEqual(x);
    expect(Number.isNaN(value) || value === f(x)).toBe(true);
  });
});

test("the closed form hands on an f that is known, and claims none that is not", () => {
  const evaluations = evaluationsOf(
    1,
    (x) => x[0]! * x[0]!,
    (x) => [2 * x[0]!],
  );
  const analytic = estimate("analytic", evaluations);
  expect(analytic(array(3), array(0), 9)).toBe(9);
  expect(analytic(array(3), array(0))).toBeNaN();
});
