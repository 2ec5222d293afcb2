/** Bias E G − ∇f and variance E‖G − E G‖² of a gradient source at a point, from K estimates with a linear model as control variate. */
import type { Evaluations } from "../core/evaluations.js";
import type { GradientSource } from "../core/gradient-source.js";
import type { Params } from "../core/params.js";
import type { Rng } from "../numeric/sampling/random.js";
import { addScaled, dot, norm2 } from "../numeric/vector.js";

/** In units of ‖∇f‖, ‖∇f‖ and ‖∇f‖². */
export interface Moments {
  readonly bias: number;
  /** Standard error of the bias. */
  readonly biasError: number;
  readonly variance: number;
}

const REPEATS = 32;

/**
 * E G is found as ∇f + E(G − L), where L is the same estimate, with the same random numbers, of the linear model of f, of which any
 * source of finite variance is unbiased: G − L varies as little as it is biased, while the variance of G alone would drown the bias.
 * Where L is not seen to be unbiased, or the source declares no variance that would make it so, E G is the plain mean.
 */
export function momentsOf(
  source: GradientSource,
  params: Params,
  evaluations: Evaluations,
  x: Float64Array,
  gradient: Float64Array,
  rng: Rng,
): Moments {
  const n = x.length;
  const model = linearModel(x, gradient);
  const [whole, rest, linear] = [new Sample(n), new Sample(n), new Sample(n)];
  const [g, l] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < REPEATS; k++) {
    // A stream is a name: both get the same numbers.
    source.make(evaluations, params, rng.split(String(k)))(x, g);
    source.make(model, params, rng.split(String(k)))(x, l);
    rest.add(addScaled(new Float64Array(n), g, -1, l));
    whole.add(addScaled(g, g, -1, gradient));
    linear.add(addScaled(l, l, -1, gradient));
  }
  const size = norm2(gradient);
  const used = Number.isFinite(source.variance(n, params)) && linear.isCentred(size) ? rest : whole;
  return {
    bias: Math.sqrt(Math.max(0, used.meanSquare - used.scatter / REPEATS)) / size,
    biasError: Math.sqrt(used.scatter / REPEATS) / size,
    variance: whole.scatter / (size * size),
  };
}

/** Sum and squares of vectors, [n]. */
class Sample {
  readonly #sum: Float64Array;
  #squares = 0;
  #count = 0;
  constructor(n: number) {
    this.#sum = new Float64Array(n);
  }
  add(v: Float64Array): void {
    addScaled(this.#sum, this.#sum, 1, v);
    this.#squares += dot(v, v);
    this.#count++;
  }
  /** ‖mean‖² */
  get meanSquare(): number {
    return dot(this.#sum, this.#sum) / (this.#count * this.#count);
  }
  /** Unbiased estimate of E‖v − E v‖². */
  get scatter(): number {
    return Math.max(0, this.#squares - this.#count * this.meanSquare) / (this.#count - 1);
  }
  /** The mean is 0 within 4 standard errors, or to rounding. */
  isCentred(size: number): boolean {
    return this.meanSquare <= (16 * this.scatter) / this.#count + 1e-12 * size * size;
  }
}

/** y ↦ ∇f·(y − x): the constant is left out, so that differences of it are exact. */
function linearModel(x: Float64Array, gradient: Float64Array): Evaluations {
  const value = (y: Float64Array): number => {
    let s = 0;
    for (let i = 0; i < y.length; i++) s += gradient[i]! * (y[i]! - x[i]!);
    return s;
  };
  const vjp = (y: Float64Array, g: Float64Array): number => {
    g.set(gradient);
    return value(y);
  };
  return {
    dim: x.length,
    value,
    jvp: (y, v) => [value(y), dot(gradient, v)],
    vjp,
    hvp: (y, _, out) => {
      out.fill(0);
      return value(y);
    },
    analytic: vjp,
  };
}
