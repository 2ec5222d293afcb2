import { describe, expect, test } from "vitest";
import type { Iterate } from "../../src/core/optimizer.js";
import { valueOracle } from "../../src/core/oracle.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { Simplex } from "../../src/numeric/search/simplex.js";
import { search } from "../../src/optimizers/nelder-mead.js";
import traces from "../data/optimizer-traces.json" with { type: "json" };
import { array, evaluationsOf } from "../support/evaluations.js";
import { optimizerNamed, paramsOf } from "../support/methods.js";

const nelderMead = optimizerNamed("nelder-mead");
const rosen2 = ([x, y]: Float64Array): number => 100 * (y! - x! * x!) * (y! - x! * x!) + (1 - x!) * (1 - x!);

function watched(n: number, f: (x: Float64Array) => number) {
  const asked: number[][] = [];
  const oracle = valueOracle(
    evaluationsOf(n, (x) => {
      const value = f(x);
      asked.push([...x, value]);
      return value;
    }),
  );
  return { asked, oracle };
}
const start = (n: number, f: (x: Float64Array) => number, x0: number[], given: Params = {}) => {
  const { asked, oracle } = watched(n, f);
  return { asked, run: nelderMead.run(oracle, Float64Array.from(x0), paramsOf(nelderMead, given), stream("nm")) };
};

describe("the reference trace", () => {
  const reference = traces.nelder_mead;
  const { asked, oracle } = watched(2, rosen2);
  const vertices = reference.simplex.map((v) => {
    const x = Float64Array.from(v);
    return { x, f: oracle.value(x) };
  });
  const run = search(oracle, new Simplex(vertices));
  const best = new Map<number, number[]>();
  for (let k = 1; k <= 114; k++) best.set(k, [...(run.next().value as Iterate).x]);

  test("the first 40 evaluations", () => {
    reference.evals_first40.forEach(
      (row, k) =>
        void row.forEach((v, i) => void expect(Math.abs(asked[k]![i]! - v)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(v)))),
    );
  });
  test.each(Object.entries(reference.best_after_iteration).filter(([k]) => k !== "0"))("best vertex after iteration %s", (k, x) => {
    x.forEach((xi, i) => void expect(best.get(Number(k))![i]!).toBeCloseTo(xi, 9));
  });
  test("the end", () => {
    expect(reference.f).toBeLessThan(1e-17);
    reference.x.forEach((xi, i) => void expect(best.get(114)![i]!).toBeCloseTo(xi, 7));
  });
});

describe("the first simplex", () => {
  test("x_i (1 + size), 0.00025 where x_i = 0; x0 is yielded before it is built", () => {
    const { asked, run } = start(3, () => 1, [2, 0, -4]);
    const first = run.next().value as Iterate;
    expect([...first.x]).toEqual([2, 0, -4]);
    expect(asked).toHaveLength(1);
    run.next();
    expect(asked.slice(1, 4).map((row) => row.slice(0, 3))).toEqual([
      [2.1, 0, -4],
      [2, 0.00025, -4],
      [2, 0, -4.2],
    ]);
  });
  test("its size is a parameter", () => {
    const { asked, run } = start(1, () => 1, [2], { size: 0.5 });
    run.next();
    run.next();
    expect(asked[1]![0]).toBe(3);
  });
});

