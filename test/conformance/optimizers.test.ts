/** What every optimizer does, whatever the method: x0 first, the same for a seed, through NaN and Infinity, down a bowl as far as promised, within any budget, with a reason to stop. */
import { describe, expect, test } from "vitest";
import { execute, type Host } from "../../src/bench/execute.js";
import { makeInstance } from "../../src/bench/instance.js";
import type { RunRecord, RunSpec } from "../../src/bench/record.js";
import { evals, type Kind } from "../../src/core/cost.js";
import type { GradientSource } from "../../src/core/gradient-source.js";
import type { Iterate, Optimizer, StopReason } from "../../src/core/optimizer.js";
import { type Params, describe as parameters } from "../../src/core/params.js";
import { defineProblem, type ProblemFamily } from "../../src/core/problem.js";
import { gradients } from "../../src/gradients/index.js";
import { optimizers } from "../../src/optimizers/index.js";
import { paramsOf } from "../support/methods.js";
import { bowl, promises, standard } from "../support/promises.js";
import { choice, noFiles, specOf, stable } from "../support/spec.js";

const start = [0.4, -0.2, 0.3] as const;
const boxOf = (value: (x: Float64Array) => number): ProblemFamily =>
  defineProblem({
    name: "box",
    summary: "-",
    reference: "-",
    defaults: { dim: 3 },
    make: () => ({ dim: 3, x0: Float64Array.from(start), fmin: 0, value }),
  });
const round = (x: Float64Array): number => x.reduce((s, xi, i) => s + (i + 1) * (xi - 1) * (xi - 1), 0);
const level = (): number => 1;
const landscapes: Record<string, (x: Float64Array) => number> = {
  bowl: round,
  "NaN beyond 0.5": (x) => (x[0]! > 0.5 ? NaN : round(x)),
  "Infinity beyond 0.5": (x) => (x[0]! > 0.5 ? Infinity : round(x)),
  "NaN everywhere": () => NaN,
  "Infinity everywhere": () => Infinity,
  flat: level,
  "falling without end": (x) => -x[0]!,
  "-Infinity beyond 0.5": (x) => (x[0]! > 0.5 ? -Infinity : round(x)),
};
const reasons: readonly StopReason[] = [
  "line-search",
  "finished",
  "target",
  "budget",
  "gtol",
  "ftol",
  "xtol",
  "max-iterations",
  "max-time",
  "diverged",
  "nonfinite",
];

type Source = GradientSource | null;
const dim = 3;
const sourcesOf = ({ uses }: Optimizer, usable: readonly GradientSource[]): readonly Source[] => (uses === "value" ? [null] : usable);
const blackBox = gradients.filter(({ needs }) => needs === "value");
const omega = (source: Source): number => source?.variance(dim, paramsOf(source)) ?? 0;

function run(
  optimizer: Optimizer,
  source: Source,
  spec: Partial<RunSpec> = {},
  given: Params = {},
  host: Partial<Host> = bowls,
): RunRecord {
  const full = specOf({
    problem: choice("test", { dim }),
    optimizer: choice(optimizer.name, paramsOf(optimizer, given)),
    gradient: source && choice(source.name, paramsOf(source)),
    budget: { unit: "evals", limit: 1200 },
    ...spec,
  });
  return execute(full, { family: bowl, read: noFiles, now: () => 0, ...host });
}
const instance = makeInstance({ problem: choice("test", { dim }), instance: 0, seed: 0 }, bowl, noFiles);
const bowls: Partial<Host> = { instances: () => instance };

/** A forward difference is off by some √ε: so much of f(x0) − f* it cannot see, about its square. */
const RESOLUTION = 1e-14;

