/** What every optimizer does, whatever the method: x0 first, the same for a seed, through NaN and Infinity, with a reason to stop. */
import { describe, expect, test } from "vitest";
import { execute, type Host } from "../../src/bench/execute.js";
import type { Iterate, Optimizer } from "../../src/core/optimizer.js";
import { defineProblem, type ProblemFamily } from "../../src/core/problem.js";
import { gradients } from "../../src/gradients/index.js";
import { optimizers } from "../../src/optimizers/index.js";
import { paramsOf } from "../support/methods.js";
import { choice, noFiles, specOf, stable } from "../support/spec.js";

const boxOf = (value: (x: Float64Array) => number): ProblemFamily =>
  defineProblem({
    name: "box",
    summary: "-",
    reference: "-",
    defaults: { dim: 3 },
    make: () => ({ dim: 3, x0: Float64Array.of(0.4, -0.2, 0.3), fmin: 0, value }),
  });
const bowl = (x: Float64Array): number => x.reduce((s, xi, i) => s + (i + 1) * (xi - 1) * (xi - 1), 0);
const landscapes: Record<string, (x: Float64Array) => number> = {
  bowl,
  "NaN beyond 0.5": (x) => (x[0]! > 0.5 ? NaN : bowl(x)),
  "Infinity beyond 0.5": (x) => (x[0]! > 0.5 ? Infinity : bowl(x)),
  "NaN everywhere": () => NaN,
  "Infinity everywhere": () => Infinity,
  flat: () => 1,
  "falling without end": (x) => -x[0]!,
  "-Infinity beyond 0.5": (x) => (x[0]! > 0.5 ? -Infinity : bowl(x)),
};
const reasons = [
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
const sources = gradients.filter(({ needs }) => needs === "value");

describe.each(optimizers.map((o) => [o.name, o] as const))("%s", (_, optimizer: Optimizer) => {
  const methods = optimizer.uses === "value" ? [null] : sources;
  const host = (value: (x: Float64Array) => number, over: Partial<Host> = {}): Host => ({
    family: boxOf(value),
    read: noFiles,
    now: () => 0,
    ...over,
  });
  const spec = (source: (typeof methods)[number], over = {}) =>
    specOf({
      optimizer: choice(optimizer.name, paramsOf(optimizer)),
      gradient: source && choice(source.name, paramsOf(source)),
      budget: { unit: "evals", limit: 300 },
      ...over,
    });

  test.each(Object.entries(landscapes))("%s", (_, value) => {
    for (const source of methods) {
      const record = execute(spec(source), host(value));
      expect(reasons).toContain(record.stop);
      expect(record.trace[0]).toMatchObject({ iteration: 0, f: value(Float64Array.of(0.4, -0.2, 0.3)) });
      expect(stable(execute(spec(source), host(value)))).toEqual(stable(record));
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
      execute(spec(source), host(bowl, { optimizers: [watched] }));
      expect(first).toEqual([0.4, -0.2, 0.3]);
      expect([...given!]).toEqual([0.4, -0.2, 0.3]);
    }
  });
  test("another repetition is another run only for random sources", () => {
    for (const source of methods) {
      const path = (repetition: number) => execute(spec(source, { repetition }), host(bowl)).trace;
      const random = optimizer.stochastic === true || (source !== null && source.variance(3, paramsOf(source)) > 0);
      if (random) expect(path(0)).not.toEqual(path(1));
      else expect(path(0)).toEqual(path(1));
    }
  });
  test("gets down a bowl", () => {
    // Where nothing bounds the variance of a source, no step is known that goes down.
    const bounded = methods.filter((source) => source === null || Number.isFinite(source.variance(3, paramsOf(source))));
    for (const source of bounded) expect(execute(spec(source), host(bowl)).f).toBeLessThan(bowl(Float64Array.of(0.4, -0.2, 0.3)) / 10);
  });
});
