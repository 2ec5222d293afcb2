/** What f itself counted = ledger + setup + audit, for every problem × optimizer × source × budget; no budget is overrun or left unspent. */
import { describe, expect, test } from "vitest";
import { execute } from "../../src/bench/execute.js";
import { makeInstance } from "../../src/bench/instance.js";
import type { Budget } from "../../src/bench/record.js";
import { evals } from "../../src/core/cost.js";
import type { Evaluations } from "../../src/core/evaluations.js";
import type { GradientSource } from "../../src/core/gradient-source.js";
import type { Optimizer } from "../../src/core/optimizer.js";
import { type Params, resolve } from "../../src/core/params.js";
import { defineProblem, isTraced, type ProblemFamily } from "../../src/core/problem.js";
import type { CallName } from "../../src/core/programs.js";
import { gradients } from "../../src/gradients/index.js";
import { optimizers } from "../../src/optimizers/index.js";
import { problems } from "../../src/problems/index.js";
import { paramsOf } from "../support/methods.js";
import { probed } from "../support/probe.js";
import { choice, noFiles, specOf, stable } from "../support/spec.js";

const dim = 4;
const box = defineProblem({
  name: "black-box",
  summary: "-",
  reference: "-",
  defaults: { dim },
  make: () => ({
    dim,
    x0: Float64Array.of(1, 2, -1, 0.5),
    fmin: 0,
    value: (x) => x.reduce((s, xi, i) => s + (i + 1) * xi * xi, 0),
    gradient: (x, g) =>
      x.forEach((xi, i) => {
        g[i] = 2 * (i + 1) * xi;
      }),
  }),
});
/** Small instances of the families that have none of 4 variables by `dim` alone, or a dear one. */
const small: Readonly<Record<string, Params>> = { mlp: { layers: "1-2", batch: 10 } };
/** Each optimizer as registered, and with the parameters that change what it evaluates. */
const variants: Record<string, Params[]> = {
  gd: [{}, { step: "armijo" }, { step: "wolfe" }, { step: "polyak" }],
  "heavy-ball": [{}, { step: "armijo" }],
  nesterov: [{}, { step: "armijo" }],
  "nelder-mead": [{}, { adaptive: true, restarts: 1 }],
  "cma-es": [{}, { covariance: "separable", restarts: "none" }],
};
const LONGEST = 333;
const budgets: Budget[] = [1, 2, 3, 7, 50, LONGEST].flatMap((limit) => [
  { unit: "evals" as const, limit },
  { unit: "work" as const, limit },
]);

/** The methods, saying what was last asked of the meter: when a budget ends, that is what did not fit. */
function spied(): { asked: () => CallName; optimizers: Optimizer[]; gradients: GradientSource[] } {
  let asked: CallName = "value";
  const spy = <T>(name: CallName, call: () => T): T => {
    asked = name;
    return call();
  };
  const watch = (e: Evaluations): Evaluations => ({
    dim: e.dim,
    value: (x) => spy("value", () => e.value(x)),
    jvp: (x, v) => spy("jvp", () => e.jvp(x, v)),
    vjp: (x, g) => spy("vjp", () => e.vjp(x, g)),
    hvp: (x, v, out) => spy("hvp", () => e.hvp(x, v, out)),
    analytic: (x, g) => spy("analytic", () => e.analytic(x, g)),
  });
  return {
    asked: () => asked,
    optimizers: optimizers.map((o) => ({
      ...o,
      run: (oracle, ...rest) => {
        const value = (x: Float64Array): number => spy("value", () => oracle.value(x));
        const hvp = (x: Float64Array, v: Float64Array, out: Float64Array): void => spy("hvp", () => oracle.hvp(x, v, out));
        return o.run({ ...oracle, value, hvp }, ...rest);
      },
    })),
    gradients: gradients.map((s) => ({ ...s, make: (e, ...rest) => s.make(watch(e), ...rest) })),
  };
}

const families: readonly ProblemFamily[] = [...problems, box];
describe.each(families.map((family) => [family.name, family] as const))("%s", (_, family) => {
  const problem = choice(family.name, resolve(family.defaults, small[family.name] ?? { dim }, family.name));
  const { family: watched, count } = probed(family);
  const instance = makeInstance({ problem, instance: 0, seed: 0 }, watched, noFiles);
  const made = instance.problem;
  const sources = gradients.filter(({ needs }) => needs === "value" || (needs === "ad" ? isTraced(made) : made.gradient !== undefined));
  const methods = optimizers.flatMap((optimizer) =>
    (variants[optimizer.name] ?? [{}]).flatMap((given) =>
      (optimizer.uses === "value" ? [null] : sources).map(
        (source) => [`${optimizer.name}/${source?.name ?? "none"} ${JSON.stringify(given)}`, optimizer, given, source] as const,
      ),
    ),
  );

  test.each(methods)("%s", (_, optimizer, given, source) => {
    const spy = spied();
    const opsOf = (name: CallName): number => instance.programs.call(name).ops;
    const run = (budget: Budget) =>
      execute(
        specOf({
          problem,
          optimizer: choice(optimizer.name, paramsOf(optimizer, given)),
          gradient: source && choice(source.name, paramsOf(source)),
          budget,
          targets: [{ kind: "relative", value: 1e-8 }],
        }),
        { family: watched, read: noFiles, now: () => 0, instances: () => instance, ...spy },
      );
    for (const budget of budgets) {
      const before = count();
      const record = run(budget);
      expect(count() - before).toBe(evals(record.cost) + evals(record.setup) + evals(record.audit));
      const [spent, limit, next] =
        budget.unit === "evals"
          ? [evals(record.cost), budget.limit, 1]
          : [record.cost.ops, budget.limit * record.opsPerValue, opsOf(spy.asked())];
      expect(spent).toBeLessThanOrEqual(limit);
      if (record.stop === "budget") expect(spent + next).toBeGreaterThan(limit);
      expect(record.stop).not.toBe("error");
      expect(record.message).toBeNull();
      // Of the longest run shorter ones are the beginning.
      if (budget.limit === LONGEST) expect(stable(run(budget))).toEqual(stable(record));
    }
  });
});

test("the probe sees a free evaluation", () => {
  const { family, count } = probed(box);
  const { problem } = makeInstance({ problem: choice("black-box", { dim }), instance: 0, seed: 0 }, family, noFiles);
  if ("value" in problem) problem.value(problem.x0);
  expect(count()).toBe(1);
});
