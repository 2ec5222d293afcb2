/** quadratic and rosenbrock against their closed forms, their spectra and known values. */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { resolve } from "../../src/core/params.js";
import type { Problem, ProblemFamily } from "../../src/core/problem.js";
import { makePrograms } from "../../src/core/programs.js";
import { stream } from "../../src/numeric/sampling/random.js";
import quadratic from "../../src/problems/quadratic.js";
import rosenbrock from "../../src/problems/rosenbrock.js";
import { noFiles } from "../support/spec.js";

const make = (family: ProblemFamily, given: Record<string, unknown> = {}, key = "closed"): Problem =>
  family.make(resolve(family.defaults, given, `problem ${family.name}`), stream(key), noFiles);
const valueAt = (problem: Problem, x: ArrayLike<number>): number =>
  makePrograms(problem).call("value").run(Float64Array.from(x), new Float64Array(0), new Float64Array(0));
/** [n, n], by Hessian-vector products with the unit vectors. */
function hessian(problem: Problem): number[][] {
  const hvp = makePrograms(problem).call("hvp");
  return Array.from({ length: problem.dim }, (_, i) => {
    const e = new Float64Array(problem.dim);
    e[i] = 1;
    const column = new Float64Array(problem.dim);
    hvp.run(problem.x0, e, column);
    return [...column];
  });
}

const cases: [string, ProblemFamily, Record<string, unknown>][] = [
  ["quadratic, n = 1", quadratic, { dim: 1 }],
  ["quadratic", quadratic, {}],
  ["quadratic, log spectrum", quadratic, { dim: 7, spectrum: "log", condition: 1e6 }],
  ["quadratic, rotated", quadratic, { dim: 30, spectrum: "linear", rotate: true, condition: 1e3 }],
  ["quadratic, rotated, n = 1", quadratic, { dim: 1, rotate: true }],
  ["rosenbrock, n = 2", rosenbrock, { dim: 2 }],
  ["rosenbrock", rosenbrock, {}],
  ["rosenbrock, n = 101", rosenbrock, { dim: 101 }],
];
test.each(cases)("%s: the closed form is the gradient, the minimum is one", (_, family, given) => {
  const problem = make(family, given);
  const vjp = makePrograms(problem).call("vjp");
  const rng = stream("points");
  const [g, closed] = [new Float64Array(problem.dim), new Float64Array(problem.dim)];
  for (let k = 0; k < 5; k++) {
    const x = k === 0 ? problem.x0 : problem.x0.map(() => 2 * rng.normal());
    vjp.run(x, g, g);
    problem.gradient!(x, closed);
    const size = Math.max(...g.map(Math.abs));
    for (let i = 0; i < g.length; i++) expect(Math.abs(g[i]! - closed[i]!)).toBeLessThanOrEqual(1e-13 * size);
  }
  expect(vjp.run(problem.xmin!, g, g)).toBe(problem.fmin);
  expect([...g].every((gi) => gi === 0)).toBe(true);
});

