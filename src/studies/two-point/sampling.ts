/** Monte Carlo of an estimate G of ∇f: mean, standard error, E‖G − ∇f‖²/‖∇f‖². */
import { add, constant, dot, exp, sin, sum } from "../../ad/index.js";
import type { Estimate } from "../../core/gradient-source.js";
import type { TracedProblem } from "../../core/problem.js";
import type { Rng } from "../../numeric/sampling/random.js";

export interface Sampled {
  readonly mean: Float64Array;
  /** Of the mean, by coordinate. */
  readonly error: Float64Array;
  readonly variance: number;
}

/** `factor` times what the estimate says at x, where the gradient is `exact`. */
export function sampled(estimate: Estimate, x: Float64Array, exact: Float64Array, count: number, factor = 1): Sampled {
  const n = x.length;
  const g = new Float64Array(n);
  // Deviations from the exact gradient: nothing cancels, as it would in E g² − (E g)².
  const first = new Float64Array(n);
  const second = new Float64Array(n);
  for (let k = 0; k < count; k++) {
    estimate(x, g);
    for (let i = 0; i < n; i++) {
      const deviation = factor * g[i]! - exact[i]!;
      first[i]! += deviation;
      second[i]! += deviation * deviation;
    }
  }
  return {
    mean: first.map((s, i) => exact[i]! + s / count),
    error: first.map((s, i) => Math.sqrt((second[i]! / count - (s / count) * (s / count)) / count)),
    variance: second.reduce((s, d) => s + d, 0) / count / exact.reduce((s, e) => s + e * e, 0),
  };
}

/** How many standard errors the mean is away from the exact gradient, in the worst coordinate. */
export const sigmas = ({ mean, error }: Sampled, exact: Float64Array): number =>
  mean.reduce((worst, m, i) => Math.max(worst, Math.abs(m - exact[i]!) / error[i]!), 0);

/** f = a·x, where every difference is exact. */
export const linear = (a: Float64Array): TracedProblem => ({
  dim: a.length,
  x0: new Float64Array(a.length),
  f: (x) => dot(constant(a), x),
});

/** f = Σ sin x_i + exp x_i */
export const wavy = (dim: number): TracedProblem => ({ dim, x0: new Float64Array(dim), f: (x) => add(sum(sin(x)), sum(exp(x))) });

/** Uniform in [½, 3/2)ⁿ: there no odd derivative of sin + exp is small. */
export const wavyPoint = (n: number, rng: Rng): Float64Array => Float64Array.from({ length: n }, () => 0.5 + rng.uniform());
export const normalPoint = (n: number, rng: Rng): Float64Array => Float64Array.from({ length: n }, () => rng.normal());
