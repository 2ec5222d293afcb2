import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as core from "../../src/core/cost.js";
import * as numeric from "../../src/numeric/statistics.js";
import { evals, median, quantile, work } from "../../src/report/measure.js";

const count = fc.nat();
const costs = fc.record({ values: count, jvps: count, vjps: count, hvps: count, ops: count });

test("evals and work are those of the meter", () =>
  fc.assert(
    fc.property(costs, count, (cost, opsPerValue) => {
      expect(evals(cost)).toBe(core.evals(cost));
      expect(work(cost, opsPerValue)).toBe(core.work(cost, opsPerValue));
    }),
  ));

describe("quantiles", () => {
  test("are those of the summary", () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true })),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sample, p) => void expect(quantile(sample, p)).toBe(numeric.quantile(sample, p)),
      ),
    ));
  test("but NaN is the worst, and does not spoil the others", () => {
    expect(median([1, NaN, 3])).toBe(3);
    expect(median([1, NaN, NaN])).toBe(Infinity);
    expect(median([])).toBeNaN();
  });
});
