/** What the methods without derivatives promise: finite ends, known rates, points that are compared and nothing else. */
import { describe, expect, test } from "vitest";
import type { Iterate } from "../../src/core/optimizer.js";
import { valueOracle } from "../../src/core/oracle.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { linearFit, mean } from "../../src/numeric/statistics/fit.js";
import { evaluationsOf } from "../support/evaluations.js";
import { optimizerNamed, paramsOf } from "../support/methods.js";

type Objective = (x: Float64Array) => number;
const sphere: Objective = (x) => x.reduce((s, xi) => s + xi * xi, 0);
const ellipsoid: Objective = (x) => x.reduce((s, xi, i) => s + (i + 1) * (i + 1) * (xi - 1) * (xi - 1), 0);
const coupled: Objective = (x) => x.reduce((s, xi, i) => s + (xi - i) * (xi - i) + (i > 0 ? 0.9 * (xi - i) * (x[i - 1]! - i + 1) : 0), 0);
const rosenbrock: Objective = (x) =>
  x.reduce(
    (s, xi, i) => (i === 0 ? s : s + 100 * (xi - x[i - 1]! * x[i - 1]!) * (xi - x[i - 1]! * x[i - 1]!) + (1 - x[i - 1]!) * (1 - x[i - 1]!)),
    0,
  );

/** Iterations up to `most`, or to the end: each yield's f, and how many values were asked. */
function path(name: string, f: Objective, x0: readonly number[], most: number, given: Params = {}, seed = "derivative-free") {
  let values = 0;
  const oracle = valueOracle(
    evaluationsOf(x0.length, (x) => {
      values++;
      return f(x);
    }),
  );
  const optimizer = optimizerNamed(name);
  const run = optimizer.run(oracle, Float64Array.from(x0), paramsOf(optimizer, given), stream(seed));
  const seen: { readonly x: number[]; readonly f: number; readonly values: number }[] = [];
  while (seen.length <= most) {
    const next = run.next();
    if (next.done) return { seen, reason: next.value, values };
    const { x, f: fx } = next.value as Iterate;
    seen.push({ x: [...x], f: fx, values });
  }
  return { seen, reason: null, values };
}
const last = ({ seen }: ReturnType<typeof path>) => seen.at(-1)!;

describe("pattern-search", () => {
  test("goes down only, and ends where the step no longer moves x", () => {
    const { seen, reason } = path("pattern-search", coupled, [3, -1, 2, 0], 1e5);
    expect(reason).toBe("finished");
    seen.slice(1).forEach(({ f }, k) => void expect(f).toBeLessThanOrEqual(seen[k]!.f));
    seen.at(-1)!.x.forEach((xi, i) => void expect(xi).toBeCloseTo(i, 6));
  });
  test("an exploratory move tries + and then -, coordinate by coordinate", () => {
    const asked: number[][] = [];
    const watched: Objective = (x) => {
      asked.push([...x]);
      return sphere(x);
    };
    path("pattern-search", watched, [1, -1], 2, { step: 0.5 });
    expect(asked.slice(0, 6)).toEqual([
      [1, -1],
      [1.5, -1],
      [0.5, -1],
      [0.5, -0.5],
      [0, 0],
      [0.5, 0],
    ]);
  });
});

describe("powell", () => {
  test("a quadratic of five variables is solved to rounding in a dozen sweeps", () => {
    const { seen } = path("powell", coupled, [3, -1, 2, 0, 5], 12, { tolerance: 1e-9 });
    expect(seen.at(-1)!.f).toBeLessThan(1e-14);
  });
  test("Rosenbrock's valley", () => {
    const run = path("powell", rosenbrock, [-1.2, 1], 200);
    expect(last(run).f).toBeLessThan(1e-16);
    expect(run.values).toBeLessThan(1500);
  });
});

