/** Runs of the registered gradient descent with the registered two-point estimate, step after step. */
import type { Meter } from "../../core/meter.js";
import { makeOracle } from "../../core/oracle.js";
import type { Params } from "../../core/params.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { mean, variance } from "../../numeric/statistics/fit.js";
import { dot, norm2, scale } from "../../numeric/vector.js";
import { estimateOf, optimizerNamed, paramsOf, sourceNamed } from "../methods.js";

export interface Descent {
  readonly meter: Meter;
  readonly x0: Float64Array;
  readonly given: Params;
  readonly step: number;
}

/** Shows x_k, k = 0 … iterations. */
export function descend(
  { meter, x0, given, step }: Descent,
  iterations: number,
  rng: Rng,
  see: (x: Float64Array, k: number) => void,
): void {
  const gd = optimizerNamed("gd");
  const source = sourceNamed("two-point");
  const oracle = makeOracle(meter, source, paramsOf(source, given), rng);
  let k = 0;
  for (const { x } of gd.run(oracle, x0, paramsOf(gd, { step }), rng)) {
    see(x, k);
    if (k++ === iterations) return;
  }
}

/** A mean with its standard error. */
export interface Mean {
  readonly mean: number;
  readonly error: number;
}
const meanOf = (sample: readonly number[]): Mean => ({ mean: mean(sample), error: Math.sqrt(variance(sample) / sample.length) });

/** E‖x_k‖² at the last iteration. */
export function meanSquare(descent: Descent, iterations: number, runs: number, rng: Rng): Mean {
  const squares = Array.from({ length: runs }, (_, run) => {
    let last = Number.NaN;
    descend(descent, iterations, rng.split(`${run}`), (x) => {
      last = dot(x, x);
    });
    return last;
  });
  return meanOf(squares);
}

/** Steps that come before the direction has the stationary law, and batches whose means count as independent. */
const [WARM, BATCHES] = [100, 100];

/**
 * E log ‖x_(k+1)‖/‖x_k‖ along one run on a quadratic around 0. x is kept at length 1, where h = 1 has the least rounding; on a quadratic no h
 * has any truncation.
 */
export function growth({ meter, x0, given, step }: Descent, iterations: number, rng: Rng): Mean {
  const estimate = estimateOf("two-point", { ...given, h: 1 }, meter, rng);
  const x = x0.slice();
  const g = new Float64Array(x.length);
  scale(x, 1 / norm2(x));
  const advance = (): number => {
    estimate(x, g);
    for (let i = 0; i < x.length; i++) x[i]! -= step * g[i]!;
    const length = norm2(x);
    scale(x, 1 / length);
    return Math.log(length);
  };
  for (let k = 0; k < WARM; k++) advance();
  const each = Math.ceil(iterations / BATCHES);
  return meanOf(
    Array.from({ length: BATCHES }, () => {
      let sum = 0;
      for (let k = 0; k < each; k++) sum += advance();
      return sum / each;
    }),
  );
}
