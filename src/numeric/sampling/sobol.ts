/** Points of a Sobol' sequence, which fill [0, 1)ⁿ evenly, under a random digital shift: each is uniform, together they are no sample. */

import { normalQuantile } from "../statistics/normal-quantile.js";
import type { Directions } from "./directions.js";
import type { Rng } from "./random.js";

/** As far as the table of direction numbers goes (Joe & Kuo 2008, SIAM J. Sci. Comput. 30(5)). */
export const SOBOL_DIMENSIONS = 21201;

/** 2²⁰: the package's words have 20 bits, and beyond as many points its coordinates leave [0, 1). */
const POINTS = 1048576;

interface Generator {
  nextVector(): number[];
}

/** The unshifted sequence, the origin first. Loaded when used: the package reads its table from its own folder. */
function sequence(n: number): Generator {
  const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);
  const { SobolSequenceGenerator } = require("sobol") as { readonly SobolSequenceGenerator: new (n: number) => Generator };
  return new SobolSequenceGenerator(n);
}

/** Writes the next point to u; every coordinate lies strictly between 0 and 1. n ≤ SOBOL_DIMENSIONS. */
export type NextPoint = (u: Float64Array) => void;

/**
 * The sequence with a shift of its own for each coordinate: the 20 bits of a point are xored with random ones and followed by random ones,
 * 30 more, which all points share. So a point alone is uniform, whatever its index (Cranley & Patterson 1976, SIAM J. Numer. Anal. 13(6);
 * in base 2: L'Ecuyer & Lemieux 2002, Modeling Uncertainty, 419-474). After 2²⁰ points the sequence begins anew, shifted otherwise.
 */
export function shiftedSobol(n: number, rng: Rng): NextPoint {
  const bits = new Int32Array(n);
  const below = new Float64Array(n);
  const begin = (): Generator => {
    for (let i = 0; i < n; i++) {
      bits[i] = Math.floor(rng.uniform() * POINTS);
      // Half a unit of the last bit keeps clear of 0 and 1.
      below[i] = (Math.floor(rng.uniform() * 1073741824) + 0.5) / 1073741824;
    }
    return sequence(n);
  };
  let points = begin();
  let left = POINTS;
  return (u) => {
    if (left === 0) [points, left] = [begin(), POINTS];
    left--;
    const point = points.nextVector();
    for (let i = 0; i < n; i++) u[i] = (((point[i]! * POINTS) ^ bits[i]!) + below[i]!) / POINTS;
  };
}

/**
 * k directions: points mapped by Φ⁻¹ to standard normals, and by `fromNormals` to the law that they stand for. Every second point: the two of
 * a pair lie in opposite halves of every coordinate, so that they are nearly opposite directions, which tell nothing new of a slope.
 */
export function quasiRandom(fromNormals: (v: Float64Array) => void, k: number, n: number, rng: Rng): Directions {
  const next = shiftedSobol(n, rng);
  const v = new Float64Array(n);
  return (visit) => {
    for (let j = 0; j < k; j++) {
      next(v);
      next(v);
      for (let i = 0; i < n; i++) v[i] = normalQuantile(v[i]!);
      fromNormals(v);
      visit(v);
    }
  };
}
