/** Functions whose derivatives are known in closed form. */
import type { Expr } from "../../ad/index.js";

/** f: Rⁿ → R. */
export interface Known {
  readonly name: string;
  readonly f: (x: Expr) => Expr;
  readonly gradient: (x: Float64Array) => Float64Array;
  /** ∂²f/∂x_i∂x_j. */
  readonly hessian: (x: Float64Array, i: number, j: number) => number;
}

/** f: Rⁿ → Rᵐ. */
export interface KnownMap {
  readonly name: string;
  readonly f: (x: Expr) => Expr;
  readonly results: number;
  /** ∂f_i/∂x_j. */
  readonly jacobian: (x: Float64Array, i: number, j: number) => number;
}

/** Row-major, [m, n]. */
export const table = (m: number, n: number, entry: (i: number, j: number) => number): Float64Array =>
  Float64Array.from({ length: m * n }, (_, at) => entry(Math.floor(at / n), at % n));

export const hessianOf = ({ hessian }: Known, x: Float64Array): Float64Array => table(x.length, x.length, (i, j) => hessian(x, i, j));
export const jacobianOf = ({ jacobian, results }: KnownMap, x: Float64Array): Float64Array =>
  table(results, x.length, (i, j) => jacobian(x, i, j));

export const delta = (i: number, j: number): number => (i === j ? 1 : 0);
