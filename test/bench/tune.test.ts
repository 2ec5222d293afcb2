/** --tune: the same grid for every method, the best step taken, its price kept apart. */
import { describe, expect, test } from "vitest";
import { execute } from "../../src/bench/execute.js";
import { makeInstance } from "../../src/bench/instance.js";
import type { RunSpec } from "../../src/bench/record.js";
import { run } from "../../src/bench/run.js";
import { parseRecord, serializeRecord } from "../../src/bench/serialize.js";
import { stepGrid } from "../../src/bench/tune.js";
import { evals } from "../../src/core/cost.js";
import { defineProblem, resolveProblem } from "../../src/core/problem.js";
import quadratic from "../../src/problems/quadratic.js";
import { optimizerNamed, paramsOf, sourceNamed } from "../support/methods.js";
import { probed } from "../support/probe.js";
import { choice, noFiles, specOf } from "../support/spec.js";

const base = { problem: "quadratic", dim: 6, params: { condition: 4 }, budget: 3000, seeds: 2 } as const;

describe("the grid", () => {
  test("k steps from a hundredth of the centre to a hundred times it, evenly on a log scale", () => {
    const grid = stepGrid(0.3, 5);
    [0.003, 0.03, 0.3, 3, 30].forEach((step, j) => void expect(grid[j]! / step).toBeCloseTo(1, 12));
    expect(stepGrid(0.3, 1)).toEqual([0.3]);
  });
});

describe("a tuned run", () => {
  const [reverse] = run({ ...base, optimizers: "gd", gradients: "reverse", tune: 9 });
  test("tries k steps and takes the one that reached the target with the least work", () => {
    expect(reverse!.trials).toHaveLength(9);
    const solved = reverse!.trials!.filter(({ ops }) => ops !== null);
    expect(solved.length).toBeGreaterThan(0);
    const least = solved.reduce((a, b) => (b.ops! < a.ops! ? b : a));
    expect(reverse!.step!.value).toBe(least.step);
  });
  test("is the run with that step, only its setup is dearer", () => {
    const [alone] = run({ ...base, optimizers: `gd[step=${reverse!.step!.value}]`, gradients: "reverse" });
    expect(reverse!.cost).toEqual(alone!.cost);
    expect(reverse!.trace).toEqual(alone!.trace);
    expect(reverse!.f).toBe(alone!.f);
    const spent = reverse!.trials!.reduce((sum, { cost }) => sum + cost.ops, 0);
    expect(reverse!.setup.ops).toBeGreaterThanOrEqual(spent);
    expect(spent).toBeGreaterThan(0);
  });
  test("each trial has a tenth of the budget", () => {
    for (const { cost } of reverse!.trials!) expect(cost.ops).toBeLessThanOrEqual(0.1 * 3000 * reverse!.opsPerValue + reverse!.setup.ops);
  });
  test("survives being written and read", () => expect(parseRecord(serializeRecord(reverse!))).toEqual(reverse));
});

const bowl = defineProblem({
  name: "bowl",
  summary: "-",
  reference: "-",
  defaults: { dim: 2 },
  make: () => ({ dim: 2, x0: Float64Array.of(3, 4), fmin: 0, value: (x) => 50 * (x[0]! * x[0]! + x[1]! * x[1]!) }),
});

/** gd with its step left open, on a quadratic of 4 variables. */
const openStep = (over: Partial<RunSpec> = {}, noise = 0): RunSpec =>
  specOf({
    problem: choice("quadratic", resolveProblem(quadratic, { dim: 4, noise })),
    optimizer: choice("gd", paramsOf(optimizerNamed("gd"))),
    gradient: choice("reverse", paramsOf(sourceNamed("reverse"))),
    budget: { unit: "work", limit: 500 },
    targets: [{ kind: "relative", value: 1e-8 }],
    tune: 5,
    ...over,
  });

describe("what tuning takes is nobody's and nothing of the run's", () => {
  test.each([0, 1e-6])("what f itself counted = ledger + setup + audit, with noise %d", (noise) => {
    const { family, count } = probed(quadratic);
    const spec = openStep({}, noise);
    const instance = makeInstance(spec, family, noFiles);
    const { cost, setup, audit } = execute(spec, { family, read: noFiles, now: () => 0, instances: () => instance });
    expect(count()).toBe(evals(cost) + evals(setup) + evals(audit));
  });
  test("nor its time: the clock starts with the method", () => {
    const spec = openStep({ budget: { unit: "seconds", limit: 50 }, tune: 15, targets: [{ kind: "relative", value: 0 }] });
    // Each evaluation takes a second: 15 trials of 5 take longer than the run may.
    const { family, count } = probed(quadratic);
    const { stop, iterations, volatile } = execute(spec, { family, read: noFiles, now: count });
    expect(stop).toBe("budget");
    expect(volatile.at[0]).toBe(1);
    expect(iterations).toBe(49);
  });
  test("nor its random numbers", () => {
    for (const problem of ["quadratic", bowl]) {
      const of = (optimizers: string, tune?: number) =>
        run({ problem, optimizers, gradients: "two-point", budget: 300, seeds: 2, ...(tune && { tune }) });
      const tuned = of("gd", 3);
      for (const [k, { step, trace }] of tuned.entries()) expect(trace).toEqual(of(`gd[step=${step!.value}]`)[k]!.trace);
      expect(tuned).toHaveLength(2);
    }
  });
});

test("limits besides the budget are shared out too", () => {
  const { trials } = execute(openStep({ stop: { maxIterations: 40 } }), { family: quadratic, read: noFiles, now: () => 0 });
  for (const { cost } of trials!) expect(cost.vjps).toBeLessThanOrEqual(5);
});

test("a step that was given stays, and a method without steps is not tuned: they are the runs that they are without --tune", () => {
  const over = { ...base, optimizers: "gd[step=0.1],nelder-mead", gradients: "reverse" };
  const records = run({ ...over, tune: 3 });
  expect(records.map(({ key }) => key)).toEqual(run(over).map(({ key }) => key));
  for (const record of records) {
    expect(record.trials).toBeUndefined();
    expect(record.setup.ops).toBe(0);
  }
});

test("where there is no curvature to ask, the grid lies around a first move of 1", () => {
  const [record] = run({ problem: bowl, optimizers: "gd", gradients: "central-difference", budget: 2000, tune: 5 });
  expect(record!.trials!.map(({ step }) => step)[2]).toBeCloseTo(1 / 400, 10);
  expect(record!.stop).toBe("target");
});

test("where a tenth of the budget gets nowhere, the step is the one without tuning", () => {
  const [record] = run({ ...base, optimizers: "gd", gradients: "central-difference", budget: 20, tune: 5 });
  expect(record!.trials!.map(({ cost }) => cost.values)).toEqual([2, 2, 2, 2, 2]);
  expect(record!.step!.value).toBe(record!.trials![2]!.step);
});

test.each([0, -1, 1.5, Number.NaN])("%d steps are none", (tune) => {
  expect(() => run({ ...base, tune })).toThrow(/tune: expected an integer ≥ 1/);
});
