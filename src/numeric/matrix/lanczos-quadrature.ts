/** vᵀ f(A) v = ∫ f dμ ≈ Σ_j w_j f(θ_j), a Gauss rule made by Lanczos; averaged over random v, the density of eigenvalues of A. */
import { type Distribution, laws } from "../sampling/directions.js";
import type { Rng } from "../sampling/random.js";
import { dot } from "../vector.js";
import { gaussRule, type Quadrature } from "./gauss-rule.js";
import { lanczos, type Product } from "./lanczos.js";

/**
 * The rule for vᵀ f(A) v, v = `start`, [n], after at most `steps` products: exact for polynomials of degree ≤ 2·steps − 1. Its weights
 * add up to ‖v‖². Null when a product is not finite. Golub & Meurant (2010), Matrices, Moments and Quadrature, chapter 6.
 */
export function lanczosQuadrature(product: Product, start: Float64Array, steps: number): Quadrature | null {
  const T = lanczos(product, start, steps);
  if (!T) return null;
  const { nodes, weights } = gaussRule(T);
  const size = dot(start, start);
  return { nodes, weights: weights.map((w) => w * size) };
}

export interface DensityOptions {
  /** Products a probe, default 40. */
  readonly steps?: number;
  /** Default 20. */
  readonly probes?: number;
  /** Law of the probes, default "rademacher". */
  readonly distribution?: Distribution;
}

/**
 * Stochastic Lanczos quadrature: points and weights, Σ weights = 1, of which (1/n) tr f(A) ≈ Σ_j w_j f(θ_j). For the n × n symmetric A
 * of `product`, which is called steps · probes times at most. Null when a product is not finite.
 * Lin, Saad & Yang (2016), SIAM Rev. 58(1), §3.2; Ubaru, Chen & Saad (2017), SIAM J. Matrix Anal. Appl. 38(4), algorithm 1.
 */
export function spectralDensity(
  n: number,
  product: Product,
  rng: Rng,
  { steps = 40, probes = 20, distribution = "rademacher" }: DensityOptions = {},
): Quadrature | null {
  const v = new Float64Array(n);
  const points: (readonly [node: number, weight: number])[] = [];
  for (let k = 0; k < probes; k++) {
    laws[distribution].draw(v, rng);
    const rule = lanczosQuadrature(product, v, steps);
    if (!rule) return null;
    const size = probes * dot(v, v);
    rule.nodes.forEach((node, j) => void points.push([node, rule.weights[j]! / size]));
  }
  points.sort(([a], [b]) => a - b);
  return { nodes: Float64Array.from(points, ([node]) => node), weights: Float64Array.from(points, ([, weight]) => weight) };
}

/** Every point drawn out to a normal density of standard deviation sigma: its height at t. */
export function blurred({ nodes, weights }: Quadrature, sigma: number, t: number): number {
  const height = nodes.reduce((sum, node, j) => {
    const z = (t - node) / sigma;
    return sum + weights[j]! * Math.exp((-z * z) / 2);
  }, 0);
  return height / (sigma * Math.sqrt(2 * Math.PI));
}
