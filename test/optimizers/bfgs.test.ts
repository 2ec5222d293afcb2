import { describe, expect, test } from "vitest";
import { execute } from "../../src/bench/execute.js";
import { UsageError } from "../../src/core/errors.js";
import { stream } from "../../src/numeric/sampling/random.js";
import quadraticProblem from "../../src/problems/quadratic.js";
import { array, evaluationsOf } from "../support/evaluations.js";
import { type Copied, iterates, started } from "../support/iterates.js";
import { optimizerNamed, paramsOf, sourceNamed } from "../support/methods.js";
import { angle, conjugateGradients, difference, example, quadratic, rosenbrock, rosenbrockStart } from "../support/smooth.js";
import { choice, noFiles, specOf } from "../support/spec.js";

/** (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ, entry by entry as it is defined. */
function updated(H: readonly (readonly number[])[], s: Float64Array, y: Float64Array): number[][] {
  const rho = 1 / s.reduce((sum, si, i) => sum + si * y[i]!, 0);
  const V = H.map((_, i) => H.map((_, j) => (i === j ? 1 : 0) - rho * y[i]! * s[j]!));
  const HV = H.map((row) => V.map((_, j) => row.reduce((sum, h, k) => sum + h * V[k]![j]!, 0)));
  return H.map((_, i) => H.map((_, j) => V.reduce((sum, row, k) => sum + row[i]! * HV[k]![j]!, 0) + rho * s[i]! * s[j]!));
}

describe("2D + 3", () => {
  /** Evaluations to a gap of 1e-8 on Σ (x_i − m_i)² + fopt by forward differences. */
  function evaluationsTo(D: number, key: string, fopt: number): number {
    const rng = stream(key);
    const draw = () => Array.from({ length: D }, () => 8 * rng.uniform() - 4);
    const [x0, m] = [draw(), draw()];
    let [count, hit] = [0, 0];
    const sphere = evaluationsOf(D, (x) => {
      count++;
      const gap = m.reduce((s, mi, i) => s + (x[i]! - mi) ** 2, 0);
      if (gap <= 1e-8 && hit === 0) hit = count;
      return gap + fopt;
    });
    iterates("bfgs", sphere, x0, 20, { params: { c2: 0.99 }, source: "forward-difference", enough: () => hit > 0 });
    return hit;
  }
  test.each([2, 3, 5, 10, 20])("evaluations solve the shifted sphere, D = %i", (D) => {
    // At f = 79.48 + … differences are as exact as on the published function.
    for (const fopt of [0, 79.48])
      for (let instance = 1; instance <= 15; instance++) expect(evaluationsTo(D, `sphere/${D}/${instance}`, fopt)).toBe(2 * D + 3);
  });
  test("a start closer than the first step, which overshoots, takes no more", () => {
    const rng = stream("close");
    for (let run = 0; run < 50; run++) {
      const [a, b] = [rng.normal() / 3, rng.normal() / 3];
      let [count, hit] = [0, 0];
      const sphere = evaluationsOf(2, ([x, y]) => {
        count++;
        const gap = x! * x! + y! * y!;
        if (gap <= 1e-8 && hit === 0) hit = count;
        return gap;
      });
      iterates("bfgs", sphere, [a, b], 20, { params: { c2: 0.99 }, source: "forward-difference", enough: () => hit > 0 });
      expect(hit).toBe(7);
    }
  });
  test("with the default c2, a sphere of dimension 10 is solved within 40", () => {
    const [bfgs, forward] = [optimizerNamed("bfgs"), sourceNamed("forward-difference")];
    const record = execute(
      specOf({
        problem: choice("quadratic", { dim: 10, condition: 1, spectrum: "two-level", rotate: false }),
        optimizer: choice("bfgs", paramsOf(bfgs)),
        gradient: choice(forward.name, paramsOf(forward)),
        targets: [{ kind: "relative", value: 1e-8 }],
      }),
      { family: quadraticProblem, read: noFiles, now: () => 0 },
    );
    expect(record.stop).toBe("target");
    expect(record.cost.values).toBeLessThanOrEqual(40);
  });
});

