/** Power laws that are known, and intervals against what they promise. */
import { describe, expect, test } from "vitest";
import { fitMethod, type ScaleFit } from "../../src/bench/scale-fit.js";
import { cellsOf } from "../../src/bench/scale-rows.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { type Reaching, reaching } from "../support/scaling.js";

const dims = [8, 16, 32, 64];
const fitOf = (runs: readonly Reaching[], predicted: readonly (number | null)[] = []): ScaleFit =>
  fitMethod(cellsOf(runs.map(reaching)), "work", predicted);
/** One run at each n. */
const exactly = (of: (n: number) => number, at = dims): Reaching[] => at.map((dim) => ({ dim, values: of(dim) }));

describe("the line", () => {
  test("3 n^1.5, to rounding, and its interval is a point", () => {
    const fit = fitOf(exactly((n) => 3 * n * Math.sqrt(n)));
    expect(fit.exponent).toBeCloseTo(1.5, 13);
    expect(fit.factor).toBeCloseTo(3, 12);
    expect(fit.low).toBeCloseTo(1.5, 13);
    expect(fit.high).toBeCloseTo(1.5, 13);
    expect(fit.resampled).toBe("residuals");
  });

  test("the same at every n: exactly 0", () => {
    const fit = fitOf(exactly(() => 45.3));
    expect(fit).toMatchObject({ exponent: 0, low: 0, high: 0, factor: 45.3 });
  });

  test("least squares on logarithms: hand-computed for 1, 2, 4 ↦ 1, 8, 4", () => {
    // ln 2 · (0, 1, 2) against ln 2 · (0, 3, 2): slope ((−1)(−5/3) + 1 · 1/3)/2 = 1.
    const fit = fitOf(exactly((n) => ({ 1: 1, 2: 8, 4: 4 })[n]!, [1, 2, 4]));
    expect(fit.exponent).toBeCloseTo(1, 13);
    // Residuals do not vanish: neither does the interval.
    expect(fit.high! - fit.low!).toBeGreaterThan(1);
  });

  test("the median counts, unsolved runs as Infinity", () => {
    const runs = dims.flatMap((dim) => [1, 2, Number.POSITIVE_INFINITY].map((c, repetition) => ({ dim, values: c * dim, repetition })));
    const fit = fitOf(runs);
    expect(fit.points.map(({ value }) => value)).toEqual(dims.map((n) => 2 * n));
    expect(fit.exponent).toBeCloseTo(1, 13);
  });

  test("n whose median run is unsolved are left out; so are those that cost nothing", () => {
    const runs = [...exactly((n) => n * n), { dim: 128, values: Number.POSITIVE_INFINITY }, { dim: 4, values: 0 }];
    const fit = fitMethod(
      cellsOf(runs.map(reaching)).sort((a, b) => a.row.dim - b.row.dim),
      "work",
      [],
    );
    expect(fit.exponent).toBeCloseTo(2, 13);
    expect(fit.unsolved).toEqual([128]);
    expect(fit.free).toEqual([4]);
    expect(fit.points.at(-1)).toEqual({ dim: 128, value: null, theory: null });
  });

  test("two points have an exponent and no interval, one has neither", () => {
    expect(fitOf(exactly((n) => n, [8, 16]))).toMatchObject({ low: null, high: null, resampled: null });
    expect(fitOf(exactly((n) => n, [8, 16])).exponent).toBeCloseTo(1, 13);
    expect(fitOf(exactly((n) => n, [8]))).toMatchObject({ exponent: null, factor: null, low: null });
  });

  test("evaluations and iterations have their own", () => {
    const cells = cellsOf(dims.map((dim) => reaching({ method: "gd/reverse", dim, vjps: dim, iteration: dim * dim })));
    expect(fitMethod(cells, "evals", []).exponent).toBeCloseTo(1, 13);
    expect(fitMethod(cells, "iterations", []).exponent).toBeCloseTo(2, 13);
    // A vjp of 20 ops on a value of 10.
    expect(fitMethod(cells, "work", []).points[0]!.value).toBe(16);
  });
});

