import { describe, expect, test } from "vitest";
import type { Iterate } from "../../src/core/optimizer.js";
import { makeOracle } from "../../src/core/oracle.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { array, type Counted, evaluationsOf } from "../support/evaluations.js";
import { optimizerNamed, paramsOf, sourceNamed } from "../support/methods.js";

const gd = optimizerNamed("gd");

const problems: Record<string, () => Counted> = {
  rosen2: () =>
    evaluationsOf(
      2,
      ([x, y]) => 100 * (y! - x! * x!) * (y! - x! * x!) + (1 - x!) * (1 - x!),
      ([x, y]) => [-400 * x! * (y! - x! * x!) - 2 * (1 - x!), 200 * (y! - x! * x!)],
    ),
  quad3: () =>
    evaluationsOf(
      3,
      ([a, b, c]) => 0.5 * (a! * a! + 10 * b! * b! + 100 * c! * c!) + a! * b! - 3 * a! + 2 * c!,
      ([a, b, c]) => [a! + b! - 3, 10 * b! + a!, 100 * c! + 2],
    ),
};

function start(evaluations: Counted, x0: readonly number[], given: Params): Generator<Iterate, string, void> {
  const reverse = sourceNamed("reverse");
  return gd.run(
    makeOracle(evaluations, reverse, paramsOf(reverse), stream("gd")),
    Float64Array.from(x0),
    paramsOf(gd, given),
    stream("gd"),
  );
}
/** x and f of iteration k, for each k asked. */
function iterates(run: Generator<Iterate, string, void>, ks: readonly number[]): { x: number[]; f: number }[] {
  const out: { x: number[]; f: number }[] = [];
  for (let k = 0; out.length < ks.length; k++) {
    const { value, done } = run.next();
    if (done) throw new Error(`ended at iteration ${k}: ${value}`);
    if (k === ks[out.length]) out.push({ x: [...value.x], f: value.f });
  }
  return out;
}

describe("armijo", () => {
  test("every step decreases enough, starting from twice the last", () => {
    const evaluations = problems["rosen2"]!();
    const run = start(evaluations, [-1.2, 1], { step: "armijo" });
    let before: { x: number[]; f: number; g: number[] } | undefined;
    for (let k = 0; k < 300; k++) {
      const { value } = run.next() as { value: Iterate };
      const now = { x: [...value.x], f: value.f, g: [...value.g!] };
      if (before) {
        const decrease = before.g.reduce((s, gi, i) => s + gi * (before!.x[i]! - now.x[i]!), 0);
        expect(decrease).toBeGreaterThan(0);
        expect(now.f).toBeLessThanOrEqual(before.f - 0.9999e-4 * decrease);
      }
      before = now;
    }
    expect(before!.f).toBeLessThan(0.5);
    expect(evaluations.counts.vjps).toBe(300);
  });
  test("the first trial moves no coordinate by more than 1", () => {
    const asked: number[][] = [];
    const huge = evaluationsOf(
      2,
      (x) => asked.push([...x]) && 1e12 * x[0]! * x[0]! + x[1]! * x[1]!,
      ([x, y]) => [2e12 * x!, 2 * y!],
    );
    const run = start(huge, [3, 4], { step: "armijo" });
    run.next();
    asked.length = 0;
    run.next();
    expect(asked[0]![0]).toBeCloseTo(2, 12);
  });
  test("where no step goes down it says line-search", () => {
    const wrong = evaluationsOf(
      1,
      ([x]) => x! * x!,
      ([x]) => [-2 * x!],
    );
    const run = start(wrong, [1], { step: "armijo" });
    expect(run.next().done).toBe(false);
    expect(run.next()).toEqual({ done: true, value: "line-search" });
  });
  test.each([
    ["at a stationary point it is finished", 0, "finished"],
    ["at NaN it says line-search", NaN, "line-search"],
  ])("%s", (_, slope, value) => {
    const run = start(
      evaluationsOf(
        1,
        () => 1,
        () => [slope],
      ),
      [1],
      { step: "armijo" },
    );
    run.next();
    expect(run.next()).toEqual({ done: true, value });
  });
  test("where an estimate leads nowhere another is drawn, at the same point, and the step begins anew", () => {
    const slopes = [-2, 2, 2];
    const trials: number[] = [];
    const random = evaluationsOf(
      1,
      ([x]) => trials.push(x!) && x! * x!,
      ([x]) => [slopes.shift()! * x!],
    );
    const run = start(random, [1], { step: "armijo" });
    run.next();
    const { x, g } = run.next().value as Iterate;
    expect([...x, ...g!]).toEqual([1, 2]);
    trials.length = 0;
    run.next();
    expect(trials[0]).toBe(0);
  });
  test("falling without end, the trials stay finite", () => {
    const run = start(
      evaluationsOf(
        1,
        ([x]) => x!,
        () => [1],
      ),
      [0],
      { step: "armijo" },
    );
    for (let k = 0; k < 500; k++) expect(Number.isFinite((run.next().value as Iterate).x[0])).toBe(true);
  });
  test("a source that never sees f has it evaluated", () => {
    const evaluations = problems["quad3"]!();
    const source = sourceNamed("central-difference");
    const run = gd.run(
      makeOracle(evaluations, source, paramsOf(source), stream("c")),
      array(1, 1, 1),
      paramsOf(gd, { step: "armijo" }),
      stream("c"),
    );
    run.next();
    const before = evaluations.counts.values;
    run.next();
    // f(x0), at least one trial, 6 for the gradient; f at the new point is known from the trial.
    expect(evaluations.counts.values - before).toBeGreaterThanOrEqual(8);
    expect((run.next().value as Iterate).f).not.toBeNaN();
  });
});

