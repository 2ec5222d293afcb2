/** A network on digits, before and after it has learnt them, with what multiplies by its Hessian and by its Gauss–Newton matrix. */
import { compile, gaussNewtonProduct, input } from "../../ad/index.js";
import { run } from "../../bench/run.js";
import { UsageError } from "../../core/errors.js";
import { resolve } from "../../core/params.js";
import type { Product } from "../../numeric/matrix/lanczos.js";
import type { Rng } from "../../numeric/sampling/random.js";
import mlp, { classifier, widthsOf } from "../../problems/mlp.js";
import { meterOf, observed, optimizerNamed } from "../methods.js";
import { hessianAt } from "../operators.js";
import type { Context } from "./defaults.js";

export interface Trained {
  readonly dim: number;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly loss: { readonly start: number; readonly end: number };
  /** v ↦ ∇²f(x) v, and without the curvature of the network. */
  readonly hessian: (x: Float64Array) => Product;
  readonly gaussNewton: (x: Float64Array) => Product;
}

export function trained({ layers, activation, batch, l2, iterations }: Context["params"], rng: Rng): Trained {
  if (widthsOf(layers).length < 3) throw new UsageError(`layers ${layers}: without a hidden layer the loss is convex from the start`);
  const params = resolve(mlp.defaults, { layers, activation, batch, l2 }, "problem mlp");
  const problem = mlp.make(params, rng, () => "");
  const { scores, loss } = classifier(widthsOf(layers), activation, batch, rng);
  let end = problem.x0;
  const lbfgs = observed(optimizerNamed("lbfgs"), {}, (x) => {
    end = x;
  });
  const family = { ...mlp, make: () => problem };
  const [record] = run({
    problem: family,
    params: { layers, activation, batch, l2 },
    optimizers: [lbfgs],
    gradients: "reverse",
    maxIterations: iterations,
    budget: 4 * iterations,
    budgetUnit: "evals",
  });
  const meter = meterOf(problem);
  const [p, v] = [input([problem.dim]), input([problem.dim])];
  const product = compile([p, v], [gaussNewtonProduct(scores, loss, p, v)]);
  return {
    dim: problem.dim,
    start: problem.x0,
    end,
    loss: { start: meter.value(problem.x0), end: record!.f },
    hessian: (x) => hessianAt(meter, x),
    gaussNewton: (x) => (direction, out) => {
      product.inputs[0]!.set(x);
      product.inputs[1]!.set(direction);
      product.run();
      out.set(product.outputs[0]!);
    },
  };
}