describe("coefficients", () => {
  /** Arguments asked after the simplex was built, on a function whose values are given in order. */
  const asks = (n: number, values: number[], given: Params): number[][] => {
    let k = 0;
    const { asked, run } = start(n, () => values[k++] ?? 1e9, new Array<number>(n).fill(1), { size: 1, ...given });
    run.next();
    run.next();
    return asked.slice(n + 1).map((row) => row.slice(0, n));
  };
  // n = 2: vertices (1,1) f 0, (2,1) f 1, (1,2) f 2; centroid (1.5, 1); reflection (2, 0).
  test("standard: reflection and expansion", () =>
    expect(asks(2, [0, 1, 2, -1], {})).toEqual([
      [2, 0],
      [2.5, -1],
    ]));
  test("standard: outside and inside contraction", () => {
    expect(asks(2, [0, 1, 2, 1.5, 1.2], {})).toEqual([
      [2, 0],
      [1.75, 0.5],
    ]);
    expect(asks(2, [0, 1, 2, 9, 1.2], {})).toEqual([
      [2, 0],
      [1.25, 1.5],
    ]);
  });
  test("standard: shrinkage by a half", () =>
    expect(asks(2, [0, 1, 2, 9, 9], {})).toEqual([
      [2, 0],
      [1.25, 1.5],
      [1.5, 1],
      [1, 1.5],
    ]));
  test("adaptive ones are the standard ones at n = 2", () => {
    for (const values of [
      [0, 1, 2, -1],
      [0, 1, 2, 1.5, 1.2],
      [0, 1, 2, 9, 9],
    ])
      expect(asks(2, values, { adaptive: true })).toEqual(asks(2, values, {}));
  });
  test("adaptive at n = 4: expansion 1.5, contraction 0.625, shrinkage 0.75 (Gao & Han 2012, eq. 4.1)", () => {
    // Worst (1,1,1,2), centroid c = (1.25, 1.25, 1.25, 1), c − worst = (.25, .25, .25, −1).
    const along = (t: number) => [1.25 + 0.25 * t, 1.25 + 0.25 * t, 1.25 + 0.25 * t, 1 - t];
    expect(asks(4, [0, 1, 2, 3, 4, -1], { adaptive: true })).toEqual([along(1), along(1.5)]);
    const shrink = asks(4, [0, 1, 2, 3, 4, 9, 9], { adaptive: true });
    expect(shrink.slice(0, 3)).toEqual([along(1), along(-0.625), [1.75, 1, 1, 1]]);
  });
});

describe("it ends", () => {
  test("finished, when the simplex is one point", () => {
    // Nothing is better than anything else but x0: the simplex shrinks until rounding makes it a point.
    const { run } = start(2, ([x, y]) => (x === 1 && y === 1 ? 0 : 1), [1, 1]);
    let last = run.next();
    for (let i = 0; i < 500 && !last.done; i++) last = run.next();
    expect(last).toEqual({ done: true, value: "finished" });
  });
  test("not because values are equal", () => {
    const { run } = start(2, () => 7, [1, 1]);
    for (let k = 0; k < 5; k++) expect(run.next().done).toBe(false);
  });
});

test("NaN is as bad as can be, and is survived", () => {
  const { run } = start(2, (x) => (x[0]! > 1.5 ? NaN : rosen2(x)), [1.49, 1], { size: 0.2 });
  let last: Iterate = { x: array(), f: NaN };
  for (let k = 0; k < 200; k++) {
    const next = run.next();
    if (next.done) break;
    last = next.value;
  }
  expect(last.f).toBeLessThan(1e-12);
});

test("one variable works, standard and adaptive", () => {
  for (const adaptive of [false, true]) {
    const { run } = start(1, ([x]) => (x! - 3) * (x! - 3), [1], { adaptive });
    let f = NaN;
    for (let k = 0; k < 100; k++) {
      const next = run.next();
      if (next.done) break;
      f = next.value.f;
    }
    expect(f).toBeLessThan(1e-14);
  }
});

test("the best value never rises, and f is f(x)", () => {
  const { run } = start(4, (x) => x.reduce((s, xi, i) => s + (i + 1) * (xi - i) * (xi - i), 0), [1, 1, 1, 1]);
  let before = Infinity;
  for (let k = 0; k < 300; k++) {
    const { x, f } = run.next().value as Iterate;
    expect(f).toBeLessThanOrEqual(before);
    expect(f).toBe(x.reduce((s, xi, i) => s + (i + 1) * (xi - i) * (xi - i), 0));
    before = f;
  }
  expect(before).toBeLessThan(1e-8);
});
