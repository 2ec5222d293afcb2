/** Gradients judged beside a run: right, sparse where it is dear, and without a trace in the run itself. */
import { describe, expect, test } from "vitest";
import type { Expr, Op } from "../../src/ad/expr.js";
import { square, sum } from "../../src/ad/index.js";
import { execute, type Host } from "../../src/bench/execute.js";
import { prepare } from "../../src/bench/experiment.js";
import { makeInstance } from "../../src/bench/instance.js";
import type { RunOptions } from "../../src/bench/options.js";
import type { QualityPoint, RunRecord } from "../../src/bench/record.js";
import { run } from "../../src/bench/run.js";
import { serializeRecord } from "../../src/bench/serialize.js";
import { evals } from "../../src/core/cost.js";
import { defineGradientSource } from "../../src/core/gradient-source.js";
import { defineProblem, resolveProblem } from "../../src/core/problem.js";
import { gradients } from "../../src/gradients/index.js";
import { optimizers } from "../../src/optimizers/index.js";
import { problems } from "../../src/problems/index.js";
import { paramsOf, sourceNamed } from "../support/methods.js";
import { probed } from "../support/probe.js";
import { choice, noFiles, specOf } from "../support/spec.js";

const rosenbrock = problems.find(({ name }) => name === "rosenbrock")!;
const box = defineProblem({
  name: "box",
  summary: "-",
  reference: "-",
  defaults: { dim: 2 },
  make: () => ({ dim: 2, x0: Float64Array.of(1, 1), fmin: 0, value: ([a, b]) => a! * a! + b! * b! }),
});
const runs = (over: Partial<RunOptions> = {}): RunRecord[] =>
  run({ problem: "rosenbrock", dim: 4, seeds: 2, budget: "60n", optimizers: "gd", gradientQuality: true, ...over });
const looked = (record: RunRecord): QualityPoint[] => record.quality!.points.filter(({ bias }) => bias !== null);
/** Without times, and without what was asked for on top. */
const bare = ({ quality: _, ...record }: RunRecord): string => serializeRecord({ ...record, volatile: { seconds: 0, at: [] } });

describe("the run is the same to the last byte", () => {
  test.each(["rosenbrock", "mds", "quadratic"])("%s, smooth and noisy", (problem) => {
    for (const params of [{}, { noise: 1e-3 }] as const) {
      const over = { problem, params, optimizers: "gd,gd[step=armijo],nelder-mead", gradients: "reverse,central-difference,two-point" };
      const judged = runs(over);
      expect(judged.map(bare)).toEqual(runs({ ...over, gradientQuality: false }).map(bare));
      for (const { spec, quality } of judged) expect(quality !== undefined).toBe(spec.gradient !== null);
    }
  });
  test("every optimizer and every source", () => {
    const all = (list: readonly { readonly name: string }[]): string => list.map(({ name }) => name).join();
    const over = { optimizers: all(optimizers), gradients: all(gradients), seeds: 1, budget: "10n", params: { noise: 1e-6 } };
    const judged = runs(over);
    expect(judged.map(bare)).toEqual(runs({ ...over, gradientQuality: false }).map(bare));
    for (const { quality } of judged) expect(quality?.incomplete ?? null).toBeNull();
  });
  test("also where time is limited: the clock stands still meanwhile", () => {
    const spec = specOf({
      problem: choice("rosenbrock", { dim: 4 }),
      optimizer: choice("gd", { step: 1e-5, momentum: 0 }),
      gradient: choice("two-point", paramsOf(sourceNamed("two-point"))),
      budget: { unit: "seconds", limit: 300 },
    });
    const records = [false, true].map((quality) => {
      // Each evaluation takes a second.
      const { family, count } = probed(rosenbrock);
      return execute(spec, { family, read: noFiles, now: count, quality });
    });
    expect(records[0]).toMatchObject({ stop: "budget", volatile: { seconds: 300 } });
    const { quality, ...rest } = records[1]!;
    expect(quality!.points).toHaveLength(100);
    expect(rest).toEqual(records[0]);
  });
  test("what f itself counted = ledger + setup + audit + quality", () => {
    for (const noise of [0, 0.1]) {
      const { family, count } = probed(rosenbrock);
      const problem = choice("rosenbrock", resolveProblem(rosenbrock, { dim: 3, noise }));
      const instance = makeInstance({ problem, instance: 0, seed: 0 }, family, noFiles);
      for (const gradient of ["reverse", "forward", "central-difference", "two-point"]) {
        const before = count();
        const { cost, setup, audit, quality } = execute(
          specOf({
            problem,
            optimizer: choice("gd", { step: "auto", momentum: 0 }),
            gradient: choice(gradient, paramsOf(sourceNamed(gradient))),
            budget: { unit: "evals", limit: 100 },
          }),
          { family, read: noFiles, now: () => 0, instances: () => instance, quality: true },
        );
        expect(count() - before).toBe([cost, setup, audit, quality!.cost].reduce((s, one) => s + evals(one), 0));
      }
    }
  });
});

