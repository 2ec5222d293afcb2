/** Random directions v with E[vvᵀ] = I/factor: what two-point estimators probe along. */
import type { Rng } from "./random.js";
import { addScaled, dot, norm2, scale } from "./vector.js";

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
