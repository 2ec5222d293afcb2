/** Prices at which two methods cost the same, n at which lines cross, and who wins at which noise: from numbers that are known. */
import { describe, expect, test } from "vitest";
import type { RunRecord } from "../../src/bench/record.js";
import { run } from "../../src/bench/run.js";
import { scaling } from "../../src/bench/scale.js";
import { type DimBreakEven, dimBreakEven, type PriceBreakEven } from "../../src/bench/scale-break-even.js";
import { fitMethod } from "../../src/bench/scale-fit.js";
import { cellsOf } from "../../src/bench/scale-rows.js";
import { gradients } from "../../src/gradients/index.js";
import { optimizers } from "../../src/optimizers/index.js";
import { type Reaching, reaching } from "../support/scaling.js";

const scaled = (runs: readonly RunRecord[]) => scaling(runs, "work", { optimizers, gradients });
const prices = (runs: readonly RunRecord[]): PriceBreakEven[] => scaled(runs).breakEven.filter((one) => one.kind === "price");

describe("price", () => {
  test("(values of the other − own values) ÷ own reverse sweeps", () => {
    const runs: Reaching[] = [
      { method: "lbfgs/reverse", dim: 8, vjps: 20, values: 5 },
      { method: "lbfgs/two-point", dim: 8, values: 105 },
      { method: "gd/two-point", dim: 8, values: 300 },
      { method: "nelder-mead", dim: 8, values: 3 },
      { method: "lbfgs/forward-gradient", dim: 8, jvps: 50 },
    ];
    // Other optimizers' sources are no comparison; methods without a gradient are; and jvps are derivatives too.
    expect(prices(runs.map(reaching))).toEqual([
      { kind: "price", method: "lbfgs/reverse", against: "lbfgs/two-point", dim: 8, price: 5, actual: 2 },
      { kind: "price", method: "lbfgs/reverse", against: "nelder-mead", dim: 8, price: -0.1, actual: 2 },
    ]);
  });

  test("unsolved: none", () => {
    const runs: Reaching[] = [
      { method: "gd/reverse", dim: 8, vjps: 20 },
      { method: "gd/two-point", dim: 8, values: Number.POSITIVE_INFINITY },
    ];
    expect(prices(runs.map(reaching))[0]).toMatchObject({ price: null, actual: 2 });
  });

  test("a run that failed before it evaluated anything says nothing of its method", () => {
    const failed: Reaching = { method: "gd/reverse", dim: 16 };
    const others: Reaching[] = [
      { method: "gd/reverse", dim: 8, vjps: 20 },
      { method: "gd/two-point", dim: 8, values: 100 },
      { method: "gd/two-point", dim: 16, values: 200 },
    ];
    const runs = [...others.map(reaching), { ...reaching(failed), hits: [] }];
    expect(prices(runs).map(({ method, against, dim, price }) => [method, against, dim, price])).toEqual([
      ["gd/reverse", "gd/two-point", 8, 5],
      ["gd/reverse", "gd/two-point", 16, null],
    ]);
    expect(prices([reaching(failed), ...others.slice(1).map(reaching)])).toEqual([]);
  });

  test("at that price both need the same work, by the ledgers of real runs", () => {
    const runs = run({ problem: "quadratic", dim: [8, 16], optimizers: "gd", gradients: "reverse,central-difference", target: 1e-4 });
    for (const { dim, price, actual } of prices(runs)) {
      const [reverse, central] = runs.filter((one) => one.dim === dim).map((one) => one.hits.at(-1)!.cost);
      expect(reverse!.values + price! * reverse!.vjps).toBeCloseTo(central!.values, 9);
      // f: n squares, n products, n − 1 sums, the half; ∇f: n products more, with factors that are computed once.
      expect(actual).toBeCloseTo(4 / 3, 12);
    }
  });
});

