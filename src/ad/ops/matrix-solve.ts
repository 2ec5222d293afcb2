/** A⁻¹ B: d(A⁻¹B) = A⁻¹ (dB − dA A⁻¹B). The factors of A serve all derivatives. */
import { AdError, shown } from "../errors.js";
import { type Expr, type Op, size } from "../expr.js";
import { solveTriangle } from "../matrix/cholesky.js";
import { factor, factoredLength, rankOf, solveFactored } from "../matrix/ldu.js";
import { mul, neg } from "./arithmetic.js";
import { checkSquare, factorisation, identity, tabulated, times, timesTransposed, transposedTimes, withColumns } from "./matrix-rules.js";

/** P A Q = L D U, in one array. 2n³/3 multiplications and additions, n³/3 comparisons. */
export const ldu = factorisation(
  "ldu",
  (F, [A], node) => factor(F, A!, node.args[0]!.shape[0]!),
  (a) => [factoredLength(a.shape[0]!)],
  (node) => node.args[0]!.shape[0]! * size(node.args[0]!.shape),
);

interface Solve {
  /** What the user called, for messages. */
  readonly name: string;
  readonly transposed: boolean;
}

const solveOp: Op = {
  name: "solve",
  kernel: {
    form: "native",
    run: (X, [, F, B], { args, param }) => {
      const n = args[0]!.shape[0]!;
      const { name, transposed } = param as Solve;
      if (rankOf(F!, n) < n)
        throw new AdError(name, `the matrix of shape ${shown(args[0]!.shape)} is singular to rounding: its rank is ${rankOf(F!, n)}`);
      solveFactored(X, F!, B!, n, transposed);
    },
  },
  ops: (node) => 2 * node.args[0]!.shape[0]! * size(node.shape),
  jvp: [
    (t, x, a, f) => neg(solved(a!, f!, (transposedOf(x) ? transposedTimes : times)(t, x), x.param as Solve)),
    null,
    (t, x, a, f) => solved(a!, f!, t, x.param as Solve),
  ],
  vjp: [
    (t, x, a, f) => neg(transposedOf(x) ? timesTransposed(x, back(t, x, a!, f!)) : timesTransposed(back(t, x, a!, f!), x)),
    null,
    (t, x, a, f) => back(t, x, a!, f!),
  ],
};
const transposedOf = (x: Expr): boolean => (x.param as Solve).transposed;
const back = (t: Expr, x: Expr, a: Expr, f: Expr): Expr => {
  const { name, transposed } = x.param as Solve;
  return solved(a, f, t, { name, transposed: !transposed });
};

/** A⁻¹ B or A⁻ᵀ B by the factors f of A. */
export const solved = (a: Expr, f: Expr, b: Expr, param: Solve): Expr => ({ op: solveOp, args: [a, f, b], shape: b.shape, param });

/**
 * X with A X = B; A [n, n], B [n] or [n, k].
 * @throws AdError when it runs, where A is singular to rounding.
 */
export function solve(a: Expr, b: Expr): Expr {
  const n = checkSquare("solve", a);
  return withColumns("solve", n, b, (columns) => solved(a, ldu(a), columns, { name: "solve", transposed: false }));
}

/**
 * A⁻¹, [n, n].
 * @throws AdError when it runs, where A is singular to rounding.
 */
export const inverse = (a: Expr): Expr => solved(a, ldu(a), identity(checkSquare("inverse", a)), { name: "inverse", transposed: false });

interface Triangle {
  readonly name: string;
  readonly upper: boolean;
  readonly transposed: boolean;
}

const triangleOp: Op = {
  name: "solveTriangular",
  kernel: {
    form: "native",
    run: (X, [T, B], { args, param }) => {
      const n = args[0]!.shape[0]!;
      const { name, upper, transposed } = param as Triangle;
      for (let i = 0; i < n; i++)
        if (T![i * n + i] === 0) throw new AdError(name, `the triangular matrix is singular: entry (${i}, ${i}) is 0`);
      solveTriangle(X, T!, B!, n, upper, transposed);
    },
  },
  ops: (node) => node.args[0]!.shape[0]! * size(node.shape),
  jvp: [
    (t, x, a) => {
      const param = x.param as Triangle;
      return neg(triangleSolved(a!, (param.transposed ? transposedTimes : times)(triangle(t, param), x), param));
    },
    (t, x, a) => triangleSolved(a!, t, x.param as Triangle),
  ],
  vjp: [
    (t, x, a) => {
      const param = x.param as Triangle;
      const b = triangleSolved(a!, t, { ...param, transposed: !param.transposed });
      return neg(triangle(param.transposed ? timesTransposed(x, b) : timesTransposed(b, x), param));
    },
    (t, x, a) => triangleSolved(a!, t, { ...(x.param as Triangle), transposed: !(x.param as Triangle).transposed }),
  ],
};
const triangle = (t: Expr, { upper }: Triangle): Expr =>
  mul(
    t,
    tabulated(t.shape[0]!, (i, j) => ((upper ? j >= i : i >= j) ? 1 : 0)),
  );

export const triangleSolved = (a: Expr, b: Expr, param: Triangle): Expr => ({ op: triangleOp, args: [a, b], shape: b.shape, param });

/**
 * X with T X = B, or Tᵀ X = B, of which only the lower or the upper triangle of T [n, n] is read; B [n] or [n, k].
 * @throws AdError when it runs, where a diagonal entry is 0.
 */
export function solveTriangular(
  a: Expr,
  b: Expr,
  { upper = false, transposed = false }: { upper?: boolean; transposed?: boolean } = {},
): Expr {
  const n = checkSquare("solveTriangular", a);
  return withColumns("solveTriangular", n, b, (columns) => triangleSolved(a, columns, { name: "solveTriangular", upper, transposed }));
}
