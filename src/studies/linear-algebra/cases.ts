/** Functions of matrices through decompositions, drawn at random, and their gradients in closed form. */
import { type Expr, mul, sum } from "../../ad/index.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { conditionedMatrix, constantOf, definiteMatrix, type Matrix, normalMatrix } from "../dense.js";

/** A function at a point. */
export interface Instance {
  readonly at: readonly Matrix[];
  readonly f: (...x: Expr[]) => Expr;
  /** Of the arguments, in their order. */
  readonly gradients: readonly Matrix[];
}

export interface Case {
  readonly id: string;
  /** What is differentiated. */
  readonly f: string;
  /** By argument: its name, and what its gradient is. */
  readonly gradients: readonly (readonly [argument: string, formula: string])[];
  readonly source: string;
  readonly draw: (draw: Draw) => Instance;
}

/** Random matrices. */
export interface Draw {
  readonly n: number;
  readonly m: number;
  readonly normal: (m: number, n: number) => Matrix;
  readonly conditioned: (m: number, n: number) => Matrix;
  readonly definite: () => Matrix;
}

export const drawFrom = (rng: Rng, n: number, m: number, condition: number): Draw => ({
  n,
  m,
  normal: (p, q) => normalMatrix(rng, p, q),
  conditioned: (p, q) => conditionedMatrix(rng, p, q, condition),
  definite: () => definiteMatrix(rng, n, condition),
});

/** ⟨W, Y⟩: the cotangent of Y is W. */
export const weighed = (W: Matrix, y: Expr): Expr => sum(mul(constantOf(W), y));
