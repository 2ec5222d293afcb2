import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/core/errors.js";
import { evaluationsOf } from "../support/evaluations.js";
import { iterates, started } from "../support/iterates.js";
import { example, quadratic, rosenbrock, rosenbrockStart } from "../support/smooth.js";

describe("steps", () => {
  test("a convex quadratic takes one, of n products", () => {
    const { A, b } = example(6);
    const problem = quadratic(A, b);
    const { points } = iterates("newton", problem, [1, -2, 3, -4, 5, -6], 2);
    expect(Math.max(...points[1]!.g.map(Math.abs))).toBeLessThan(1e-12);
    expect(problem.counts).toMatchObject({ hvps: 6, vjps: 2, values: 1 });
  });
  test("with differences, almost one: their Hessian is symmetric and good to about 1e-6", () => {
    const problem = evaluationsOf(3, ([x, y, z]) => x! * x! + 3 * y! * y! + 5 * z! * z! + x! * y! - y! * z! - x!);
    const { points } = iterates("newton", problem, [3, -2, 1], 3, { source: "central-difference" });
    expect(points[2]!.g.every((gi) => Math.abs(gi) < 1e-6)).toBe(true);
  });
  test("a Hessian that is not symmetric counts as the mean of it and its transpose", () => {
    const lopsided = evaluationsOf(
      2,
      ([x, y]) => x! * x! + y! * y! + x! * y!,
      ([x, y]) => [2 * x! + y!, x! + 2 * y!],
      (_, [v, w]) => [2 * v! + 1.5 * w!, 0.5 * v! + 2 * w!],
    );
    const { points } = iterates("newton", lopsided, [3, -1], 2);
    points[1]!.x.forEach((xi) => void expect(xi).toBeCloseTo(0, 14));
  });
  test("near a minimum the number of digits doubles", () => {
    const { points } = iterates("newton", rosenbrock(2), [-1.2, 1], 40);
    const errors = points.map(({ x }) => Math.hypot(x[0]! - 1, x[1]! - 1)).filter((e) => e < 1e-2 && e > 1e-12);
    for (let k = 1; k < errors.length; k++) expect(errors[k]!).toBeLessThan(Math.max(50 * errors[k - 1]! ** 2, 1e-14));
    expect(errors.length).toBeGreaterThan(1);
    expect(points.at(-1)!.f).toBeLessThan(1e-20);
  });
  test("an indefinite Hessian is shifted: every step goes down, to a minimum", () => {
    const saddle = evaluationsOf(
      2,
      ([x, y]) => x! ** 4 / 4 - x! ** 2 / 2 + y! ** 2 / 2 + (x! * y!) / 4,
      ([x, y]) => [x! ** 3 - x! + y! / 4, y! + x! / 4],
      ([x], [v, w]) => [(3 * x! ** 2 - 1) * v! + w! / 4, w! + v! / 4],
    );
    const { points } = iterates("newton", saddle, [0.01, 1], 60);
    for (let k = 1; k < points.length; k++) expect(points[k]!.f).toBeLessThanOrEqual(points[k - 1]!.f);
    // y = −x/4 and x² = 1 + 1/16.
    expect(Math.abs(points.at(-1)!.x[0]!)).toBeCloseTo(Math.sqrt(17 / 16), 7);
  });
  test("no curvature at all: a step of length 1 along −g", () => {
    const slope = evaluationsOf(
      2,
      ([x, y]) => 3 * x! + 4 * y!,
      () => [3, 4],
      () => [0, 0],
    );
    const { points } = iterates("newton", slope, [0, 0], 3);
    expect([...points[2]!.x].map((xi) => xi.toFixed(12))).toEqual(["-1.200000000000", "-1.600000000000"]);
  });
  test("into a region of NaN it steps half as far, and again", () => {
    const cliff = evaluationsOf(
      1,
      ([x]) => (x! > 1 ? Number.NaN : (x! - 0.9) ** 2),
      ([x]) => [x! > 1 ? Number.NaN : 2 * (x! - 0.9)],
      (_, [v]) => [v!],
    );
    expect(iterates("newton", cliff, [-3], 60).points.at(-1)!.x[0]).toBeCloseTo(0.9, 6);
  });
  test("a step that is too long is halved: log cosh from 3", () => {
    const flat = evaluationsOf(
      1,
      ([x]) => Math.log(Math.cosh(x!)),
      ([x]) => [Math.tanh(x!)],
      ([x], [v]) => [v! / Math.cosh(x!) ** 2],
    );
    const { points } = iterates("newton", flat, [3], 20);
    // Newton's own step is sinh 3 cosh 3 = 100.86: the first of its halves to decrease enough is a 32nd.
    expect(points[1]!.x[0]).toBeCloseTo(3 - (Math.sinh(3) * Math.cosh(3)) / 32, 10);
    expect(points.at(-1)!.x[0]).toBeCloseTo(0, 7);
  });
});

describe("Rosenbrock", () => {
  test("n = 2 to 1e-10 in about twenty iterations", () => {
    const problem = rosenbrock(2);
    const { points } = iterates("newton", problem, [-1.2, 1], 40, { enough: (at) => at.f <= 1e-10 });
    expect(points.length - 1).toBeLessThanOrEqual(21);
    expect(problem.counts.hvps).toBe(2 * (points.length - 1));
  });
  test("n ≥ 4: from (−1.2, 1, …) to the minimum that is not the global one, x near (−1, 1, …, 1)", () => {
    // Shang & Qiu (2006), Evol. Comput. 14(1); f as SciPy's BFGS, which ends there too, has it.
    const { points, reason } = iterates("newton", rosenbrock(10), rosenbrockStart(10), 200);
    expect(points.at(-1)!.f).toBeCloseTo(3.9865791, 7);
    expect(points.at(-1)!.x[0]).toBeCloseTo(-0.993, 3);
    expect(Math.max(...points.at(-1)!.g.map(Math.abs))).toBeLessThan(1e-10);
    expect(reason).toBe("line-search");
  });
});

test("ends by itself: at a stationary point, at the bottom, at NaN", () => {
  const { A, b } = example(4);
  expect(iterates("newton", quadratic(A, [0, 0, 0, 0]), [0, 0, 0, 0], 9).reason).toBe("finished");
  expect(iterates("newton", quadratic(A, b), [9, 9, 9, 9], 100).reason).not.toBeNull();
  const nan = evaluationsOf(
    1,
    () => Number.NaN,
    () => [Number.NaN],
    () => [Number.NaN],
  );
  expect(iterates("newton", nan, [1], 9)).toMatchObject({ reason: "line-search", points: [{}] });
  expect(nan.counts.hvps).toBe(0);
});

test("a Hessian that is too large is refused, and newton-cg named", () => {
  const huge = { ...quadratic([[1]], [0]), dim: 2001 };
  expect(() => started("newton", huge, new Array(2001).fill(0)).next()).toThrow(UsageError);
  expect(() => started("newton", huge, new Array(2001).fill(0)).next()).toThrow(/2000.*newton-cg/);
});
