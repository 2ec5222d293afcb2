/** Runs on a noisy oracle: the same instance, exact figures, every method random, and nothing else moved. */
import { describe, expect, test } from "vitest";
import { execute, type Host } from "../../src/bench/execute.js";
import { prepare } from "../../src/bench/experiment.js";
import { makeInstance } from "../../src/bench/instance.js";
import { instanceKey, repetitionKey, runKey } from "../../src/bench/keys.js";
import type { RunOptions } from "../../src/bench/options.js";
import type { RunRecord, RunSpec } from "../../src/bench/record.js";
import { run } from "../../src/bench/run.js";
import { evals } from "../../src/core/cost.js";
import { defineOptimizer } from "../../src/core/optimizer.js";
import { defineProblem, type ProblemFamily, resolveProblem } from "../../src/core/problem.js";
import { problems } from "../../src/problems/index.js";
import { paramsOf, sourceNamed } from "../support/methods.js";
import { probed } from "../support/probe.js";
import { choice, fourVariables, noFiles, specOf, stable } from "../support/spec.js";

const box = defineProblem({
  name: "box",
  summary: "-",
  reference: "-",
  defaults: { dim: 3 },
  make: ({ dim }, rng) => ({
    dim,
    x0: Float64Array.from({ length: dim }, () => rng.uniform()),
    fmin: 0,
    value: (x) => x.reduce((s, xi, i) => s + (i + 1) * xi * xi, 0),
  }),
});
const relative = { noise: 0.01, "noise-type": "relative" };
const runs = (over: Partial<RunOptions> = {}): RunRecord[] =>
  run({ problem: "quadratic", dim: 4, seeds: 3, budget: 400, budgetUnit: "evals", ...over });
const named = (records: readonly RunRecord[], optimizer: string, gradient = "none"): RunRecord[] =>
  records.filter(({ spec }) => spec.optimizer.name === optimizer && (spec.gradient?.name ?? "none") === gradient);

describe("the instance is the same at every level", () => {
  test.each(problems.map((family) => [family.name, family] as const))("%s", (_, family) => {
    const made = (given: object) =>
      makeInstance(
        { problem: choice(family.name, resolveProblem(family, { ...fourVariables(family.name), ...given })), instance: 1, seed: 3 },
        family,
        noFiles,
      );
    const [smooth, noisy] = [made({}), made({ noise: 0.5, "noise-distribution": "uniform" })];
    expect(noisy.problem.x0).toEqual(smooth.problem.x0);
    expect(noisy.programs.call("value").run(smooth.problem.x0, smooth.problem.x0, smooth.problem.x0)).toBe(
      smooth.programs.call("value").run(smooth.problem.x0, smooth.problem.x0, smooth.problem.x0),
    );
    expect(noisy.problem.noise).toEqual({ level: 0.5, type: "additive", distribution: "uniform" });
    expect(smooth.problem).not.toHaveProperty("noise");
  });
  test("and so are its streams, but not the key of the run", () => {
    const keys = [{}, { noise: 0 }, { noise: 0.1 }].map((noise) => {
      const spec = specOf({ problem: choice("p", { dim: 2, ...noise }) });
      return [instanceKey(0, spec.problem, 0), repetitionKey(spec), runKey(spec, [], "x", 1)];
    });
    for (const part of [0, 1]) expect(new Set(keys.map((key) => key[part])).size).toBe(1);
    expect(new Set(keys.map((key) => key[2])).size).toBe(3);
  });
  test("make is given its own parameters alone, and may not make noise itself", () => {
    const given: object[] = [];
    const make: ProblemFamily["make"] = (params) => {
      given.push(params);
      return { dim: 1, x0: Float64Array.of(1), value: () => 0 };
    };
    const family: ProblemFamily = { name: "p", summary: "-", reference: "-", defaults: { dim: 1, a: 2 }, make };
    prepare({ problem: family, params: relative, optimizers: "nelder-mead", instances: 2 }, noFiles);
    expect(given).toEqual([
      { dim: 1, a: 2 },
      { dim: 1, a: 2 },
    ]);
    const noisy = { ...family, make: () => ({ ...make({}, undefined as never, noFiles), noise: { level: 1 } }) as never };
    expect(() => prepare({ problem: noisy, optimizers: "nelder-mead" }, noFiles)).toThrow(/make must not return noise/);
  });
});

