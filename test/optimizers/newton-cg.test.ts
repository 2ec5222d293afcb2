import { describe, expect, test } from "vitest";
import type { Oracle } from "../../src/core/evaluations.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { array, evaluationsOf } from "../support/evaluations.js";
import { iterates, started } from "../support/iterates.js";
import { optimizerNamed, paramsOf } from "../support/methods.js";
import { difference, example, quadratic, rosenbrock, rosenbrockStart } from "../support/smooth.js";

/** x⁴/4 − x²/2 + y²/2: minima −¼ at (±1, 0), a saddle at 0. */
const saddle = () =>
  evaluationsOf(
    2,
    ([x, y]) => x! ** 4 / 4 - x! ** 2 / 2 + y! ** 2 / 2,
    ([x, y]) => [x! ** 3 - x!, y!],
    ([x], [v, w]) => [(3 * x! ** 2 - 1) * v!, w!],
  );
const lengths = (points: readonly { x: Float64Array }[]) => points.slice(1).map(({ x }, k) => Math.hypot(...difference(x, points[k]!.x)));

describe("the trust region", () => {
  test("the first step is no longer than `radius`; good ones on the boundary double it", () => {
    const far = quadratic(
      [
        [1, 0],
        [0, 1],
      ],
      [0, 0],
    );
    const { points } = iterates("newton-cg", far, [30, 40], 8, { params: { radius: 2 } });
    [2, 4, 8, 16, 20].forEach((length, k) => void expect(lengths(points)[k]).toBeCloseTo(length, 9));
    expect(points[5]!.f).toBeLessThan(1e-20);
  });
  test("steps that do much worse than foreseen shrink it, and are not taken", () => {
    const tried: number[] = [];
    // log cosh: the curvature at 3 is far below what the way down meets, so that Newton's step is far too long.
    const flat = evaluationsOf(
      1,
      ([x]) => {
        tried.push(x!);
        return Math.log(Math.cosh(x!));
      },
      ([x]) => [Math.tanh(x!)],
      ([x], [v]) => [v! / Math.cosh(x!) ** 2],
    );
    const run = started("newton-cg", flat, [3], { params: { radius: 50 } });
    run.next();
    tried.length = 0;
    const { value } = run.next();
    // 3 − 50, 3 − 12.5, and 3 − 3.125, where f has fallen.
    const trials = tried.filter((x) => x !== 3);
    [-47, -9.5, -0.125].forEach((x, k) => void expect(trials[k]).toBeCloseTo(x, 12));
    expect((value as { x: Float64Array }).x[0]).toBeCloseTo(-0.125, 12);
  });
  test("negative curvature is followed out of a saddle's reach", () => {
    const { points } = iterates("newton-cg", saddle(), [1e-6, 1], 60);
    expect(points.at(-1)!.f).toBeCloseTo(-0.25, 14);
    expect(Math.abs(points.at(-1)!.x[0]!)).toBeCloseTo(1, 8);
  });
  test("it never goes up", () => {
    const { points } = iterates("newton-cg", rosenbrock(10), rosenbrockStart(10), 200);
    for (let k = 1; k < points.length; k++) expect(points[k]!.f).toBeLessThanOrEqual(points[k - 1]!.f);
  });
  test("past a cliff of NaN it comes back", () => {
    const cliff = evaluationsOf(
      1,
      ([x]) => (x! > 1 ? Number.NaN : (x! - 0.9) ** 2),
      ([x]) => [x! > 1 ? Number.NaN : 2 * (x! - 0.9)],
      (_, [v]) => [0.1 * v!],
    );
    const { points } = iterates("newton-cg", cliff, [-3], 60, { params: { radius: 100 } });
    expect(points.at(-1)!.x[0]).toBeCloseTo(0.9, 6);
  });
});

