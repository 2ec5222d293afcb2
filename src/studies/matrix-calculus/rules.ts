/** The rules of matrix differentials, each with random matrices to try it on. */
import { add, det, div, type Expr, inverse, logdet, matmul, mul, square, sum, trace, transpose } from "../../ad/index.js";
import { matrixLibrary } from "../../numeric/matrix/matrix-library.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { conditionedMatrix, constantOf, type Matrix, matrixOf, normalMatrix } from "../dense.js";
import { integerAdjugate, integerMatrix, singularMatrix } from "./integers.js";
import { delta } from "./known.js";

/** A function at matrices X, … along dX, …, and what its differential should be. */
export interface Trial {
  readonly f: (...x: Expr[]) => Expr;
  readonly at: readonly Matrix[];
  readonly d: readonly Matrix[];
  readonly closed: Matrix;
}

export interface MatrixRule {
  readonly id: string;
  readonly rule: string;
  /** On integers both sides are exact: not a bit may differ. */
  readonly exact: boolean;
  readonly draw: (rng: Rng, n: number, condition: number) => Trial;
}

const scalar = (x: number): Matrix => matrixOf(1, 1, () => x);
const eye = (n: number): Matrix => matrixOf(n, n, delta);
const inner = (X: Matrix, Y: Matrix): number => X.transpose().mmul(Y).trace();
const plus = (X: Matrix, Y: Matrix): Matrix => X.clone().add(Y);

const integers = (id: string, rule: string, draw: (make: () => Matrix, n: number) => Trial): MatrixRule => ({
  id,
  rule,
  exact: true,
  draw: (rng, n) => draw(() => integerMatrix(rng, n, n), n),
});
const reals = (id: string, rule: string, draw: (X: Matrix, dX: Matrix, n: number) => Trial): MatrixRule => ({
  id,
  rule,
  exact: false,
  draw: (rng, n, condition) => draw(conditionedMatrix(rng, n, n, condition), normalMatrix(rng, n, n), n),
});

const ALPHA = 3;

export const matrixRules: readonly MatrixRule[] = [
  integers("constant", "dA = 0", (make, n) => {
    const A = make();
    return { f: () => constantOf(A), at: [make()], d: [make()], closed: matrixOf(n, n, () => 0) };
  }),
  integers("scaled", "d(αX) = α dX", (make) => {
    const dX = make();
    return { f: (x) => mul(ALPHA, x!), at: [make()], d: [dX], closed: dX.clone().mul(ALPHA) };
  }),
  integers("product", "d(AXB) = A dX B", (make) => {
    const [A, B, dX] = [make(), make(), make()];
    return { f: (x) => matmul(matmul(constantOf(A), x!), constantOf(B)), at: [make()], d: [dX], closed: A.mmul(dX).mmul(B) };
  }),
  integers("sum", "d(X + Y) = dX + dY", (make) => {
    const [dX, dY] = [make(), make()];
    return { f: (x, y) => add(x!, y!), at: [make(), make()], d: [dX, dY], closed: plus(dX, dY) };
  }),
  integers("transpose", "d(Xᵀ) = (dX)ᵀ", (make) => {
    const dX = make();
    return { f: (x) => transpose(x!), at: [make()], d: [dX], closed: dX.transpose() };
  }),
  integers("trace", "d tr X = tr dX", (make) => {
    const dX = make();
    return { f: (x) => trace(x!), at: [make()], d: [dX], closed: scalar(dX.trace()) };
  }),
  integers("leibniz", "d(XY) = dX Y + X dY", (make) => {
    const [X, Y, dX, dY] = [make(), make(), make(), make()];
    return { f: (x, y) => matmul(x!, y!), at: [X, Y], d: [dX, dY], closed: plus(dX.mmul(Y), X.mmul(dY)) };
  }),
  integers("square", "d(X²) = dX X + X dX", (make) => {
    const [X, dX] = [make(), make()];
    return { f: (x) => matmul(x!, x!), at: [X], d: [dX], closed: plus(dX.mmul(X), X.mmul(dX)) };
  }),
  integers("inner", "d⟨X, Y⟩ = ⟨dX, Y⟩ + ⟨X, dY⟩", (make) => {
    const [X, Y, dX, dY] = [make(), make(), make(), make()];
    return { f: (x, y) => sum(mul(x!, y!)), at: [X, Y], d: [dX, dY], closed: scalar(inner(dX, Y) + inner(X, dY)) };
  }),
  reals("quotient", "d(X/φ) = (φ dX − X dφ)/φ², φ = ⟨X, X⟩", (X, dX) => {
    const phi = inner(X, X);
    const slope = 2 * inner(X, dX);
    const closed = dX
      .clone()
      .mul(phi)
      .sub(X.clone().mul(slope))
      .div(phi * phi);
    return { f: (x) => div(x!, sum(square(x!))), at: [X], d: [dX], closed };
  }),
  reals("det", "d det X = det X ⟨X⁻ᵀ, dX⟩", (X, dX) => {
    const { determinant, inverse: inverted } = matrixLibrary();
    return { f: (x) => det(x!), at: [X], d: [dX], closed: scalar(determinant(X) * inner(inverted(X).transpose(), dX)) };
  }),
  {
    id: "det-singular",
    rule: "d det X = ⟨(adj X)ᵀ, dX⟩, X of rank n − 1",
    exact: false,
    draw: (rng, n) => {
      const [X, dX] = [singularMatrix(rng, n), normalMatrix(rng, n, n)];
      return { f: (x) => det(x!), at: [X], d: [dX], closed: scalar(inner(integerAdjugate(X).transpose(), dX)) };
    },
  },
  reals("inverse", "d(X⁻¹) = −X⁻¹ dX X⁻¹", (X, dX) => {
    const Y = matrixLibrary().inverse(X);
    return { f: (x) => inverse(x!), at: [X], d: [dX], closed: Y.mmul(dX).mmul(Y).neg() };
  }),
  reals("logdet", "d log det X = ⟨X⁻ᵀ, dX⟩", (X, dX) => {
    const { determinant, inverse: inverted } = matrixLibrary();
    // An exchange of rows makes the determinant positive.
    if (determinant(X) < 0) X.swapRows(0, 1);
    return { f: (x) => logdet(x!), at: [X], d: [dX], closed: scalar(inner(inverted(X).transpose(), dX)) };
  }),
  reals("chain", "d g(F) = g′(F)[dF]: d log det(I + XᵀX) = 2⟨X (I + XᵀX)⁻¹, dX⟩", (X, dX, n) => {
    const F = plus(eye(n), X.transpose().mmul(X));
    const closed = scalar(2 * inner(X.mmul(matrixLibrary().inverse(F)), dX));
    return { f: (x) => logdet(add(constantOf(eye(n)), matmul(transpose(x!), x!))), at: [X], d: [dX], closed };
  }),
];
