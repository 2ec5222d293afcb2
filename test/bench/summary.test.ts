import { describe, expect, test } from "vitest";
import type { RunRecord } from "../../src/bench/record.js";
import { groupRuns, summarize } from "../../src/bench/summary.js";
import { noCost } from "../../src/core/cost.js";
import { choice, specOf } from "../support/spec.js";

const target = { kind: "relative" as const, value: 1e-2 };
const cost = (values: number) => ({ ...noCost, values, ops: 10 * values });

/** A run that spent `spent` values and reached the target after `hit` (null: never). */
const run = (hit: number | null, spent: number, over: Partial<RunRecord> = {}): RunRecord => ({
  schema: 2,
  key: "",
  spec: specOf({ problem: choice("p", { dim: 2 }), targets: [target] }),
  optimizer: "gd",
  gradient: "reverse",
  dim: 2,
  engine: "x",
  stop: hit === null ? "budget" : "target",
  message: null,
  iterations: 9,
  cost: cost(spent),
  setup: noCost,
  audit: noCost,
  opsPerValue: 10,
  step: null,
  f0: 1,
  fstar: { value: 1, exact: true },
  f: 3,
  fBest: 2,
  hits: hit === null ? [] : [{ target, iteration: hit / 2, cost: cost(hit) }],
  trace: [],
  volatile: { seconds: 0, at: [] },
  ...over,
});

describe("one row per method and target", () => {
  test("all columns", () => {
    expect(summarize([run(4, 6), run(8, 8), run(null, 20)])).toEqual([
      {
        problem: "p",
        dim: 2,
        instance: 0,
        optimizer: "gd",
        gradient: "reverse",
        runs: 3,
        solved: 2,
        target: 0.01,
        ert_work: 16,
        median_work: 8,
        median_evals: 8,
        median_iterations: 4,
        final_gap_median: 1,
        final_f_median: 3,
        stop: "target",
      },
    ]);
  });
  test("unsolved medians are empty, ERT too when none is solved", () => {
    expect(summarize([run(4, 6), run(null, 20)])[0]).toMatchObject({
      solved: 1,
      ert_work: 24,
      median_work: null,
      median_evals: null,
      median_iterations: null,
      stop: "budget",
    });
    expect(summarize([run(null, 20)])[0]).toMatchObject({ solved: 0, ert_work: null });
  });
  test("solved at cost 0", () =>
    expect(summarize([run(0, 3)])[0]).toMatchObject({ solved: 1, ert_work: 0, median_work: 0, median_iterations: 0 }));
  test("no f*: no gap; no targets: one row without", () => {
    expect(summarize([run(null, 5, { fstar: null })])[0]!.final_gap_median).toBeNull();
    expect(summarize([run(null, 5, { spec: specOf({ targets: [] }) })])).toMatchObject([{ target: null, solved: 0, final_f_median: 3 }]);
  });
  test("runs that ended at NaN are the worst, and do not hide the others", () => {
    expect(summarize([run(2, 2, { f: NaN, fBest: NaN }), run(2, 2), run(2, 2)])[0]).toMatchObject({
      final_f_median: 3,
      final_gap_median: 1,
    });
  });
  test("several targets, several rows; absolute and relative are not confused", () => {
    const spec = specOf({ targets: [target, { kind: "absolute", value: 1e-2 }] });
    expect(summarize([run(4, 6, { spec })]).map((row) => row.solved)).toEqual([1, 0]);
  });
});

test("groups: by problem with its parameters, dimension, instance and both labels, in order of appearance", () => {
  const other = run(1, 1, { gradient: "two-point" });
  const params = run(1, 1, { spec: specOf({ problem: choice("p", { dim: 2, loss: "b" }), targets: [target] }) });
  expect(groupRuns([run(1, 1), other, run(2, 2), params]).map((g) => g.length)).toEqual([2, 1, 1]);
});