describe("quadratic", () => {
  const diagonalOf = (given: Record<string, unknown>): number[] => hessian(make(quadratic, given)).map((row, i) => row[i]!);
  test.each([
    [{ dim: 4 }, [1, 1, 10, 10]],
    [{ dim: 5 }, [1, 1, 10, 10, 10]],
    [{ dim: 1, condition: 7 }, [7]],
    [{ dim: 3, condition: 5, spectrum: "linear" }, [1, 3, 5]],
    [{ dim: 1, condition: 5, spectrum: "linear" }, [5]],
    [{ dim: 1, condition: 5, spectrum: "log" }, [5]],
    [{ dim: 4, condition: 1 }, [1, 1, 1, 1]],
  ])("%j has the eigenvalues %j", (given, expected) => expect(diagonalOf(given)).toEqual(expected));
  test("log: a constant ratio", () => {
    const eigenvalues = diagonalOf({ dim: 7, condition: 1e6, spectrum: "log" });
    expect(eigenvalues[6]).toBe(1e6);
    for (const [i, lambda] of eigenvalues.entries()) expect(lambda / 10 ** i).toBeCloseTo(1, 13);
  });
  test("f(x0) = half the sum of the eigenvalues", () => expect(valueAt(make(quadratic), new Float64Array(10).fill(1))).toBe(27.5));
  test("unrotated work grows as n, also for a million variables", () => {
    const ops = (dim: number) => makePrograms(make(quadratic, { dim })).call("value").ops;
    expect(ops(1e6) / ops(1e3)).toBeCloseTo(1000, -1);
  });

  const rotated = { rotate: true, spectrum: "log", condition: 100 };
  test("a rotation keeps the eigenvalues, and mixes the variables", () => {
    const H = hessian(make(quadratic, { dim: 24, ...rotated }));
    const got = [...new EigenvalueDecomposition(new Matrix(H), { assumeSymmetric: true }).realEigenvalues].sort((a, b) => a - b);
    for (const [i, lambda] of got.entries()) expect(lambda / 100 ** (i / 23)).toBeCloseTo(1, 11);
    expect(H.flat().filter((h) => h === 0)).toHaveLength(0);
    for (let i = 0; i < 24; i++) for (let j = 0; j < i; j++) expect(H[i]![j]).toBe(H[j]![i]);
  });
  test("the rotation is drawn from the instance", () => {
    const of = (key: string) => hessian(make(quadratic, { dim: 5, ...rotated }, key));
    expect(of("a")).toEqual(of("a"));
    expect(of("a")).not.toEqual(of("b"));
  });
  test("the rotation is uniform: moments of A over 2000 draws", () => {
    // With q a column of a Haar matrix of order n: E q_i² = 1/n, E q_i⁴ = 3/(n(n + 2)), E q_i² q_j² = 1/(n(n + 2)).
    const [n, draws, L] = [3, 2000, 4];
    const eigenvalues = [1, L, L];
    const diagonal = [0, 0, 0];
    let [squares, cross] = [0, 0];
    for (let k = 0; k < draws; k++) {
      const g = new Float64Array(n);
      const problem = make(quadratic, { dim: n, condition: L, rotate: true }, `draw ${k}`);
      const A = [0, 1, 2].map((i) => {
        problem.gradient!(
          Float64Array.from([0, 1, 2], (j) => (i === j ? 1 : 0)),
          g,
        );
        return [...g];
      });
      for (let i = 0; i < n; i++) diagonal[i]! += A[i]![i]! / draws;
      squares += A[0]![0]! ** 2 / draws;
      cross += A[0]![2]! / draws;
    }
    const [trace, trace2] = [1 + 2 * L, 1 + 2 * L * L];
    expect(eigenvalues.reduce((a, b) => a + b)).toBe(trace);
    // E A_ii² = (2 tr A² + (tr A)²) / (n (n + 2)); the standard errors are below 0.03 and 0.2.
    for (const d of diagonal) expect(Math.abs(d - trace / n)).toBeLessThan(4 * 0.03);
    expect(Math.abs(squares - (2 * trace2 + trace * trace) / (n * (n + 2)))).toBeLessThan(4 * 0.2);
    expect(Math.abs(cross)).toBeLessThan(4 * 0.03);
  });
  test("a thousand variables are rotated in seconds", () => {
    const start = performance.now();
    const problem = make(quadratic, { dim: 1000, rotate: true });
    const g = new Float64Array(1000);
    problem.gradient!(problem.x0, g);
    expect(performance.now() - start).toBeLessThan(10000);
    expect(valueAt(problem, problem.x0)).toBeCloseTo(0.5 * g.reduce((a, b) => a + b), 6);
  });
  test("too large to be dense: says so", () => expect(() => make(quadratic, { dim: 1e6, rotate: true })).toThrow(/dim at most 16384/));
  test("condition below 1 is refused", () =>
    expect(() => make(quadratic, { condition: 0.5 })).toThrow(/condition=0.5: expected a number ≥ 1/));
});

describe("rosenbrock", () => {
  test("the usual start and its value", () => {
    const problem = make(rosenbrock, { dim: 2 });
    expect([...problem.x0]).toEqual([-1.2, 1]);
    expect(valueAt(problem, problem.x0)).toBeCloseTo(24.2, 12);
  });
  test("the chain has n − 1 links", () =>
    expect(valueAt(make(rosenbrock, { dim: 4 }), [2, 3, 4, 5])).toBe(100 * 1 + 1 + 100 * 25 + 4 + 100 * 121 + 9));
  test("one variable is no chain", () => expect(() => make(rosenbrock, { dim: 1 })).toThrow(/dim=1: expected an integer ≥ 2/));
  test("the graph does not grow with n", () => {
    const ops = (dim: number) => makePrograms(make(rosenbrock, { dim })).call("value").ops / (dim - 1);
    expect(ops(10001)).toBeCloseTo(ops(11), 0);
  });
});
