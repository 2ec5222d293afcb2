import { describe, expect, test } from "vitest";
import { evaluationsOf } from "../support/evaluations.js";
import { type Copied, iterates } from "../support/iterates.js";
import { angle, conjugateGradients, difference, example, quadratic, rosenbrock, rosenbrockStart } from "../support/smooth.js";

const dot = (u: ArrayLike<number>, v: ArrayLike<number>): number => Array.from(u).reduce((s, ui, i) => s + ui * v[i]!, 0);

/** −H g, H the BFGS updates of (sᵀy/yᵀy) I, of the last pair, by the last m pairs, as a matrix. */
function denseDirection(points: readonly Copied[], m: number): number[] {
  const pairs = points.slice(1).map((at, k) => ({ s: difference(at.x, points[k]!.x), y: difference(at.g, points[k]!.g) }));
  const { s: last, y: change } = pairs.at(-1)!;
  let H = Array.from(last, (_, i) => Array.from(last, (_, j) => (i === j ? dot(last, change) / dot(change, change) : 0)));
  for (const { s, y } of pairs.slice(-m)) {
    const rho = 1 / dot(s, y);
    const Hy = H.map((row) => dot(row, y));
    const yHy = dot(y, Hy);
    H = H.map((row, i) => row.map((h, j) => h - rho * (s[i]! * Hy[j]! + Hy[i]! * s[j]!) + rho * (1 + rho * yHy) * s[i]! * s[j]!));
  }
  return H.map((row) => -dot(row, points.at(-1)!.g));
}

describe("the two loops", () => {
  test.each([1, 2, 5, 10])("memory %i: each direction is that of the matrix", (memory) => {
    const { points } = iterates("lbfgs", rosenbrock(6), rosenbrockStart(6), 40, { params: { memory } });
    for (let k = 1; k + 1 < points.length; k++)
      expect(angle(denseDirection(points.slice(0, k + 1), memory), difference(points[k + 1]!.x, points[k]!.x))).toBeLessThan(1e-8);
  });
  test("memory n, line searches to the minimum: the directions of BFGS, finite termination", () => {
    const n = 6;
    const { A, b } = example(n);
    const x0 = [1, -2, 3, -4, 5, -6];
    const setup = { params: { c1: 1e-10, c2: 1e-9 } };
    const [limited, full] = ["lbfgs", "bfgs"].map((name) => iterates(name, quadratic(A, b), x0, n + 1, setup).points);
    const cg = conjugateGradients(A, b, x0, n);
    for (let k = 0; k <= n; k++)
      for (let i = 0; i < n; i++) {
        expect(Math.abs(limited![k]!.x[i]! - full![k]!.x[i]!)).toBeLessThan(1e-6);
        expect(Math.abs(limited![k]!.x[i]! - cg[k]![i]!)).toBeLessThan(1e-6);
      }
    expect(Math.max(...limited![n]!.g.map(Math.abs))).toBeLessThan(1e-6);
  });
  test("pairs that are not curved are left out, and none that was good is lost", () => {
    // Concave for x < 0, where the run starts, a parabola beyond.
    const bent = evaluationsOf(
      1,
      ([x]) => (x! < 0 ? -x! - (x! * x!) / 4 : x! * x! - x!),
      ([x]) => [x! < 0 ? -1 - x! / 2 : 2 * x! - 1],
    );
    const { points, reason } = iterates("lbfgs", bent, [-1.5], 50, { params: { memory: 1 } });
    expect(points.at(-1)!.x[0]).toBeCloseTo(0.5, 7);
    expect(reason).not.toBeNull();
  });
});

/** SciPy 1.10.1, minimize(method="L-BFGS-B") with exact gradients, default options (10 pairs): f and gradients. */
describe("evaluations", () => {
  test.each([
    [2, 2.807649895408e-12, 44],
    [10, 1.044471904939e-11, 88],
    [100, 3.042849100731e-10, 619],
  ])("Rosenbrock, n = %i: f as low as SciPy's for about as many gradients", (n, f, gradients) => {
    const problem = rosenbrock(n);
    const { points } = iterates("lbfgs", problem, rosenbrockStart(n), 2000, { enough: (at) => at.f <= f });
    expect(points.at(-1)!.f).toBeLessThanOrEqual(f);
    expect(problem.counts.vjps).toBeLessThanOrEqual(1.1 * gradients);
    expect(problem.counts.values).toBe(0);
  });
  test("a condition of 10⁴, to 1e-10", () => {
    const diagonal = Array.from({ length: 10 }, (_, i) => 10 ** ((4 * i) / 9));
    const A = diagonal.map((a, i) => diagonal.map((_, j) => (i === j ? a : 0)));
    const { points } = iterates("lbfgs", quadratic(A, new Array(10).fill(0)), new Array(10).fill(1), 500, {
      enough: (at) => at.f <= 1e-10,
    });
    expect(points.at(-1)!.f).toBeLessThanOrEqual(1e-10);
  });
  test("more memory takes fewer iterations where all of it counts", () => {
    const to = (memory: number) =>
      iterates("lbfgs", rosenbrock(30), rosenbrockStart(30), 5000, { params: { memory }, enough: (at) => at.f <= 1e-10 }).points.length;
    expect(to(30)).toBeLessThan(to(1));
  });
});
