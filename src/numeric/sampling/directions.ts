/** Random directions v, E[vvᵀ] = I/c: G = (c/k) Σ_j s_j v_j estimates a gradient without bias from k slopes s_j = ∇f·v_j along them. */

import { addScaled, dot, norm2, scale } from "../vector.js";
import type { Rng } from "./random.js";

/** Overwrites v with one direction. */
export type Draw = (v: Float64Array, rng: Rng) => void;

/** N(0, I) */
export const gaussian: Draw = (v, rng) => {
  for (let i = 0; i < v.length; i++) v[i] = rng.normal();
};

/** Uniform on the unit sphere: a normalised Gaussian (Muller 1959, Comm. ACM 2(4):19). */
export const sphere: Draw = (v, rng) => {
  let length = 0;
  while (length === 0) {
    gaussian(v, rng);
    length = norm2(v);
  }
  scale(v, 1 / length);
};

/** Independent signs. */
export const rademacher: Draw = (v, rng) => {
  for (let i = 0; i < v.length; i++) v[i] = rng.uniform() < 0.5 ? -1 : 1;
};

/** A unit vector e_i, i uniform. */
export const coordinate: Draw = (v, rng) => {
  v.fill(0);
  v[Math.floor(rng.uniform() * v.length)] = 1;
};

/** Overwrites all the vectors (at most as many as they are long) with directions that are orthonormal. */
export type DrawBlock = (block: readonly Float64Array[], rng: Rng) => void;

/** Haar measure on the Stiefel manifold: Gram–Schmidt, done twice for rounding, on Gaussians (Mezzadri 2007, Notices AMS 54(5)). */
export const haarBlock: DrawBlock = (block, rng) => {
  block.forEach((v, k) => {
    sphere(v, rng);
    for (let pass = 0; pass < 2; pass++) for (let j = 0; j < k; j++) addScaled(v, v, -dot(block[j]!, v), block[j]!);
    scale(v, 1 / norm2(v));
  });
};

/** Coordinates without replacement: Floyd's sampling (Bentley & Floyd 1987, Comm. ACM 30(9)). */
export const coordinateBlock: DrawBlock = (block, rng) => {
  const n = block[0]?.length ?? 0;
  const taken = new Set<number>();
  for (let j = n - block.length; j < n; j++) {
    const i = Math.floor(rng.uniform() * (j + 1));
    taken.add(taken.has(i) ? j : i);
  }
  let k = 0;
  for (const i of taken) block[k++]!.fill(0)[i] = 1;
};

/** A law of directions, and what an estimate from one of them is worth. */
interface Law {
  readonly draw: Draw;
  /** Many at once that are orthonormal, each of them with this law; null where there is no such thing. */
  readonly block: DrawBlock | null;
  /** The direction that independent standard normals stand for, v being overwritten; null where they stand for none. */
  readonly fromNormals: ((v: Float64Array) => void) | null;
  /** c in E[vvᵀ] = I/c */
  readonly factor: (n: number) => number;
  /** ω in E‖c (u·v) v − u‖² = ω‖u‖²: c² E[(u·v)² ‖v‖²]/‖u‖² − 1. */
  readonly variance: (n: number) => number;
}

export const laws = {
  sphere: {
    draw: sphere,
    block: haarBlock,
    fromNormals: (v) => void scale(v, 1 / norm2(v)),
    factor: (n) => n,
    variance: (n) => n - 1,
  },
  gaussian: { draw: gaussian, block: null, fromNormals: (_: Float64Array) => {}, factor: () => 1, variance: (n) => n + 1 },
  rademacher: { draw: rademacher, block: null, fromNormals: null, factor: () => 1, variance: (n) => n - 1 },
  coordinate: { draw: coordinate, block: coordinateBlock, fromNormals: null, factor: (n) => n, variance: (n) => n - 1 },
} as const satisfies Readonly<Record<string, Law>>;

export type Distribution = keyof typeof laws;

/** Shows `visit` one direction after the other, new ones at each call. They are borrowed. */
export type Directions = (visit: (v: Float64Array) => void) => void;

/** k independent directions. */
export function independent(draw: Draw, k: number, n: number, rng: Rng): Directions {
  const v = new Float64Array(n);
  return (visit) => {
    for (let j = 0; j < k; j++) {
      draw(v, rng);
      visit(v);
    }
  };
}

/** k directions in blocks of up to n that are orthonormal; blocks are independent. */
export function orthonormal(draw: DrawBlock, k: number, n: number, rng: Rng): Directions {
  const block = Array.from({ length: Math.min(n, k) }, () => new Float64Array(n));
  return (visit) => {
    for (let done = 0; done < k; done += block.length) {
      const batch = block.slice(0, k - done);
      draw(batch, rng);
      batch.forEach(visit);
    }
  };
}

/** ω of k orthonormal directions, c = n: full blocks are exact, what is left over projects on k mod n of n dimensions. For k ≤ n: n/k − 1. */
export function orthonormalVariance(k: number, n: number): number {
  const rest = k % n;
  return (rest * (n - rest)) / (k * k);
}

/** g = weight Σ_j slope(v_j) v_j */
export function sumAlong(g: Float64Array, weight: number, directions: Directions, slope: (v: Float64Array) => number): void {
  g.fill(0);
  directions((v) => void addScaled(g, g, weight * slope(v), v));
}