describe("n", () => {
  const line = (gradient: string, factor: number, exponent: number, at = [8, 16, 32]) =>
    fitMethod(
      cellsOf(at.map((dim) => reaching({ method: `gd/${gradient}`, dim, values: factor * Math.exp(exponent * Math.log(dim)) }))),
      "work",
      [],
    );
  const crossing = (...lines: Parameters<typeof dimBreakEven>[0]): DimBreakEven => dimBreakEven(lines)[0]!;

  test("100 n^0.5 and 10 n meet at 100, beyond what was measured", () => {
    const found = crossing(line("reverse", 100, 0.5), line("two-point", 10, 1));
    expect(found.dim).toBeCloseTo(100, 9);
    expect(found).toMatchObject({ below: "gd/two-point", above: "gd/reverse", extrapolated: true, apart: true });
  });
  test("in the other order the answer is the same", () => {
    const found = crossing(line("two-point", 10, 1), line("reverse", 100, 0.5));
    expect(found.dim).toBeCloseTo(100, 9);
    expect(found).toMatchObject({ below: "gd/two-point", above: "gd/reverse" });
  });
  test("within what was measured", () =>
    expect(crossing(line("reverse", 64, 0), line("two-point", 4, 1))).toMatchObject({ extrapolated: false, below: "gd/two-point" }));
  test("n² and n meet at 1: one of them wins at all n", () =>
    expect(crossing(line("reverse", 1, 1), line("two-point", 2, 2))).toMatchObject({
      dim: null,
      below: "gd/reverse",
      above: "gd/reverse",
    }));
  test("beyond 1e12 they do not meet", () =>
    expect(crossing(line("reverse", 1e4, 1), line("two-point", 1, 1.25))).toMatchObject({ dim: null, below: "gd/two-point" }));
  test("parallel: the lower one; equal: neither", () => {
    expect(crossing(line("reverse", 2, 0), line("two-point", 3, 0))).toMatchObject({ dim: null, below: "gd/reverse", above: "gd/reverse" });
    expect(crossing(line("reverse", 2, 0), line("two-point", 2, 0))).toMatchObject({ dim: null, below: null, above: null });
  });
  test("not apart where intervals overlap or there are none", () => {
    expect(crossing(line("reverse", 2, 0, [8, 16]), line("two-point", 1, 1)).apart).toBe(false);
  });
  test("without an exponent there is no pair", () =>
    expect(dimBreakEven([line("reverse", 2, 0, [8]), line("two-point", 1, 1)])).toEqual([]));
});

describe("noise", () => {
  const at = (noise: number, method: string, values: number): Reaching => ({
    method,
    dim: 8,
    noise,
    ...(method === "gd/reverse" ? { vjps: values } : { values }),
  });
  test("the least work at each level; none where nobody solves it; one level is no comparison", () => {
    const runs = [
      at(0, "gd/reverse", 30),
      at(0, "gd/two-point", 50),
      at(1e-3, "gd/reverse", 30),
      at(1e-3, "gd/two-point", 100),
      at(1, "gd/reverse", Number.POSITIVE_INFINITY),
      at(1, "gd/two-point", Number.POSITIVE_INFINITY),
    ].map(reaching);
    expect(scaled(runs).breakEven.filter(({ kind }) => kind === "noise")).toEqual([
      {
        kind: "noise",
        noise: 0,
        dim: 8,
        best: "gd/two-point",
        bestByValues: "gd/two-point",
        work: { "gd/reverse": 60, "gd/two-point": 50 },
      },
      {
        kind: "noise",
        noise: 1e-3,
        dim: 8,
        best: "gd/reverse",
        bestByValues: "gd/two-point",
        work: { "gd/reverse": 60, "gd/two-point": 100 },
      },
      { kind: "noise", noise: 1, dim: 8, best: null, bestByValues: null, work: { "gd/reverse": null, "gd/two-point": null } },
    ]);
    expect(scaled(runs.slice(0, 2)).breakEven.filter(({ kind }) => kind === "noise")).toEqual([]);
  });
  test("fits are of the first level", () => {
    const runs = [8, 16].flatMap((dim) => [0, 1].map((noise) => reaching({ dim, noise, values: noise === 0 ? dim : dim * dim })));
    const { fits, rows } = scaled(runs);
    expect(fits.length).toBe(1);
    expect(fits[0]!.exponent).toBeCloseTo(1, 13);
    expect(rows.length).toBe(4);
  });
});