describe("theory", () => {
  test("has the exponent of what is predicted, over the points of the fit, and passes through their middle", () => {
    const fit = fitOf([...exactly((n) => 5 * n), { dim: 128, values: Number.POSITIVE_INFINITY }], [1, 4, 16, 64, 1]);
    expect(fit.theory).toBeCloseTo(2, 13);
    const mean = (values: readonly (number | null)[]): number => values.reduce<number>((sum, v) => sum + Math.log(v!), 0) / dims.length;
    expect(mean(fit.points.slice(0, 4).map(({ theory }) => theory))).toBeCloseTo(mean(dims.map((n) => 5 * n)), 12);
  });
  test("is nothing where a part of it is not known", () =>
    expect(
      fitOf(
        exactly((n) => n),
        [1, null, 3, 4],
      ).theory,
    ).toBeNull());
  test("is there without a fit", () =>
    expect(
      fitOf(
        exactly(() => Number.POSITIVE_INFINITY),
        dims,
      ).theory,
    ).toBeCloseTo(1, 13));
});

describe("the interval", () => {
  const noisy = (key: string, runs: number, at = dims): Reaching[] => {
    const rng = stream(key);
    return at.flatMap((dim) =>
      Array.from({ length: runs }, (_, repetition) => ({ dim, repetition, values: dim * Math.exp(0.1 * rng.normal()) })),
    );
  };

  test("comes from the runs where they differ, and is the same whenever they are", () => {
    const fit = fitOf(noisy("a", 5));
    expect(fit.resampled).toBe("runs");
    expect(fit.low).toBeLessThan(fit.exponent!);
    expect(fit.high).toBeGreaterThan(fit.exponent!);
    expect(fitOf(noisy("a", 5))).toEqual(fit);
  });

  test("runs that do not differ do not make it a point", () => {
    const runs = [0, 1, 2].flatMap((repetition) => exactly((n) => n + 5).map((one) => ({ ...one, repetition })));
    const fit = fitOf(runs);
    expect(fit.resampled).toBe("residuals");
    expect(fit.high! - fit.low!).toBeGreaterThan(0.01);
  });

  test("many unsolved runs widen it", () => {
    const few = noisy("b", 9);
    const some = few.map((one) => (one.repetition! < 3 ? { ...one, values: Number.POSITIVE_INFINITY } : one));
    const width = ({ low, high }: ScaleFit): number => high! - low!;
    expect(width(fitOf(some))).toBeGreaterThan(width(fitOf(few)));
  });

  // 95 % of 200: σ = 1.5 %. Resampled medians of few runs spread a little too far.
  test("holds the exponent as often as it says", () => {
    let held = 0;
    let width = 0;
    for (let k = 0; k < 200; k++) {
      const { low, high } = fitOf(noisy(`coverage/${k}`, 5));
      if (low! <= 1 && 1 <= high!) held++;
      width += (high! - low!) / 200;
    }
    expect(held / 200).toBeGreaterThan(0.92);
    // The median of 5 normals has the standard deviation 0.5356 σ (Hojo 1931): ± 1.96 of the slope's.
    const sxx = Math.LN2 * Math.LN2 * 5;
    expect(width / ((2 * 1.96 * 0.5356 * 0.1) / Math.sqrt(sxx))).toBeGreaterThan(0.9);
    expect(width / ((2 * 1.96 * 0.5356 * 0.1) / Math.sqrt(sxx))).toBeLessThan(1.3);
  });

  test("with several instances these are drawn whole", () => {
    // Two instances, one of them twice as dear at every n: within each there is no spread.
    const runs = dims.flatMap((dim) =>
      [0, 1].flatMap((instance) => [0, 1, 2].map((repetition) => ({ dim, instance, repetition, values: dim * (1 + instance) }))),
    );
    const fit = fitOf(runs);
    expect(fit.resampled).toBe("runs");
    // The extreme lines join n and 2n: nothing between instances is averaged away.
    expect(fit.high! - fit.low!).toBeGreaterThan(0.5);
  });
});
