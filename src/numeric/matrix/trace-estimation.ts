/** tr A = E[vᵀAv] where E[vvᵀ] = I: the trace of a matrix that is known by its products. */
import { type Distribution, laws } from "../sampling/directions.js";
import type { Rng } from "../sampling/random.js";
import { mean, variance } from "../statistics/fit.js";
import { dot, norm2, scale } from "../vector.js";
import type { Product } from "./lanczos.js";
import { withoutSpan } from "./without-span.js";

export interface TraceEstimate {
  readonly estimate: number;
  /** Standard error of what is random about it; NaN with a single sample. */
  readonly error: number;
  /** How often A was multiplied by a vector. */
  readonly products: number;
}

export interface TraceOptions {
  /** How often A may be multiplied by a vector. */
  readonly products?: number;
  /** Law of the vectors, scaled so that E[vvᵀ] = I; default "rademacher". */
  readonly distribution?: Distribution;
}

/** Overwrites v with one vector of E[vvᵀ] = I. */
export function isotropic(distribution: Distribution): (v: Float64Array, rng: Rng) => void {
  const { draw, factor } = laws[distribution];
  return (v, rng) => {
    draw(v, rng);
    const c = factor(v.length);
    if (c !== 1) scale(v, Math.sqrt(c));
  };
}

/** The mean of vᵀAv over independent v (100 by default), A being n × n. Hutchinson (1990), Commun. Stat. Simul. Comput. 19(2); Girard (1989). */
export function hutchinson(
  n: number,
  product: Product,
  rng: Rng,
  { products = 100, distribution = "rademacher" }: TraceOptions = {},
): TraceEstimate {
  const draw = isotropic(distribution);
  const [v, w] = [new Float64Array(n), new Float64Array(n)];
  const samples = Array.from({ length: products }, () => {
    draw(v, rng);
    product(v, w);
    return dot(v, w);
  });
  return { estimate: mean(samples), error: Math.sqrt(variance(samples) / products), products };
}

/**
 * A third of the products (99 by default) finds a subspace Q = orth(A S) that holds most of A, a third takes its trace there, exactly,
 * and a third estimates the rest: tr QᵀAQ + (1/m) Σ gᵀ(I − QQᵀ) A (I − QQᵀ) g. For positive semidefinite A its error falls as 1/products.
 * Meyer, Musco, Musco & Woodruff (2021), SOSA, algorithm 1.
 */
export function hutchPlusPlus(
  n: number,
  product: Product,
  rng: Rng,
  { products = 99, distribution = "rademacher" }: TraceOptions = {},
): TraceEstimate {
  const draw = isotropic(distribution);
  const third = Math.min(n, Math.floor(products / 3));
  const [v, w] = [new Float64Array(n), new Float64Array(n)];
  const basis: Float64Array[] = [];
  for (let k = 0; k < third; k++) {
    draw(v, rng);
    const q = new Float64Array(n);
    product(v, q);
    const size = norm2(q);
    const rest = withoutSpan(q, basis);
    // Nothing left but rounding: A has no more to offer.
    if (rest > 1e-13 * size) basis.push(scale(q, 1 / rest));
  }
  let held = 0;
  for (const q of basis) {
    product(q, w);
    held += dot(q, w);
  }
  const left = basis.length === n ? 0 : products - third - basis.length;
  const samples = Array.from({ length: left }, () => {
    draw(v, rng);
    withoutSpan(v, basis);
    product(v, w);
    return dot(v, w);
  });
  const exact = basis.length === n;
  return {
    estimate: held + (exact ? 0 : mean(samples)),
    error: exact ? 0 : Math.sqrt(variance(samples) / left),
    products: third + basis.length + left,
  };
}
