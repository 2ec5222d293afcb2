import { describe, expect, test } from "vitest";
import type { Iterate } from "../../src/core/optimizer.js";
import { makeOracle } from "../../src/core/oracle.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/random.js";
import traces from "../data/optimizer-traces.json" with { type: "json" };
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

describe("reference traces", () => {
  test.each(traces.runs.map((run) => [`${run.problem} ${run.optimizer}`, run] as const))("%s", (_, { problem, x0, params, trace }) => {
    const run = start(problems[problem]!(), x0, { step: params.lr, momentum: "momentum" in params ? params.momentum! : 0 });
    const got = iterates(
      run,
      trace.map(({ k }) => k),
    );
    trace.forEach(({ x, f }, j) => {
      x.forEach((xi, i) => void expect(Math.abs(got[j]!.x[i]! - xi)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(xi))));
      expect(Math.abs(got[j]!.f - f)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(f)));
    });
  });
});

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
  test("momentum still goes down and arrives", () => {
    const got = iterates(start(problems["quad3"]!(), [5, 5, 5], { step: "armijo", momentum: 0.5 }), [0, 250]);
    // The minimiser of quad3 by hand: x₃ = −1/50; x₁ + x₂ = 3, x₁ + 10x₂ = 0 ⇒ x₂ = −1/3, x₁ = 10/3.
    [10 / 3, -1 / 3, -0.02].forEach((xi, i) => void expect(got[1]!.x[i]!).toBeCloseTo(xi, 4));
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
    ["at a stationary point", 0],
    ["at NaN", NaN],
  ])("%s too", (_, slope) => {
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
    expect(run.next()).toEqual({ done: true, value: "line-search" });
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