describe("the update", () => {
  test("each direction is −H g, with H by the definition, scaled before the first update", () => {
    const n = 5;
    const { points } = iterates("bfgs", rosenbrock(n), rosenbrockStart(n), 30);
    let H: number[][] | null = null;
    for (let k = 1; k + 1 < points.length; k++) {
      const [before, at, after] = [points[k - 1]!, points[k]!, points[k + 1]!];
      const [s, y] = [difference(at.x, before.x), difference(at.g, before.g)];
      const [sy, yy] = [s.reduce((t, si, i) => t + si * y[i]!, 0), y.reduce((t, yi) => t + yi * yi, 0)];
      H = updated(H ?? Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? sy / yy : 0))), s, y);
      const p = H.map((row) => -row.reduce((t, h, j) => t + h * at.g[j]!, 0));
      expect(angle(p, difference(after.x, at.x))).toBeLessThan(1e-8);
    }
  });
  test("the first step is along −g, of length 1 where that decreases enough", () => {
    const { points } = iterates("bfgs", rosenbrock(2), [-1.2, 1], 2);
    expect(
      angle(
        difference(points[1]!.x, points[0]!.x),
        points[0]!.g.map((gi) => -gi),
      ),
    ).toBeLessThan(1e-15);
    const sphere = quadratic(
      [
        [1, 0],
        [0, 1],
      ],
      [0, 0],
    );
    expect(Math.hypot(...difference(iterates("bfgs", sphere, [3, 4], 2).points[1]!.x, array(3, 4)))).toBeCloseTo(1, 14);
  });
  test("with line searches to the minimum, the iterates are those of conjugate gradients: finite termination", () => {
    const n = 6;
    const { A, b } = example(n);
    const x0 = [1, -2, 3, -4, 5, -6];
    const { points } = iterates("bfgs", quadratic(A, b), x0, n + 1, { params: { c2: 1e-9, c1: 1e-10 } });
    const cg = conjugateGradients(A, b, x0, n);
    points.forEach(({ x }, k) => x.forEach((xi, i) => void expect(Math.abs(xi - cg[k]![i]!)).toBeLessThan(1e-6)));
    expect(Math.max(...points[n]!.g.map(Math.abs))).toBeLessThan(1e-6);
    expect(Math.max(...points[n - 1]!.g.map(Math.abs))).toBeGreaterThan(1e-4);
  });
  test("where curvature is not positive nothing is learned, and steps go on down", () => {
    const concave = evaluationsOf(
      1,
      ([x]) => -x! - x! * x!,
      ([x]) => [-1 - 2 * x!],
    );
    const { points } = iterates("bfgs", concave, [0], 6);
    expect(points).toHaveLength(6);
    for (let k = 1; k < 6; k++) expect(points[k]!.f).toBeLessThan(points[k - 1]!.f);
  });
});

describe("evaluations", () => {
  /** SciPy 1.10.1, minimize(method="BFGS") with exact gradients, default options: f and gradients; at n = 10 it found the local minimum. */
  test.each([
    [2, 2.535309262213e-15, 39],
    [100, 1.741578959559e-14, 647],
  ])("Rosenbrock, n = %i: f as low as SciPy's for about as many gradients", (n, f, gradients) => {
    const problem = rosenbrock(n);
    const { points } = iterates("bfgs", problem, rosenbrockStart(n), 2000, { enough: (at) => at.f <= f });
    expect(points.at(-1)!.f).toBeLessThanOrEqual(f);
    expect(problem.counts.vjps).toBeLessThanOrEqual(1.2 * gradients);
    expect(problem.counts.values).toBe(0);
  });
  test("Rosenbrock, n = 10: the global minimum", () => {
    const { points } = iterates("bfgs", rosenbrock(10), rosenbrockStart(10), 200, { enough: (at) => at.f <= 1e-10 });
    expect(points.at(-1)!.f).toBeLessThanOrEqual(1e-10);
  });
  test("no point is evaluated twice, whatever the source knows", () => {
    for (const [source, perTrial] of [
      ["forward-difference", 3],
      ["central-difference", 5],
    ] as const) {
      const seen: string[] = [];
      const problem = evaluationsOf(2, (x) => {
        seen.push(String(x));
        return 100 * (x[1]! - x[0]! ** 2) ** 2 + (1 - x[0]!) ** 2;
      });
      const run = started("bfgs", problem, [-1.2, 1], { source });
      for (let k = 0; k < 8; k++) run.next();
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length % perTrial).toBe(0);
    }
  });
  test("the same twice", () => {
    const path = (): Copied[] => iterates("bfgs", rosenbrock(4), rosenbrockStart(4), 40).points;
    expect(path()).toEqual(path());
  });
  test("stops by itself at the bottom", () => {
    const { reason, points } = iterates(
      "bfgs",
      quadratic(
        [
          [2, 1],
          [1, 3],
        ],
        [1, 1],
      ),
      [5, 5],
      100,
    );
    expect(["line-search", "finished"]).toContain(reason);
    expect(points.at(-1)!.x[0]).toBeCloseTo(0.4, 8);
  });
});

test("a matrix that does not fit is refused, and lbfgs named", () => {
  const huge = { ...quadratic([[1]], [0]), dim: 16385 };
  expect(() => started("bfgs", huge, new Array(16385).fill(0))).toThrow(UsageError);
  expect(() => started("bfgs", huge, new Array(16385).fill(0))).toThrow(/16384.*lbfgs/);
});