describe("evaluations", () => {
  test("a quadratic inside the radius: n products or fewer an iteration, few iterations", () => {
    const { A, b } = example(6);
    const problem = quadratic(A, b);
    const { points } = iterates("newton-cg", problem, [1, -2, 3, -4, 5, -6], 12, { params: { radius: 1e3 } });
    expect(Math.max(...points.at(-1)!.g.map(Math.abs))).toBeLessThan(1e-9);
    expect(problem.counts.hvps).toBeLessThanOrEqual(6 * points.length);
  });
  test("one value a trial, one gradient an accepted one; the gradient is told f", () => {
    const problem = rosenbrock(4);
    const { points } = iterates("newton-cg", problem, rosenbrockStart(4), 20);
    expect(problem.counts.vjps).toBe(points.length);
    expect(problem.counts.values).toBeGreaterThanOrEqual(points.length - 1);
    expect(problem.counts.values).toBeLessThan(2 * points.length);
    const told: boolean[] = [];
    const { A, b } = example(2);
    const quadratics = quadratic(A, b);
    const oracle: Oracle = {
      dim: 2,
      value: quadratics.value,
      gradient: (x, g, fx) => {
        told.push(fx !== undefined && fx === quadratics.value(x));
        return quadratics.vjp(x, g);
      },
      hvp: (x, v, out) => void quadratics.hvp(x, v, out),
    };
    const newtonCg = optimizerNamed("newton-cg");
    const run = newtonCg.run(oracle, array(3, 4), paramsOf(newtonCg), stream("told"));
    for (let k = 0; k < 4; k++) run.next();
    expect(told).toEqual([false, true, true, true]);
  });
  /** SciPy 1.10.1, minimize(method="Newton-CG") with exact gradients and products, default options: f, gradients and products. */
  test.each([
    [2, 3.031438579224e-10, 105, 142],
    [10, 6.940668214861e-9, 133, 401],
  ])("Rosenbrock, n = %i: f as low as SciPy's for fewer", (n, f, gradients, products) => {
    const problem = rosenbrock(n);
    iterates("newton-cg", problem, rosenbrockStart(n), 1000, { enough: (at) => at.f <= f });
    expect(problem.counts.vjps).toBeLessThanOrEqual(gradients);
    expect(problem.counts.hvps).toBeLessThanOrEqual(products);
  });
  test("Rosenbrock, n = 100, to 1e-10", () => {
    const { points } = iterates("newton-cg", rosenbrock(100), rosenbrockStart(100), 1000, { enough: (at) => at.f <= 1e-10 });
    expect(points.at(-1)!.f).toBeLessThanOrEqual(1e-10);
  });
  test("converges faster than linearly", () => {
    const { points } = iterates("newton-cg", rosenbrock(2), [-1.2, 1], 60);
    const norms = points.map(({ g }) => Math.hypot(...g)).filter((norm) => norm < 0.1 && norm > 1e-9);
    for (let k = 1; k < norms.length; k++) expect(norms[k]!).toBeLessThan(Math.max(10 * norms[k - 1]! ** 1.4, 1e-10));
    expect(norms.length).toBeGreaterThan(1);
  });
});

describe("ends by itself", () => {
  test("at a stationary point, at the bottom of what rounding leaves, and at NaN", () => {
    const { A, b } = example(4);
    expect(iterates("newton-cg", saddle(), [0, 0], 9)).toMatchObject({ reason: "finished", points: [{}] });
    expect(iterates("newton-cg", quadratic(A, b), [9, 9, 9, 9], 500).reason).toBe("finished");
    const nan = evaluationsOf(
      1,
      () => Number.NaN,
      () => [Number.NaN],
      () => [Number.NaN],
    );
    expect(iterates("newton-cg", nan, [1], 9)).toMatchObject({ reason: "finished", points: [{ x: array(1) }] });
  });
  test("where squares of lengths underflow", () => {
    const tiny = quadratic(
      [
        [1, 0],
        [0, 1e4],
      ],
      [0, 0],
    );
    const { reason } = iterates("newton-cg", tiny, [1e-160, 1e-161], 500);
    expect(reason).toBe("finished");
    expect(tiny.counts.values).toBeLessThan(1000);
  });
});
