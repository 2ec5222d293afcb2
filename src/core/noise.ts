/** What a method sees of f: f + σ z or f (1 + σ z), with z of mean 0 and variance 1, or z = φ(x), the same whenever x is the same. */
import type { Rng } from "../numeric/sampling/random.js";
import { norm2, normInf } from "../numeric/vector.js";
import { choice, number, type Params } from "./params.js";

export interface Noise {
  /** σ > 0: the standard deviation where z is random, the amplitude where it is φ(x). */
  readonly level: number;
  readonly type: "additive" | "relative";
  readonly distribution: "gaussian" | "uniform" | "deterministic";
}

/** f(x) as it is seen. */
export type Perturbation = (f: number, x: Float64Array) => number;

/** Parameters of every problem. They belong to its oracle, not to its instance: data, x0 and the smooth f do not depend on them. */
export const noiseDefaults = {
  noise: number(0, { min: 0 }),
  "noise-type": choice("additive", "relative"),
  "noise-distribution": choice("gaussian", "uniform", "deterministic"),
};

/** The noise that resolved parameters ask for; null at level 0. */
export function noiseOf(params: Params): Noise | null {
  const level = params["noise"];
  if (typeof level !== "number" || level === 0) return null;
  const type = (params["noise-type"] ?? "additive") as Noise["type"];
  return { level, type, distribution: (params["noise-distribution"] ?? "gaussian") as Noise["distribution"] };
}

/** The parameters without those of the noise: what an instance is made of. */
export const smoothParams = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).filter(([key]) => !Object.hasOwn(noiseDefaults, key)));

/** A method that meets it is random: each evaluation at the same x may differ. */
export const isStochastic = (noise: Noise | null | undefined): boolean => !!noise && noise.distribution !== "deterministic";

/** How z is found: drawn anew for each evaluation, or from x. */
const laws: Readonly<Record<Noise["distribution"], (rng: Rng) => (x: Float64Array) => number>> = {
  gaussian: (rng) => () => rng.normal(),
  // On [-√3, √3], where its variance is 1 as well.
  uniform: (rng) => () => Math.sqrt(3) * (2 * rng.uniform() - 1),
  deterministic: () => wave,
};

/** `rng` is the stream of the noise, of which each evaluation takes what it needs. */
export function perturbation({ level, type, distribution }: Noise, rng: Rng): Perturbation {
  const z = laws[distribution](rng);
  return type === "additive" ? (f, x) => f + level * z(x) : (f, x) => f * (1 + level * z(x));
}

/**
 * φ = φ₀ (4 φ₀² − 3), φ₀ = 0.9 sin(100‖x‖₁) cos(100‖x‖∞) + 0.1 cos(‖x‖₂), in [-1, 1]: oscillates fast, and is not differentiable
 * where a coordinate is 0. Moré & Wild (2009), SIAM J. Optim. 20(1), §4.
 */
function wave(x: Float64Array): number {
  let norm1 = 0;
  for (let i = 0; i < x.length; i++) norm1 += Math.abs(x[i]!);
  const w = 0.9 * Math.sin(100 * norm1) * Math.cos(100 * normInf(x)) + 0.1 * Math.cos(norm2(x));
  return w * (4 * w * w - 3);
}