describe("what is planned", () => {
  const planned = (params: object) => prepare({ problem: "quadratic", dim: 4, seeds: 3, params: { ...params } }, noFiles).specs;
  const deterministic = { ...relative, "noise-distribution": "deterministic" };
  test("random noise makes every method random, deterministic noise does not", () => {
    expect(planned({}).map(({ repetition }) => repetition)).toEqual([0, 0, 0, 0, 1, 2, 0]);
    expect(planned(relative)).toHaveLength(15);
    expect(planned(deterministic).map(({ repetition }) => repetition)).toEqual(planned({}).map(({ repetition }) => repetition));
  });
  test("parameters are in the spec, all of them", () => {
    for (const { problem } of planned(deterministic)) expect(problem.params).toMatchObject(deterministic);
    expect(planned({})[0]!.problem.params).toEqual({
      dim: 4,
      condition: 10,
      spectrum: "two-level",
      rotate: false,
      noise: 0,
      "noise-type": "additive",
      "noise-distribution": "gaussian",
    });
  });
});

describe("what a run records", () => {
  test("f, best, gaps, hits and f0 are of the smooth f, for each kind of problem and noise", () => {
    for (const problem of ["quadratic", box])
      for (const distribution of ["gaussian", "uniform", "deterministic"])
        for (const type of ["additive", "relative"]) {
          const records = runs({ problem, params: { noise: 0.3, "noise-type": type, "noise-distribution": distribution } });
          expect(new Set(records.map(({ stop }) => stop))).not.toContain("error");
          for (const { f0, f, fBest, trace } of records) {
            // A noisy f would lie below the minimum 0 here and there, and a best above the iterate it belongs to.
            for (const point of trace) {
              expect(point.f).toBeGreaterThanOrEqual(0);
              expect(point.fBest).toBeLessThanOrEqual(point.f);
            }
            expect(trace[0]!.f).toBe(f0);
            expect(trace.at(-1)!.f).toBe(f);
            // A search that the budget cut off after the last iterate may have seen better.
            expect(fBest).toBeLessThanOrEqual(trace.at(-1)!.fBest);
          }
        }
  });
  test("a method that yields the f it saw is not believed", () => {
    const optimizer = defineOptimizer({
      name: "halving",
      summary: "-",
      reference: "-",
      defaults: {},
      uses: "value",
      *run(oracle, x0) {
        for (const x = x0.slice(); ; x[0]! /= 2) yield { x, f: oracle.value(x) };
      },
    });
    const family: ProblemFamily = { ...box, make: () => ({ dim: 1, x0: Float64Array.of(8), fmin: 0, value: ([x]) => Math.abs(x!) }) };
    const host: Host = { family, read: noFiles, now: () => 0, optimizers: [optimizer] };
    const spec: RunSpec = specOf({
      problem: choice("box", { dim: 1, noise: 5 }),
      optimizer: choice("halving"),
      targets: [{ kind: "absolute", value: 1 }],
    });
    const record = execute(spec, host);
    expect(record.trace.map(({ f }) => f)).toEqual([8, 4, 2, 1]);
    // The cost to the target is the run's own: what was audited is on the side.
    expect(record).toMatchObject({
      stop: "target",
      cost: { values: 4 },
      audit: { values: 5 },
      hits: [{ iteration: 3, cost: { values: 4 } }],
    });
  });
  test("reverse mode sees through additive noise, differences do not", () => {
    const records = runs({ params: { noise: 1e-3 }, optimizers: "gd[step=0.05]", gradients: "reverse,central-difference" });
    const [smooth] = runs({ optimizers: "gd[step=0.05]", gradients: "reverse" });
    for (const { trace, audit } of named(records, "gd", "reverse")) {
      expect(trace).toEqual(smooth!.trace);
      expect(audit.values).toBe(smooth!.iterations + 2);
    }
    const differences = named(records, "gd", "central-difference");
    for (const { f } of differences) expect(f).toBeGreaterThan(1e3 * smooth!.f);
    expect(new Set(differences.map(({ f }) => f)).size).toBe(3);
  });
  test("ftol must hold five times in a row for what is random", () => {
    const stops = (params: RunOptions["params"]) =>
      runs({ params: params!, optimizers: "gd[step=1e-9]", gradients: "reverse", ftol: 1 }).map(({ iterations }) => iterations);
    expect(stops({})).toEqual([1]);
    expect(stops({ noise: 0.1, "noise-distribution": "deterministic" })).toEqual([1]);
    expect(stops({ noise: 0.1 })).toEqual([5, 5, 5]);
  });
});

