/** Registered gradient sources and optimizers by name, on meters of their own: what a study measures is what a run uses. */
import type { Evaluations } from "../core/evaluations.js";
import type { Estimate, GradientSource } from "../core/gradient-source.js";
import { Meter } from "../core/meter.js";
import { defineOptimizer, type Optimizer } from "../core/optimizer.js";
import { type Params, resolve } from "../core/params.js";
import type { Problem } from "../core/problem.js";
import { makePrograms } from "../core/programs.js";
import { gradients } from "../gradients/index.js";
import type { Rng } from "../numeric/sampling/random.js";
import { optimizers } from "../optimizers/index.js";

/** Throws when it is not registered: a bug of the study. */
function named<T extends { readonly name: string }>(name: string, registered: readonly T[]): T {
  const found = registered.find((entry) => entry.name === name);
  if (!found) throw new Error(`"${name}" is not registered`);
  return found;
}
export const sourceNamed = (name: string): GradientSource => named(name, gradients);
export const optimizerNamed = (name: string): Optimizer => named(name, optimizers);

/** Defaults expanded, given values checked. */
export const paramsOf = (method: GradientSource | Optimizer, given: Params = {}): Params =>
  resolve(method.defaults, given, method.name) as Params;

/** A meter without limits. */
export const meterOf = (problem: Problem): Meter => new Meter(makePrograms(problem));

/** The estimate of a registered source. */
export function estimateOf(name: string, given: Params, evaluations: Evaluations, rng: Rng): Estimate {
  const source = sourceNamed(name);
  return source.make(evaluations, paramsOf(source, given), rng);
}

/** The same optimizer with given parameters as its defaults, handing a copy of every iterate to `see`. */
export const observed = (optimizer: Optimizer, given: Params, see: (x: Float64Array) => void): Optimizer =>
  defineOptimizer({
    ...optimizer,
    defaults: { ...optimizer.defaults, ...given },
    *run(oracle, x0, params, rng) {
      const iterates = optimizer.run(oracle, x0, params, rng);
      for (;;) {
        const next = iterates.next();
        if (next.done) return next.value;
        see(next.value.x.slice());
        yield next.value;
      }
    },
  });
