/** CMA-ES against the published figures of BIPOP-CMA-ES on BBOB: expected evaluations to a gap of 1e-8 over 15 instances. */
import { describe, expect, test } from "vitest";
import { run } from "../../src/bench/run.js";
import { expectedRunningTime } from "../../src/bench/statistics.js";
import { evals } from "../../src/core/cost.js";

/** Hansen (2009), Benchmarking a BI-population CMA-ES on the BBOB-2009 function testbed, tables of f1, f2 and f8. */
const published: readonly (readonly [id: number, n: number, ert: number])[] = [
  [1, 5, 726],
  [1, 10, 1.47e3],
  [1, 20, 2.75e3],
  [1, 40, 5.29e3],
  [2, 10, 6.1e3],
  [2, 20, 1.98e4],
  [8, 5, 2.34e3],
  [8, 10, 6.37e3],
  [8, 20, 2.1e4],
  [8, 40, 9.44e4],
];

function ert(id: number, n: number): number {
  const runs = Array.from({ length: 15 }, (_, k) =>
    run({
      problem: "bbob",
      params: { function: String(id), instance: k + 1 },
      dim: n,
      optimizers: "cma-es[sigma=2]",
      budget: 2e6,
      budgetUnit: "evals",
      targetGap: 1e-8,
      seeds: 1,
    }),
  ).flat();
  const toTarget = runs.map(({ hits }) => {
    const hit = hits.find(({ target }) => target.value === 1e-8);
    return hit ? evals(hit.cost) : Number.POSITIVE_INFINITY;
  });
  return expectedRunningTime(
    toTarget,
    runs.map(({ cost }) => evals(cost)),
  )!;
}

describe("within twice the published expected running time", () => {
  test.each(published)("f%i, n = %i: %f", { timeout: 600_000 }, (id, n, figure) => {
    const ours = ert(id, n);

    expect(ours).toBeLessThanOrEqual(2 * figure);
  });
});
