import { describe, expect, test } from "vitest";
import { type PlanRequest, plan } from "../../src/bench/plan.js";
import { UsageError } from "../../src/core/errors.js";
import type { Params } from "../../src/core/params.js";
import type { Problem } from "../../src/core/problem.js";
import { optimizerNamed, paramsOf, sourceNamed } from "../support/methods.js";
import { choice } from "../support/spec.js";

const traced: Problem = { dim: 3, x0: new Float64Array(3), f: (x) => x };
const box: Problem = { dim: 3, x0: new Float64Array(3), value: () => 0 };
const optimizer = (name: string, given: Params = {}) => ({
  optimizer: optimizerNamed(name),
  params: paramsOf(optimizerNamed(name), given),
});
const source = (name: string, given: Params = {}) => ({ source: sourceNamed(name), params: paramsOf(sourceNamed(name), given) });
const request = (over: Partial<PlanRequest> = {}): PlanRequest => ({
  problems: [{ choice: choice("p", { dim: 3 }), problem: traced }],
  file: null,
  optimizers: [optimizer("gd"), optimizer("nelder-mead")],
  gradients: [source("reverse"), source("two-point")],
  explicitGradients: true,
  instances: 1,
  seeds: 5,
  seed: 0,
  x0: "problem",
  budget: (dim) => ({ unit: "work", limit: 500 * dim }),
  targets: [],
  stop: {},
  trace: "improvements",
  ...over,
});
const written = (r: PlanRequest): string[] => plan(r).specs.map((s) => `${s.optimizer.name}/${s.gradient?.name ?? "none"}#${s.repetition}`);

describe("the matrix", () => {
  test("random sources repeat, deterministic ones run once, methods without gradient once", () => {
    expect(written(request())).toEqual(["gd/reverse#0", ...[0, 1, 2, 3, 4].map((k) => `gd/two-point#${k}`), "nelder-mead/none#0"]);
  });
  test("with random starts everything repeats", () =>
    expect(written(request({ x0: "random", seeds: 2 }))).toEqual([
      "gd/reverse#0",
      "gd/reverse#1",
      "gd/two-point#0",
      "gd/two-point#1",
      "nelder-mead/none#0",
      "nelder-mead/none#1",
    ]));
  test("a random source that is exact for its parameters runs once", () => {
    expect(
      written(request({ optimizers: [optimizer("gd")], gradients: [source("two-point", { directions: 3, orthogonal: true })] })),
    ).toEqual(["gd/two-point#0"]);
  });
  test("instances and dimensions multiply; the budget follows the dimension; instances stay together", () => {
    const problems = [3, 5].map((dim) => ({ choice: choice("p", { dim }), problem: { ...traced, dim, x0: new Float64Array(dim) } }));
    const { specs } = plan(
      request({ problems, instances: 2, optimizers: [optimizer("nelder-mead"), optimizer("nelder-mead", { adaptive: true })] }),
    );
    expect(specs.map((s) => [s.problem.params["dim"], s.instance, s.optimizer.params["adaptive"], s.budget.limit])).toEqual([
      [3, 0, false, 1500],
      [3, 0, true, 1500],
      [3, 1, false, 1500],
      [3, 1, true, 1500],
      [5, 0, false, 2500],
      [5, 0, true, 2500],
      [5, 1, false, 2500],
      [5, 1, true, 2500],
    ]);
  });
  test("what is asked twice runs once", () =>
    expect(written(request({ optimizers: [optimizer("gd"), optimizer("gd")], gradients: [source("reverse")] }))).toEqual(["gd/reverse#0"]));
});

describe("sources that cannot work", () => {
  const onBox = { problems: [{ choice: choice("box"), problem: box }] };
  test("named: a usage error that says which and why", () => {
    expect(() => plan(request(onBox))).toThrow(UsageError);
    expect(() => plan(request(onBox))).toThrow(/reverse cannot be used on box: it is a black box/);
    expect(() => plan(request({ gradients: [source("analytic")] }))).toThrow(
      /analytic cannot be used on p: it has no closed-form gradient/,
    );
  });
  test("by default: left out with a note", () => {
    const { specs, notes } = plan(request({ ...onBox, explicitGradients: false }));
    expect(specs.some((s) => s.gradient?.name === "reverse")).toBe(false);
    expect(specs.some((s) => s.gradient?.name === "two-point")).toBe(true);
    expect(notes).toEqual([expect.stringMatching(/^reverse left out on box: /)]);
  });
  test("a closed form makes analytic work, on a black box too", () => {
    const problems = [{ choice: choice("box"), problem: { ...box, gradient: () => undefined } }];
    expect(written(request({ problems, optimizers: [optimizer("gd")], gradients: [source("analytic")] }))).toEqual(["gd/analytic#0"]);
  });
  test("they do not matter where no method uses a gradient", () =>
    expect(written(request({ ...onBox, optimizers: [optimizer("nelder-mead")] }))).toEqual(["nelder-mead/none#0"]));
  test("parameters that cannot be are refused before anything runs", () => {
    expect(() => plan(request({ gradients: [source("two-point", { distribution: "gaussian", orthogonal: true })] }))).toThrow(UsageError);
  });
});
