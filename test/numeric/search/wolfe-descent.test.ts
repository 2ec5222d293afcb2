import { describe, expect, test } from "vitest";
import type { Objective, Point } from "../../../src/numeric/search/line-search.js";
import { type Model, secantPair, steepest, wolfeDescent } from "../../../src/numeric/search/wolfe-descent.js";
import { array } from "../../support/evaluations.js";

const conditions = { c1: 1e-4, c2: 0.9 };
/** ½ Σ c_i x_i² */
const quadratic = (...c: number[]): Objective => ({
  value: (x) => x.reduce((s, xi, i) => s + 0.5 * c[i]! * xi * xi, 0),
  gradient: (x, g) => {
    for (let i = 0; i < g.length; i++) g[i] = c[i]! * x[i]!;
    return x.reduce((s, xi, i) => s + 0.5 * c[i]! * xi * xi, 0);
  },
});
/** Always −g; what it is told is noted. */
function plain(over: Partial<Model> = {}): Model & { steps: { from: number[]; to: number[]; alpha: number; p: number[] }[] } {
  const steps: { from: number[]; to: number[]; alpha: number; p: number[] }[] = [];
  return {
    steps,
    direction: steepest,
    learn: (from, to, alpha, p) => void steps.push({ from: [...from.x], to: [...to.x], alpha, p: [...p] }),
    forget: () => false,
    ...over,
  };
}

describe("descent", () => {
  test("yields x0, then a point a step, and the model learns each step as it was", () => {
    const x0 = array(3, -4);
    const model = plain();
    const run = wolfeDescent(quadratic(1, 5), x0, conditions, model);
    const seen = [0, 1, 2, 3].map(() => [...(run.next().value as Point).x]);
    expect(seen[0]).toEqual([3, -4]);
    expect([...x0]).toEqual([3, -4]);
    expect(model.steps.map(({ from }) => from)).toEqual(seen.slice(0, 3));
    expect(model.steps.map(({ to }) => to)).toEqual(seen.slice(1));
    for (const { from, to, alpha, p } of model.steps) to.forEach((t, i) => void expect(t).toBe(from[i]! + alpha * p[i]!));
  });
  test("the first step along −g has length 1", () => {
    const p = new Float64Array(2);
    expect(steepest({ x: array(0, 0), f: 0, g: array(3, -4) }, p)).toBe(0.2);
    expect([...p]).toEqual([-3, 4]);
  });
  test("a direction that leads nowhere is tried anew once the model has forgotten", () => {
    let wrong = true;
    let forgot = 0;
    const model = plain({
      direction: (at, p) => {
        const first = steepest(at, p);
        if (wrong) p.set(at.g);
        return first;
      },
      forget: () => {
        forgot++;
        wrong = false;
        return true;
      },
    });
    const run = wolfeDescent(quadratic(1), array(5), conditions, model);
    const [a, b] = [run.next().value as Point, run.next().value as Point];
    expect(b.f).toBeLessThan(a.f + 1);
    expect([...b.x]).not.toEqual([5]);
    expect(forgot).toBe(1);
  });
  test("where nothing goes down: line-search; where the gradient is 0: finished", () => {
    const lies: Objective = {
      value: ([x]) => x! * x!,
      gradient: ([x], g) => {
        g[0] = -2 * x!;
        return x! * x!;
      },
    };
    const lost = wolfeDescent(lies, array(1), conditions, plain());
    lost.next();
    expect(lost.next()).toEqual({ done: true, value: "line-search" });
    const there = wolfeDescent(quadratic(1, 1), array(0, 0), conditions, plain());
    there.next();
    expect(there.next()).toEqual({ done: true, value: "finished" });
  });
  test("a random source that failed is asked again, and the same point is yielded with the new gradient", () => {
    let opinions = 0;
    const moody: Objective = {
      value: ([x]) => x! * x!,
      // At the start it points the wrong way, until it has been asked for two more opinions.
      gradient: ([x], g, fx) => {
        if (fx !== undefined) opinions++;
        g[0] = x === 1 && opinions < 2 ? -1 - opinions : 2 * x!;
        return x! * x!;
      },
    };
    const run = wolfeDescent(moody, array(1), conditions, plain());
    const seen = [0, 1, 2, 3].map(() => {
      const { x, g } = run.next().value as Point;
      return [x[0], g[0]];
    });
    expect(seen.slice(0, 3)).toEqual([
      [1, -1],
      [1, -2],
      [1, 2],
    ]);
    expect(seen[3]![0]).toBeLessThan(1);
  });
});

describe("a secant pair", () => {
  const point = (x: number[], g: number[]): Point => ({ x: array(...x), f: 0, g: array(...g) });
  const [s, y] = [new Float64Array(2), new Float64Array(2)];

  test("is the differences, of use where s·y > 0", () => {
    expect(secantPair(point([1, 2], [3, 4]), point([2, 4], [5, 3]), s, y)).toBe(false);
    expect([[...s], [...y]]).toEqual([
      [1, 2],
      [2, -1],
    ]);
    expect(secantPair(point([1, 2], [3, 4]), point([2, 4], [5, 4]), s, y)).toBe(true);
    expect(secantPair(point([1, 2], [3, 4]), point([2, 4], [2, 4]), s, y)).toBe(false);
  });
  test("positive by less than rounding is not of use, whatever the scale", () => {
    for (const size of [1e-100, 1, 1e100]) {
      const steep = (slope: number) => secantPair(point([0, 0], [0, 0]), point([size, 0], [slope * size, size]), s, y);
      expect(steep(1e-9)).toBe(false);
      expect(steep(1e-7)).toBe(true);
    }
  });
  test("NaN is not of use", () => {
    expect(secantPair(point([0, 0], [0, 0]), point([1, 0], [Number.NaN, 0]), s, y)).toBe(false);
  });
});