describe("what is found", () => {
  test("reverse mode agrees with itself: cosine 1, no error, no bias, no variance", () => {
    for (const params of [{}, { noise: 0.1 }] as const)
      for (const record of runs({ gradients: "reverse,forward", params })) {
        expect(record.quality!.points.map(({ iteration }) => iteration)).toEqual(record.trace.map(({ iteration }) => iteration));
        for (const { cosine, relativeError } of record.quality!.points) {
          expect(relativeError).toBeLessThan(1e-14);
          expect(cosine).toBe(1);
        }
        for (const { bias, variance, h, hOpt } of looked(record)) {
          expect(Math.max(bias!, variance!)).toBeLessThan(1e-14);
          expect([h, hOpt]).toEqual([null, null]);
        }
      }
  });
  test("at x0: cosine and error of a forward difference, from the closed form", () => {
    const h = 0.5;
    const family = defineProblem({
      name: "bowl",
      summary: "-",
      reference: "-",
      defaults: { dim: 2 },
      make: () => ({ dim: 2, x0: Float64Array.of(1, 2), f: (x) => sum(square(x)) }),
    });
    const [record] = runs({ problem: family, dim: 2, gradients: `forward-difference[h=${h},scale=absolute]`, optimizers: "gd[step=0.1]" });
    // g = 2x + h.
    const [g, truth] = [
      [2.5, 4.5],
      [2, 4],
    ];
    const dot = g[0]! * truth[0]! + g[1]! * truth[1]!;
    expect(record!.quality!.points[0]!.cosine).toBeCloseTo(dot / Math.hypot(...g) / Math.hypot(...truth), 14);
    expect(record!.quality!.points[0]!.relativeError).toBeCloseTo(Math.hypot(h, h) / Math.hypot(...truth), 14);
    // f = 5: an error ε·5, and f″ = 2.
    expect(looked(record!)[0]).toMatchObject({ h, bias: record!.quality!.points[0]!.relativeError, biasError: 0, variance: 0 });
    expect(looked(record!)[0]!.hOpt! / (2 * Math.sqrt((Number.EPSILON * 5) / 2))).toBeCloseTo(1, 12);
  });
  test.each([
    [{ noise: 1e-4 }, 1e-4],
    [{ noise: 1e-4, "noise-type": "relative" }, 1e-4 * 5],
    [{ noise: 1e-30 }, Number.EPSILON * 5],
  ])("ε_f of %j", (params, error) => {
    const family = defineProblem({
      name: "bowl",
      summary: "-",
      reference: "-",
      defaults: { dim: 2 },
      make: () => ({ dim: 2, x0: Float64Array.of(1, 2), f: (x) => sum(square(x)) }),
    });
    const [record] = runs({ problem: family, dim: 2, params, gradients: "forward-difference", optimizers: "gd[step=0.1]" });
    expect(looked(record!)[0]!.hOpt! / (2 * Math.sqrt(error / 2))).toBeCloseTo(1, 12);
  });
  test("a gradient that points the other way has cosine −1", () => {
    const reverse = sourceNamed("reverse");
    const backwards = defineGradientSource({
      ...reverse,
      name: "backwards",
      make: (evaluations, params, rng) => {
        const estimate = reverse.make(evaluations, params, rng);
        return (x, g) => {
          const f = estimate(x, g);
          for (let i = 0; i < g.length; i++) g[i]! *= -3;
          return f;
        };
      },
    });
    const [record] = runs({ gradients: [backwards], optimizers: "gd[step=1e-6]", maxIterations: 3 });
    for (const { cosine, relativeError, bias } of record!.quality!.points) {
      expect(cosine).toBeCloseTo(-1, 14);
      expect(relativeError).toBeCloseTo(4, 14);
      expect(bias ?? 4).toBeCloseTo(4, 14);
    }
  });
  test("the h of each recorded point is the one its source chose", () => {
    const chosen: number[] = [];
    const central = sourceNamed("central-difference");
    const spying = defineGradientSource({
      ...central,
      name: "spying",
      make: (evaluations, _, rng) => {
        let calls = 0;
        let estimate = central.make(evaluations, paramsOf(central), rng);
        return Object.assign(
          (x: Float64Array, g: Float64Array) => {
            const h = 1e-3 / ++calls;
            chosen.push(h);
            estimate = central.make(evaluations, paramsOf(central, { h, scale: "absolute" }), rng);
            return estimate(x, g);
          },
          { chosen: () => 1e-3 / calls },
        );
      },
    });
    const [record] = runs({ gradients: [spying], optimizers: "gd[step=1e-6]", maxIterations: 5 });
    expect(record!.quality!.points.map(({ h }) => h)).toEqual(chosen.slice(0, 6));
  });
  test("a source whose h shrinks from call to call is repeated with the h of the run", () => {
    const spsa = runs({ gradients: "spsa[h=0.1,gamma=1]", optimizers: "gd[step=1e-6]", budget: "5000n", seeds: 1 })[0]!;
    const points = looked(spsa);
    expect(points.at(-1)!.h).toBeLessThan(1e-4);
    // Truncation ∝ h² of central differences.
    expect(points[0]!.bias).toBeGreaterThan(1e-5);
    expect(points.at(-1)!.bias).toBeLessThan(1e-8);
  });
});

