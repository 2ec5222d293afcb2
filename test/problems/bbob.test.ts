import { describe, expect, test } from "vitest";
import { resolve } from "../../src/core/params.js";
import { isTraced, type TracedProblem } from "../../src/core/problem.js";
import { makePrograms } from "../../src/core/programs.js";
import { normals, optimum, uniforms } from "../../src/data/bbob.js";
import { stream } from "../../src/numeric/sampling/random.js";
import bbob from "../../src/problems/bbob.js";
import reference from "../data/bbob.json" with { type: "json" };

function made(id: number, instance: number, dim: number): TracedProblem {
  const params = resolve(bbob.defaults, { function: String(id), instance, dim }, "bbob");
  const problem = bbob.make(params as never, stream("bbob"), () => "");
  if (!isTraced(problem)) throw new Error("not traced");
  return problem;
}
const none = new Float64Array(0);
const near = (got: number, want: number, relative: number) =>
  expect(Math.abs(got - want)).toBeLessThanOrEqual(relative * Math.max(1, Math.abs(want)));

describe("the generators", () => {
  test.each(reference.unif)("uniforms of seed $seed", ({ seed, values }) => {
    expect([...uniforms(values.length, seed)]).toEqual(values);
  });
  test.each(reference.gauss)("normals of seed $seed", ({ seed, values }) => {
    values.forEach((v, i) => void near(normals(values.length, seed)[i]!, v, 1e-15));
  });
  test.each(reference.xopt)("minimiser of seed $seed", ({ seed, values }) => {
    expect([...optimum(values.length, seed)]).toEqual(values);
  });
});

describe("the functions", () => {
  test.each(reference.vectors.map(([id, instance, dim], k) => [id, instance, dim, k] as [number, number, number, number]))(
    "f%i, instance %i, n = %i: published vector %#",
    (id, instance, dim, k) => {
      const [, , , f, x] = reference.vectors[k] as [number, number, number, number, number[]];
      const value = makePrograms(made(id, instance, dim)).call("value");
      near(value.run(Float64Array.from(x), none, none), f, 1e-10);
    },
  );
  test.each(reference.gradients.map(([id, instance, dim], k) => [id, instance, dim, k] as [number, number, number, number]))(
    "f%i, instance %i, n = %i: gradient %#",
    (id, instance, dim, k) => {
      const [, , , f, x, gradient] = reference.gradients[k] as [number, number, number, number, number[], number[]];
      const g = new Float64Array(dim);
      near(
        makePrograms(made(id, instance, dim))
          .call("vjp")
          .run(Float64Array.from(x), none, g),
        f,
        1e-7,
      );
      const scale = Math.max(...gradient.map(Math.abs));
      gradient.forEach((gi, i) => void expect(Math.abs(g[i]! - gi)).toBeLessThanOrEqual(1e-7 * scale));
    },
  );
  test.each(Object.entries(reference.fopt))("least values of f%s", (id, values) => {
    values.forEach((fopt, k) => {
      const problem = made(Number(id), k + 1, 5);
      expect(problem.fmin).toBe(fopt);
      near(makePrograms(problem).call("value").run(problem.xmin!, none, none), fopt, 1e-14);
    });
  });
});
