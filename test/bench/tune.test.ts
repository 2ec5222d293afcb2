/** --tune: the same grid for every method, the best step taken, its price kept apart. */
import { describe, expect, test } from "vitest";
import { run } from "../../src/bench/run.js";
import { parseRecord, serializeRecord } from "../../src/bench/serialize.js";
import { stepGrid } from "../../src/bench/tune.js";
import { defineProblem } from "../../src/core/problem.js";

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

test("random methods do not see their own luck: the trials draw other numbers than the run", () => {
  const [tuned] = run({ ...base, optimizers: "gd", gradients: "two-point", tune: 3, seeds: 1 });
  const [alone] = run({ ...base, optimizers: `gd[step=${tuned!.step!.value}]`, gradients: "two-point", seeds: 1 });
  expect(tuned!.trace).toEqual(alone!.trace);
});

test("a step that was given stays, and a method without steps is not tuned", () => {
  const records = run({ ...base, optimizers: "gd[step=0.1],nelder-mead", gradients: "reverse", tune: 3 });
  for (const record of records) {
    expect(record.trials).toBeUndefined();
    expect(record.setup.ops).toBe(0);
  }
});

test("where there is no curvature to ask, the grid lies around a first move of 1", () => {
  const box = defineProblem({
    name: "box",
    summary: "-",
    reference: "-",
    defaults: { dim: 2 },
    make: () => ({ dim: 2, x0: Float64Array.of(3, 4), fmin: 0, value: (x) => 50 * (x[0]! * x[0]! + x[1]! * x[1]!) }),
  });
  const [record] = run({ problem: box, optimizers: "gd", gradients: "central-difference", budget: 2000, tune: 5 });
  expect(record!.trials!.map(({ step }) => step)[2]).toBeCloseTo(1 / 400, 10);
  expect(record!.stop).toBe("target");
});

test.each([0, -1, 1.5, Number.NaN])("%d steps are none", (tune) => {
  expect(() => run({ ...base, tune })).toThrow(/tune: expected an integer ≥ 1/);
});
