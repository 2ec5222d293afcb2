/** Registered methods by name, with the parameters a test gives. */
import type { Evaluations } from "../../src/core/evaluations.js";
import type { Estimate, GradientSource } from "../../src/core/gradient-source.js";
import type { Optimizer } from "../../src/core/optimizer.js";
import { type Params, resolve } from "../../src/core/params.js";
import { gradients } from "../../src/gradients/index.js";
import { type Rng, stream } from "../../src/numeric/sampling/random.js";
import { optimizers } from "../../src/optimizers/index.js";

export function optimizerNamed(name: string): Optimizer {
  return optimizers.find((o) => o.name === name)!;
}
export function sourceNamed(name: string): GradientSource {
  return gradients.find((g) => g.name === name)!;
}
export const paramsOf = (method: { readonly name: string; readonly defaults: Optimizer["defaults"] }, given: Params = {}): Params =>
  resolve(method.defaults, given, method.name);

export function estimate(name: string, evaluations: Evaluations, given: Params = {}, rng: Rng = stream("test")): Estimate {
  const source = sourceNamed(name);
  return source.make(evaluations, paramsOf(source, given), rng);
}