describe.each(optimizers.map((o) => [o.name, o] as const))("%s", (_, optimizer: Optimizer) => {
  const methods = sourcesOf(optimizer, blackBox);

  test.each(Object.entries(landscapes))("%s", (_, value) => {
    const f0 = value(Float64Array.from(start));
    const host = { family: boxOf(value) };
    for (const source of methods) {
      const record = run(optimizer, source, {}, {}, host);
      expect(reasons).toContain(record.stop);
      expect(record.message).toBeNull();
      expect(record.trace[0]).toMatchObject({ iteration: 0, f: f0 });
      expect(stable(run(optimizer, source, {}, {}, host))).toEqual(stable(record));
      // Down from where f is a number; what only compares values never takes NaN for one, what follows a gradient may walk into it.
      if (!Number.isFinite(f0) || value === level || omega(source) > 0) continue;
      if (optimizer.uses === "value" || record.stop !== "nonfinite") expect(record.f).toBeLessThan(f0);
    }
  });

  test("yields x0 first and leaves the array it was given alone", () => {
    for (const source of methods) {
      let first: number[] | undefined;
      let given: Float64Array | undefined;
      const watched: Optimizer = {
        ...optimizer,
        *run(oracle, x0, params, rng) {
          given = x0;
          for (const iterate of optimizer.run(oracle, x0, params, rng)) {
            first ??= [...(iterate as Iterate).x];
            yield iterate;
          }
          return "finished";
        },
      };
      run(optimizer, source, {}, {}, { family: boxOf(round), optimizers: [watched] });
      expect(first).toEqual(start);
      expect([...given!]).toEqual(start);
    }
  });

  test("another repetition is another run only for random methods", () => {
    for (const source of methods) {
      const path = (repetition: number) => run(optimizer, source, { repetition }, {}, { family: boxOf(round) }).trace;
      if (optimizer.stochastic === true || omega(source) > 0) expect(path(0)).not.toEqual(path(1));
      else expect(path(0)).toEqual(path(1));
    }
  });

  const rows = promises[optimizer.name] ?? [standard];
  test.each(rows.map((row) => [JSON.stringify(row.given ?? {}), row] as const))("solves a quadratic as promised: %s", (_, row) => {
    for (const source of sourcesOf(optimizer, gradients)) {
      const promised = omega(source) > 0 ? row.random : row.gap;
      if (promised === undefined || omega(source) === Infinity) continue;
      const limit = Math.ceil(row.iterations * (1 + omega(source)));
      const { f, f0 } = run(optimizer, source, { budget: { unit: "iterations", limit } }, row.given);
      expect(f / f0, source?.name).toBeLessThanOrEqual(Math.max(promised, RESOLUTION));
    }
  });

  test("evaluations 1 to 40: never one too many, and all of them where they are why it stopped", () => {
    for (const source of sourcesOf(optimizer, gradients))
      for (let limit = 1; limit <= 40; limit++) {
        const record = run(optimizer, source, { budget: { unit: "evals", limit } });
        const spent = evals(record.cost);
        if (record.stop === "budget" ? spent !== limit : spent > limit)
          expect.fail(`${source?.name}: ${spent} of ${limit}, ${record.stop}`);
      }
  });

  const hasStep = parameters(optimizer.defaults).some(({ name }) => name === "step");
  if (optimizer.uses === "value" || !hasStep) return;
  test.each([1e12, 1e300])("a step of %d is seen to diverge, not waited for", (step) => {
    for (const source of sourcesOf(optimizer, gradients)) {
      const { stop, cost } = run(optimizer, source, { budget: { unit: "evals", limit: 1e5 } }, { step });
      expect(["diverged", "nonfinite"]).toContain(stop);
      expect(evals(cost)).toBeLessThan(1000);
    }
  });
});

// L = 10.65: errors grow beyond 2/L, and beyond the 2(1 + momentum)/L that momentum allows.
test.each(["gd", "heavy-ball", "nesterov"])("%s diverges with a step of 5/L", (name) => {
  const optimizer = optimizers.find((one) => one.name === name)!;
  for (const source of gradients.filter((one) => omega(one) === 0)) {
    const { stop, iterations } = run(optimizer, source, { budget: { unit: "iterations", limit: 1e4 } }, { step: 0.47 });
    expect(stop).toBe("diverged");
    expect(iterations).toBeLessThan(50);
  }
});

test("every optimizer runs with every gradient source it can use", () => {
  const faults: string[] = [];
  let runs = 0;
  for (const optimizer of optimizers)
    for (const source of sourcesOf(optimizer, gradients)) {
      const { stop, message, cost, trace, f } = run(optimizer, source, { budget: { unit: "evals", limit: 1000 } });
      const where = `${optimizer.name}/${source?.name ?? "none"}`;
      runs++;
      if (!reasons.includes(stop) || message !== null) faults.push(`${where}: ${stop} ${message}`);
      if (trace[0]?.iteration !== 0 || trace.length < 2) faults.push(`${where}: no second iterate`);
      if (Number.isNaN(f)) faults.push(`${where}: f is NaN`);
      const asked = source?.cost(dim, paramsOf(source)) ?? { values: 1 };
      for (const kind of Object.keys(asked) as Kind[]) if (cost[kind] === 0) faults.push(`${where}: no ${kind}`);
    }
  expect(faults).toEqual([]);
  expect(runs).toBe(optimizers.reduce((sum, { uses }) => sum + (uses === "value" ? 1 : gradients.length), 0));
});

test("every promise is that of an optimizer", () => {
  const names = optimizers.map(({ name }) => name);
  expect(Object.keys(promises).filter((name) => !names.includes(name))).toEqual([]);
});
