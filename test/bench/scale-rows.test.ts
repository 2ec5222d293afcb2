import { expect, test } from "vitest";
import { cellsOf } from "../../src/bench/scale-rows.js";
import { reaching } from "../support/scaling.js";

test("one row for each n, level of noise and method; runs pooled; medians over all of them", () => {
  const runs = [8, 16].flatMap((dim) =>
    [0, 0.5].flatMap((noise) => [
      reaching({ method: "gd/reverse", dim, noise, vjps: 5 }),
      ...[1, 3, 100].map((values, repetition) => reaching({ dim, noise, values: values * dim, repetition, iteration: repetition })),
    ]),
  );
  const rows = cellsOf(runs).map(({ row }) => row);
  expect(rows.map(({ dim, noise, gradient }) => [dim, noise, gradient])).toEqual(
    [8, 16].flatMap((dim) => [0, 0.5].flatMap((noise) => ["reverse", "two-point"].map((gradient) => [dim, noise, gradient]))),
  );
  expect(rows[0]).toMatchObject({ runs: 1, solved: 1, median_work: 10, median_evals: 5, median_iterations: 7, median_vjps: 5 });
  expect(rows[1]).toMatchObject({
    runs: 3,
    solved: 3,
    median_work: 24,
    median_values: 24,
    median_vjps: 0,
    median_iterations: 1,
    target: 1e-4,
    L: 10,
  });
});

test("what a derivative costs is told by the runs of one n to all rows of it", () => {
  const rows = cellsOf([
    reaching({ method: "gd/reverse", dim: 8, vjps: 5, values: 3, ops: { jvp: 15, vjp: 26 } }),
    reaching({ method: "gd/forward", dim: 8, jvps: Number.POSITIVE_INFINITY, ops: { jvp: 17, vjp: 0 } }),
    reaching({ dim: 16, values: 5 }),
  ]).map(({ row }) => row);
  for (const row of rows.slice(0, 2)) expect(row).toMatchObject({ price_vjp: 2.6, price_jvp: 1.7, price_hvp: null });
  expect(rows[2]).toMatchObject({ price_vjp: null, price_jvp: null });
});

test("unsolved runs count as Infinity; a median run that is unsolved has no median", () => {
  const [cell] = cellsOf(
    [1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY].map((values, repetition) => reaching({ dim: 8, values, repetition })),
  );
  expect(cell!.row).toMatchObject({
    runs: 3,
    solved: 1,
    median_work: null,
    median_evals: null,
    median_iterations: null,
    median_values: null,
  });
});

test("a run whose step was not found has no L", () => {
  expect(cellsOf([reaching({ dim: 8, values: 1, step: null })])[0]!.row.L).toBeNull();
});