test("x0 is left alone and comes first", () => {
  const x0 = array(1, 2, 3);
  const run = start(problems["quad3"]!(), [...x0], { step: 0.01 });
  expect([...(run.next().value as Iterate).x]).toEqual([1, 2, 3]);
  run.next();
  expect([...x0]).toEqual([1, 2, 3]);
});

describe("the other steps", () => {
  const arrived = [10 / 3, -1 / 3, -0.02];
  test.each(["wolfe", "barzilai-borwein"])("%s arrives at the minimiser of quad3", (step) => {
    const [, end] = iterates(start(problems["quad3"]!(), [5, 5, 5], { step }), [0, 500]);
    arrived.forEach((xi, i) => void expect(end!.x[i]!).toBeCloseTo(xi, 5));
  });
  test("barzilai-borwein's second step is s·s/s·y", () => {
    const [, x1, x2] = iterates(start(problems["quad3"]!(), [5, 5, 5], { step: "barzilai-borwein" }), [0, 1, 2]);
    const gradient = ([a, b, c]: number[]): number[] => [a! + b! - 3, 10 * b! + a!, 100 * c! + 2];
    const [g0, g1] = [gradient([5, 5, 5]), gradient(x1!.x)];
    const s = x1!.x.map((xi) => xi - 5);
    const y = g1.map((gi, i) => gi - g0[i]!);
    const product = (u: number[], v: number[]): number => u.reduce((sum, ui, i) => sum + ui * v[i]!, 0);
    const step = product(s, s) / product(s, y);
    x2!.x.forEach((xi, i) => void expect(xi).toBeCloseTo(x1!.x[i]! - step * g1[i]!, 10));
  });
  test("polyak: (f − fstar)/‖g‖², halving the distance in one dimension where f is a parabola", () => {
    const parabola = evaluationsOf(
      1,
      ([x]) => x! * x! + 3,
      ([x]) => [2 * x!],
    );
    const got = iterates(start(parabola, [8], { step: "polyak", fstar: 3 }), [0, 1, 2, 3]);
    expect(got.map(({ x }) => x[0])).toEqual([8, 4, 2, 1]);
  });
  test("polyak ends where f is not above fstar", () => {
    const run = start(
      evaluationsOf(
        1,
        ([x]) => x! * x!,
        ([x]) => [2 * x!],
      ),
      [1],
      { step: "polyak", fstar: 2 },
    );
    run.next();
    expect(run.next()).toEqual({ done: true, value: "finished" });
  });
  test("decay: step_k = step ((delay + 1)/(delay + k + 1))^decay", () => {
    const linear = evaluationsOf(
      1,
      ([x]) => x!,
      () => [1],
    );
    const got = iterates(start(linear, [0], { step: 2, decay: 0.5, delay: 3 }), [0, 1, 2]);
    expect(got[1]!.x[0]).toBe(-2);
    expect(got[2]!.x[0]).toBeCloseTo(-2 - 2 * Math.sqrt(4 / 5), 14);
  });
});
