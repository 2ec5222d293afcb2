/** The functions and maps of MC1, MC4 and MC10, at random matrices and points. */
import type { Rng } from "../../numeric/sampling/random.js";
import { conditionedMatrix, normalMatrix, numbersOf } from "../dense.js";
import { coupled } from "./coupled.js";
import type { Known, KnownMap } from "./known.js";
import { maps } from "./maps.js";
import { separables } from "./separable.js";

export interface Catalogue {
  readonly functions: readonly Known[];
  readonly maps: readonly KnownMap[];
  /** A new one each time, all coordinates in [½, 3/2). */
  readonly point: () => Float64Array;
}

/** Of the regular matrix: its inverse is known to so many digits less. */
const CONDITION = 4;

export function catalogue(rng: Rng, n: number, m: number): Catalogue {
  const A = numbersOf(conditionedMatrix(rng, n, n, CONDITION));
  const B = numbersOf(normalMatrix(rng, m, n));
  const b = Float64Array.from({ length: n }, () => rng.normal());
  return {
    functions: [...separables, ...coupled(A, b)],
    maps: maps(A, B, n),
    point: () => Float64Array.from({ length: n }, () => 0.5 + rng.uniform()),
  };
}
