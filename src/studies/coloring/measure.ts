/** What a coloring gives on a structure: how many colours, whether the structure was found, how far recovered entries are off. */

import { type SparseDerivative, type Sparsity, sparseHessian, sparseJacobian } from "../../ad/index.js";
import { colorCount } from "../../ad/jacobian/coloring.js";
import { eachEntry } from "../../ad/jacobian/sparsity.js";
import type { Rng } from "../../numeric/sampling/random.js";
import type { Structure } from "./structures.js";

export interface Measured {
  readonly colors: number;
  /** Sweeps forward and reverse. */
  readonly sweeps: readonly [forward: number, reverse: number];
  readonly pattern: Sparsity;
  /** Places that the program's structure has and the closed form has not, or the other way round. */
  readonly misplaced: number;
  /** The largest difference of an entry, relative to it where it is larger than 1. */
  readonly error: number;
}

export type JacobianColoring = "column" | "row" | "bidirectional";
export type HessianColoring = "star" | "acyclic";

/** At a point of small integers: polynomials and the sums of their derivatives are then exact. */
const pointOf = (n: number, rng: Rng): Float64Array => Float64Array.from({ length: n }, () => 1 + Math.floor(4 * rng.uniform()));

export const measureJacobian = (structure: Structure, coloring: JacobianColoring, rng: Rng): Measured =>
  measured(structure, sparseJacobian(structure.f, { coloring }), rng);
export const measureHessian = (structure: Structure, coloring: HessianColoring, rng: Rng): Measured =>
  measured(structure, sparseHessian(structure.f, { coloring }), rng);

function measured({ n, entries }: Structure, derivative: SparseDerivative, rng: Rng): Measured {
  const x = pointOf(n, rng);
  const { pattern, coloring } = derivative.plan(n);
  const matrix = derivative(x);
  const expected = new Map<number, number>();
  entries(x, (i, j, value) => expected.set(i * pattern.columns + j, value));
  let [found, error] = [0, 0];
  eachEntry(pattern, (i, j, at) => {
    const value = expected.get(i * pattern.columns + j);
    if (value === undefined) return;
    found++;
    error = Math.max(error, Math.abs(matrix.values[at]! - value) / Math.max(1, Math.abs(value)));
  });
  return {
    colors: colorCount(coloring),
    sweeps: [coloring.columnColors, coloring.rowColors],
    pattern,
    misplaced: pattern.indices.length - found + (expected.size - found),
    error,
  };
}