describe("where", () => {
  test("at every recorded point; closer at 8 at most, the ends among them", () => {
    for (const trace of ["all", "improvements"] as const)
      for (const budget of ["2n", "20n", "2000n"]) {
        const [record] = runs({ gradients: "two-point", budget, trace });
        const points = record!.quality!.points;
        expect(points.map(({ iteration }) => iteration)).toEqual(record!.trace.map(({ iteration }) => iteration));
        const close = looked(record!).map(({ iteration }) => iteration);
        expect(close.length).toBeLessThanOrEqual(8);
        expect([close[0], close.at(-1)]).toEqual([0, record!.iterations]);
        if (record!.iterations > 100) {
          expect(close).toHaveLength(8);
          // Some in each half of a logarithmic axis.
          expect(close.filter((k) => k > 0 && k * k < record!.iterations).length).toBeGreaterThanOrEqual(2);
          expect(close.filter((k) => k * k >= record!.iterations).length).toBeGreaterThanOrEqual(3);
        }
      }
  });
  test("a run without an iterate has none", () => {
    const [record] = runs({ gradients: "central-difference", budget: 1, budgetUnit: "evals" });
    expect(record!.quality).toMatchObject({ incomplete: null, points: [] });
  });
  test("a black box has no truth: a note, and nothing else", () => {
    const options: RunOptions = { problem: box, gradientQuality: true, optimizers: "gd", gradients: "two-point" };
    expect(prepare(options, noFiles).notes.join()).toMatch(/gradient quality is not measured on box: it is a black box/);
    for (const record of run({ ...options, budget: 50 })) expect(record).not.toHaveProperty("quality");
  });
  test("where no method uses a gradient there is none to judge", () => {
    const options: RunOptions = { problem: "quadratic", gradientQuality: true, optimizers: "nelder-mead" };
    expect(prepare(options, noFiles).notes.join()).toMatch(/gradient quality is not measured: no method here uses a gradient/);
    expect(prepare({ ...options, optimizers: "gd" }, noFiles).notes.join()).not.toMatch(/quality/);
  });
});

describe("what goes wrong with it is no failure of the run", () => {
  /** Σ x², by an op that costs what it is told and may lack derivatives. */
  const through = (over: Partial<Op>) =>
    defineProblem({
      name: "native",
      summary: "-",
      reference: "-",
      defaults: { dim: 2 },
      make: () => ({
        dim: 2,
        x0: Float64Array.of(1, 2),
        fmin: 0,
        f: (x: Expr) =>
          sum(
            square({
              op: {
                name: "same",
                kernel: { form: "native", run: (out, [a]) => out.set(a!) },
                ops: () => 0,
                jvp: [(t) => t],
                vjp: [(t) => t],
                ...over,
              },
              args: [x],
              shape: x.shape,
              param: null,
            }),
          ),
      }),
    });
  const execution = (over: Partial<Op>): RunRecord =>
    execute(
      specOf({
        problem: choice("native", { dim: 2 }),
        optimizer: choice("gd", { step: 0.1, momentum: 0 }),
        gradient: choice("central-difference", paramsOf(sourceNamed("central-difference"))),
        budget: { unit: "evals", limit: 100 },
      }),
      { family: through(over), read: noFiles, now: () => 0, quality: true } satisfies Host,
    );
  test("an op without a derivative", () => {
    const none = (): never => {
      throw new Error("same has no derivative");
    };
    const record = execution({ jvp: [none], vjp: [none] });
    expect(record).toMatchObject({ stop: "budget", quality: { points: [] } });
    expect(record.quality!.incomplete).toBe("same has no derivative");
    expect(record.f).toBeLessThan(0.01);
  });
  test("an f so dear that 2e9 ops do not reach", () => {
    const { stop, quality } = execution({ ops: () => 4e8 });
    expect(stop).toBe("budget");
    expect(quality!.incomplete).toBe("more than 2e9 ops were needed");
    expect(quality!.points.length).toBeGreaterThan(0);
    expect(quality!.cost.ops).toBeLessThanOrEqual(2e9);
  });
});

test("the option is true or false", () =>
  expect(() => runs({ gradientQuality: "yes" as never })).toThrow('gradientQuality: expected true or false, got "yes"'));