describe("nothing else moves", () => {
  test("level 0 is no noise, whatever its type", () => {
    const strip = (records: RunRecord[]) => records.map((record) => ({ ...stable(record), key: "", spec: null }));
    const plain = strip(runs({ problem: box }));
    expect(strip(runs({ problem: box, params: { noise: 0, "noise-type": "relative", "noise-distribution": "uniform" } }))).toEqual(plain);
  });
  test("the same twice; another repetition, instance or seed meets other noise", () => {
    const values = (over: Partial<RunSpec>) =>
      execute(
        specOf({
          problem: choice("box", { dim: 3, noise: 1 }),
          optimizer: choice("nelder-mead", { adaptive: false, size: 0.05 }),
          ...over,
        }),
        {
          family: box,
          read: noFiles,
          now: () => 0,
        },
      ).f;
    expect(values({})).toBe(values({}));
    for (const over of [{ repetition: 1 }, { instance: 1 }, { seed: 1 }]) expect(values(over)).not.toBe(values({}));
  });
  test("methods meet the same noise: common random numbers", () => {
    const seen: number[][] = [];
    const looking = (name: string, pause: boolean) =>
      defineOptimizer({
        name,
        summary: "-",
        reference: "-",
        defaults: {},
        uses: "value",
        *run(oracle, x0) {
          const values = [oracle.value(x0)];
          if (pause) yield { x: x0, f: Number.NaN };
          values.push(oracle.value(x0));
          seen.push(values);
          return "finished";
        },
      });
    for (const optimizer of [looking("a", false), looking("b", true)])
      execute(specOf({ problem: choice("box", { dim: 3, noise: 1 }), optimizer: choice(optimizer.name) }), {
        family: box,
        read: noFiles,
        now: () => 0,
        optimizers: [optimizer],
      });
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]![0]).not.toBe(seen[0]![1]);
  });
  test.each([
    ["quadratic", problems.find(({ name }) => name === "quadratic")!],
    ["box", box],
  ])("%s: what f itself counted = ledger + setup + audit", (name, family) => {
    const { family: watched, count } = probed(family);
    const problem = choice(name, resolveProblem(family, { dim: 3, noise: 0.1 }));
    const instance = makeInstance({ problem, instance: 0, seed: 0 }, watched, noFiles);
    for (const gradient of [null, "two-point", "forward-difference"]) {
      const before = count();
      const record = execute(
        specOf({
          problem,
          optimizer: gradient ? choice("gd", { step: "auto", momentum: 0 }) : choice("nelder-mead", { adaptive: false, size: 0.05 }),
          gradient: gradient === null ? null : choice(gradient, paramsOf(sourceNamed(gradient))),
          budget: { unit: "evals", limit: 60 },
        }),
        { family: watched, read: noFiles, now: () => 0, instances: () => instance },
      );
      expect(count() - before).toBe(evals(record.cost) + evals(record.setup) + evals(record.audit));
      expect(record.stop).not.toBe("error");
    }
  });
});