test("coordinate-descent: a separable quadratic is solved coordinate by coordinate", () => {
  const { seen } = path("coordinate-descent", ellipsoid, [4, -3, 2, 0], 60);
  expect(seen.at(-1)!.f).toBeLessThan(1e-12);
  const open = seen.map(({ x }) => x.filter((xi) => Math.abs(xi - 1) > 1e-6).length);
  open.slice(1).forEach((count, k) => void expect(open[k]! - count).toBeLessThanOrEqual(1));
});

describe("one-plus-one-es", () => {
  test("converges on the sphere at the rate of the 1/5 rule: ln ‖x‖ falls by about 0.2/n an iteration", () => {
    const n = 10;
    const rates = Array.from({ length: 10 }, (_, seed) => {
      const { seen } = path("one-plus-one-es", sphere, new Array(n).fill(1), 2000, {}, `es/${seed}`);
      const tail = seen.slice(200);
      return linearFit(
        tail.map((_, k) => k),
        tail.map(({ f }) => Math.log(Math.sqrt(f))),
      ).slope;
    });
    // The best that isotropic mutations can do is 0.2025/n for large n (Auger & Hansen 2011, Fig. 5.2: 0.18/n … at n = 10).
    expect(mean(rates) * n).toBeLessThan(-0.13);
    expect(mean(rates) * n).toBeGreaterThan(-0.23);
  });
});

describe("stochastic-three-points", () => {
  test("two values an iteration, never up, moves of length step/√(k + 1)", () => {
    const { seen } = path("stochastic-three-points", sphere, [3, 4], 50, { step: 0.5 });
    seen.slice(1).forEach(({ x, f, values }, k) => {
      expect(values).toBe(seen[k]!.values + 2);
      expect(f).toBeLessThanOrEqual(seen[k]!.f);
      const move = Math.hypot(...x.map((xi, i) => xi - seen[k]!.x[i]!));
      if (move > 0) expect(move).toBeCloseTo(0.5 / Math.sqrt(k + 1), 12);
    });
    expect(seen.at(-1)!.f).toBeLessThan(25);
  });
});

describe("differential-evolution", () => {
  test("a curved valley in four variables", () => {
    const run = path("differential-evolution", rosenbrock, [-1.2, 1, -1.2, 1], 800);
    expect(last(run).f).toBeLessThan(1e-8);
  });
  test("each generation asks popsize values", () => {
    const { seen } = path("differential-evolution", sphere, [1, 1], 5, { popsize: 7 });
    expect(seen.map(({ values }) => values)).toEqual([1, 14, 21, 28, 35, 42]);
  });
});

test("random-search: the best of k uniform points in the box", () => {
  const best = Array.from({ length: 200 }, (_, seed) => {
    const { seen } = path("random-search", (x) => x[0]!, [0], 99, { radius: 1 }, `random/${seed}`);
    seen.forEach(({ x }) => void expect(Math.abs(x[0]!)).toBeLessThanOrEqual(1));
    return seen.at(-1)!.f;
  });
  // E min of 99 uniform numbers on [−1, 1] is −1 + 2/100; its standard deviation over 200 runs about 0.0014.
  expect(Math.abs(mean(best) + 0.98)).toBeLessThan(0.006);
});

describe("cma-es", () => {
  test("separable: a badly scaled sphere of many variables, with fewer values than the full matrix", () => {
    const scaled: Objective = (x) => x.reduce((s, xi, i) => s + Math.exp((i / 29) * Math.log(1e6)) * xi * xi, 0);
    const evaluationsTo = (covariance: string): number =>
      path("cma-es", scaled, new Array(30).fill(1), 2500, { covariance }).seen.find(({ f }) => f <= 1e-8)?.values ??
      Number.POSITIVE_INFINITY;
    const [full, separable] = [evaluationsTo("full"), evaluationsTo("separable")];
    expect(separable).toBeLessThan(full / 3);
  });
  test("restarts=none ends by itself; bipop goes on", () => {
    expect(path("cma-es", sphere, [1, 1], 1000, { restarts: "none" }).reason).toBe("finished");
    expect(path("cma-es", sphere, [1, 1], 1000).reason).toBeNull();
  });
});
