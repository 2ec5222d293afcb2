/** x_(k+1) = x_k − step·G(x_k), the registered gradient descent, with exact f(x_k) and ‖∇f(x_k)‖² beside it, whatever G is. */
import { makeOracle } from "../../core/oracle.js";
import type { Problem } from "../../core/problem.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { dot } from "../../numeric/vector.js";
import { meterOf, optimizerNamed, paramsOf, sourceNamed } from "../methods.js";

/** k = 0 … iterations */
export interface Path {
  readonly f: Float64Array;
  /** ‖∇f(x_k)‖² */
  readonly slopes: Float64Array;
}

/** Compiled once; each call is a run from x0. */
export function descent(problem: Problem, gradient: string, step: number, iterations: number): (rng: Rng) => Path {
  const gd = optimizerNamed("gd");
  const source = sourceNamed(gradient);
  const meter = meterOf(problem);
  // Its own meter: the method pays for what it asks, not for being watched.
  const exact = meterOf(problem);
  const g = new Float64Array(problem.dim);
  return (rng) => {
    const path: Path = { f: new Float64Array(iterations + 1), slopes: new Float64Array(iterations + 1) };
    const oracle = makeOracle(meter, source, paramsOf(source), rng);
    let k = 0;
    for (const { x } of gd.run(oracle, problem.x0, paramsOf(gd, { step }), rng)) {
      path.f[k] = exact.vjp(x, g);
      path.slopes[k] = dot(g, g);
      if (k++ === iterations) break;
    }
    return path;
  };
}
