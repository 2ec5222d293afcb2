/** mlp against NumPy (gradients by complex steps) and the published iris network; its parameters, its start, its refusals. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { constant, type Expr, grad, hvp } from "../../src/ad/index.js";
import { UsageError } from "../../src/core/errors.js";
import { resolve } from "../../src/core/params.js";
import { isTraced, type TracedProblem } from "../../src/core/problem.js";
import { makePrograms } from "../../src/core/programs.js";
import { stream } from "../../src/numeric/sampling/random.js";
import mlp, { activity, crossEntropy, layersOf, parameterCount } from "../../src/problems/mlp.js";
import { noFiles } from "../support/spec.js";

interface Case {
  layers: string;
  activation: string;
  l2: number;
  dim: number;
  value: number;
  gradientNorm: number;
  gradient: Record<string, number>;
  hvpNorm: number;
  hvp: Record<string, number>;
}
const reference = JSON.parse(readFileSync(new URL("../data/mlp.json", import.meta.url), "utf8"));
const cases: Case[] = reference.digits.cases;

const resolved = (given: Readonly<Record<string, unknown>>) => resolve(mlp.defaults, given, "problem mlp");
function make(given: Readonly<Record<string, unknown>>, key = "mlp"): TracedProblem {
  const problem = mlp.make(resolved(given), stream(key), noFiles);
  if (!isTraced(problem)) throw new Error("a black box");
  return problem;
}
const point = (n: number): Float64Array => Float64Array.from({ length: n }, (_, k) => 0.3 * Math.sin(1.7 * (k + 1)));
const along = (n: number): Float64Array => Float64Array.from({ length: n }, (_, k) => (((7 * (k + 1)) % 11) - 5) / 4);
const relative = (a: number, b: number): number => Math.abs(a / b - 1);

describe("digits, all images", () => {
  test.each(cases.map((one) => [`${one.layers} ${one.activation} l2=${one.l2}`, one] as const))("%s", (_, one) => {
    const { layers, activation, l2, dim } = one;
    const problem = make({ layers, activation, l2 });
    expect(problem.dim).toBe(dim);
    const programs = makePrograms(problem);
    const [g, Hv] = [new Float64Array(dim), new Float64Array(dim)];
    const [p, v] = [point(dim), along(dim)];
    expect(relative(programs.call("vjp").run(p, v, g), one.value)).toBeLessThan(1e-14);
    programs.call("hvp").run(p, v, Hv);
    expect(relative(Math.hypot(...g), one.gradientNorm)).toBeLessThan(1e-13);
    expect(relative(Math.hypot(...Hv), one.hvpNorm)).toBeLessThan(1e-13);
    for (const [at, expected] of Object.entries(one.gradient))
      expect(Math.abs(g[Number(at)]! - expected)).toBeLessThanOrEqual(1e-13 * one.gradientNorm);
    for (const [at, expected] of Object.entries(one.hvp))
      expect(Math.abs(Hv[Number(at)]! - expected)).toBeLessThanOrEqual(1e-13 * one.hvpNorm);
  });
});

test("the iris network: loss, gradient, product with the Hessian", () => {
  const {
    X,
    y,
    reference: expected,
  } = reference.iris as {
    X: number[][];
    y: number[];
    reference: Record<"loss" | "grad_norm2" | "grad_sum" | "hvp_norm2", number> & Record<"grad_samples" | "hvp_samples", object>;
  };
  const widths = [4, 8, 3];
  const columns = widths.slice(0, 1).flatMap((d) => Array.from({ length: d }, (_, j) => X.map((row) => row[j]!)));
  const standard = columns.map((column) => {
    const mean = column.reduce((a, b) => a + b) / column.length;
    const deviation = Math.sqrt(column.reduce((s, c) => s + (c - mean) * (c - mean), 0) / column.length);
    return column.map((c) => (c - mean) / deviation);
  });
  const x = constant(
    X.flatMap((_, i) => standard.map((column) => column[i]!)),
    [150, 4],
  );
  const labels = constant(
    y.flatMap((label) => [0, 1, 2].map((k) => Number(k === label))),
    [150, 3],
  );
  const f = (p: Expr): Expr => crossEntropy(activity(x, layersOf(p, widths), "tanh").at(-1)!, labels);
  const n = parameterCount(widths);
  expect(n).toBe(67);
  const g = grad(f)(point(n));
  const Hv = hvp(f, point(n), along(n));
  expect(relative(Math.hypot(...g), expected.grad_norm2)).toBeLessThan(1e-13);
  expect(relative(Math.hypot(...Hv), expected.hvp_norm2)).toBeLessThan(1e-13);
  expect(
    relative(
      g.reduce((a, b) => a + b),
      expected.grad_sum,
    ),
  ).toBeLessThan(1e-13);
  for (const [at, value] of Object.entries(expected.grad_samples)) expect(g[Number(at)]).toBeCloseTo(value, 14);
  for (const [at, value] of Object.entries(expected.hvp_samples)) expect(Hv[Number(at)]).toBeCloseTo(value, 14);
});

describe("parameters", () => {
  test.each<[given: Readonly<Record<string, unknown>>, dim: number, layers: string]>([
    [{}, 1210, "64-16-10"],
    [{ layers: "64-32-16-10" }, 2778, "64-32-16-10"],
    [{ layers: "1-2" }, 4, "1-2"],
    [{ dim: 4, layers: "1-2" }, 4, "1-2"],
    [{ dim: 85 }, 85, "64-1-10"],
    [{ dim: "610" }, 610, "64-8-10"],
    [{ dim: 650 }, 650, "64-10"],
  ])("%j: %i variables", (given, dim, layers) => {
    expect(resolved(given)).toMatchObject({ dim, layers });
    expect(make(given).x0.length).toBe(dim);
  });
  test.each<[given: Readonly<Record<string, unknown>>, message: RegExp]>([
    [{ dim: 1000 }, /dim is 1000: 985 or 1060 would be/],
    [{ dim: 3 }, /dim is 3: 85 or 160 would be/],
    [{ dim: 5, layers: "1-2" }, /layers 1-2 have 4 parameters, dim is 5/],
    [{ layers: "64" }, /expected widths joined by hyphens, such as 64-16-10/],
    [{ layers: "64-0-10" }, /expected widths/],
    [{ layers: "64-1e1-10" }, /expected widths/],
    [{ layers: "32-16" }, /begins with the number of pixels, 64, 16, 4, 1/],
    [{ layers: "64-16-1" }, /ends with the number of classes, 2 to 10/],
    [{ layers: "64-16-11" }, /ends with the number of classes, 2 to 10/],
    [{ batch: 1798 }, /batch=1798: there are 1797 images of 10 digits/],
    [{ layers: "1-2", batch: 361 }, /batch=361: there are 360 images of 2 digits/],
    [{ batch: 0 }, /batch=0: expected all or an integer ≥ 1/],
    [{ activation: "elu" }, /activation=elu: expected tanh, relu or sigmoid/],
    [{ l2: -1 }, /l2=-1: expected a number ≥ 0/],
  ])("%j is refused", (given, message) => {
    expect(() => make(given)).toThrow(UsageError);
    expect(() => make(given)).toThrow(message);
  });
});

describe("an instance", () => {
  const value = (problem: TracedProblem, p = point(problem.dim)): number => makePrograms(problem).call("value").run(p, p, p);
  test("its stream draws the batch and the start, each from its own", () => {
    const given = { layers: "16-4-10", batch: 50 };
    expect(value(make(given, "a"))).toBe(value(make(given, "a")));
    expect(value(make(given, "a"))).not.toBe(value(make(given, "b")));
    expect(make(given, "a").x0).toEqual(make({ ...given, batch: 51 }, "a").x0);
    expect(make(given, "a").x0).not.toEqual(make(given, "b").x0);
  });
  test("a batch of all images is all images, whatever their order", () => {
    const [all, drawn] = ["all", 1797].map((batch) => value(make({ batch }))) as [number, number];
    expect(relative(all, drawn)).toBeLessThan(1e-14);
  });
  test("Glorot: biases 0, weights uniform up to √(6/(in + out))", () => {
    const { x0, start } = make({});
    const bound = Math.sqrt(6 / 80);
    const first = x0.subarray(0, 1024);
    expect([...x0.subarray(1024, 1040)].every((b) => b === 0)).toBe(true);
    expect(Math.max(...first.map(Math.abs))).toBeLessThanOrEqual(bound);
    expect(Math.max(...first.map(Math.abs))).toBeGreaterThan(0.99 * bound);
    const variance = first.reduce((s, w) => s + w * w, 0) / 1024;
    expect(relative(variance, (bound * bound) / 3)).toBeLessThan(0.15);
    expect(start!(stream("s"))).not.toEqual(x0);
    expect(start!(stream("s"))).toEqual(start!(stream("s")));
  });
  test("without weights every class is as likely: log of their number", () => {
    for (const layers of ["64-16-10", "16-7"]) {
      const problem = make({ layers });
      expect(relative(value(problem, new Float64Array(problem.dim)), Math.log(Number(layers.split("-").at(-1))))).toBeLessThan(1e-13);
    }
  });
});
