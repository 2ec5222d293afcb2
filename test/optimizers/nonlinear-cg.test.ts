import { describe, expect, test } from "vitest";
import { iterates } from "../support/iterates.js";
import { angle, conjugateGradients, difference, example, quadratic, rosenbrock, rosenbrockStart } from "../support/smooth.js";

const dot = (u: ArrayLike<number>, v: ArrayLike<number>): number => Array.from(u).reduce((s, ui, i) => s + ui * v[i]!, 0);

describe("directions", () => {
  test("with line searches to the minimum, a quadratic takes the n steps of conjugate gradients", () => {
    const n = 6;
    const { A, b } = example(n);
    const x0 = [1, -2, 3, -4, 5, -6];
    const { points } = iterates("nonlinear-cg", quadratic(A, b), x0, n + 1, { params: { c1: 1e-10, c2: 1e-9 } });
    const cg = conjugateGradients(A, b, x0, n);
    points.forEach(({ x }, k) => x.forEach((xi, i) => void expect(Math.abs(xi - cg[k]![i]!)).toBeLessThan(1e-6)));
    expect(Math.max(...points[n]!.g.map(Math.abs))).toBeLessThan(1e-6);
    expect(Math.max(...points[n - 1]!.g.map(Math.abs))).toBeGreaterThan(1e-4);
  });
  test.each([0.1, 0.95])("are −g + max(0, β) p of Polak and Ribière, −g where that goes up, c2 = %d", (c2) => {
    const { points } = iterates("nonlinear-cg", rosenbrock(4), rosenbrockStart(4), 200, { params: { c2 } });
    let p = points[0]!.g.map((gi) => -gi);
    const restarts = { negative: 0, uphill: 0 };
    for (let k = 1; k + 1 < points.length; k++) {
      const [g, before] = [points[k]!.g, points[k - 1]!.g];
      const beta = dot(g, difference(g, before)) / dot(before, before);
      if (beta < 0) restarts.negative++;
      p = g.map((gi, i) => -gi + Math.max(0, beta) * p[i]!);
      if (dot(g, p) >= 0) {
        restarts.uphill++;
        p = g.map((gi) => -gi);
      }
      const move = difference(points[k + 1]!.x, points[k]!.x);
      // Of shorter moves the rounding of x leaves too little.
      if (Math.hypot(...move) > 1e-6) expect(angle(p, move)).toBeLessThan(1e-12);
    }
    expect(restarts.negative).toBeGreaterThan(0);
    // Only searches this loose leave so much of the slope.
    expect(restarts.uphill > 0).toBe(c2 > 0.9);
  });
  test("every step goes down", () => {
    const { points } = iterates("nonlinear-cg", rosenbrock(10), rosenbrockStart(10), 300);
    for (let k = 1; k < points.length; k++) expect(points[k]!.f).toBeLessThan(points[k - 1]!.f);
  });
});

/** SciPy 1.10.1, minimize(method="CG") with exact gradients, default options: f and gradients. */
test.each([
  [2, 1.880445962239e-14, 77],
  [10, 8.702263383588e-11, 539],
  [100, 1.807543251054e-10, 1929],
])("Rosenbrock, n = %i: f as low as SciPy's for about as many gradients", (n, f, gradients) => {
  const problem = rosenbrock(n);
  const { points } = iterates("nonlinear-cg", problem, rosenbrockStart(n), 3000, { enough: (at) => at.f <= f });
  expect(points.at(-1)!.f).toBeLessThanOrEqual(f);
  expect(problem.counts.vjps).toBeLessThanOrEqual(1.2 * gradients);
  expect(problem.counts.values).toBe(0);
});
