/** A = L Lᵀ: dL = L Φ(L⁻¹ dA L⁻ᵀ), Φ the lower triangle with half the diagonal (Murray 2016, arXiv:1602.07527, section 3). */
import { AdError, shown } from "../errors.js";
import type { Expr, Op, Rule } from "../expr.js";
import { cholesky as factor } from "../matrix/cholesky.js";
import { mul } from "./arithmetic.js";
import { checkSquare, symmetric, tabulated, times, transposedRule } from "./matrix-rules.js";
import { triangleSolved } from "./matrix-solve.js";
import { transpose } from "./shape.js";

/** The tangent is symmetric, as is all that comes here. */
const jvp: Rule = (t, l) => {
  const solve = (b: Expr): Expr => triangleSolved(l, b, { name: "cholesky", upper: false, transposed: false });
  const middle = solve(transpose(solve(t)));
  const half = tabulated(l.shape[0]!, (i, j) => (i > j ? 1 : i === j ? 0.5 : 0));
  return times(l, mul(half, middle));
};

const choleskyOp: Op = {
  name: "cholesky",
  kernel: {
    form: "native",
    run: (L, [A], { shape }) => {
      if (!factor(L, A!, shape[0]!))
        throw new AdError("cholesky", `the matrix of shape ${shown(shape)} is not positive definite to rounding`);
    },
  },
  ops: ({ shape }) => Math.ceil((shape[0]! * shape[0]! * shape[0]!) / 3),
  jvp: [jvp],
  vjp: [transposedRule(jvp, 0)],
};

/**
 * L, lower triangular with a positive diagonal, with L Lᵀ = (A + Aᵀ)/2; so the gradient is symmetric. A: [n, n].
 * @throws AdError when it runs, where A is not positive definite to rounding.
 */
export function cholesky(a: Expr): Expr {
  checkSquare("cholesky", a);
  const s = symmetric(a);
  return { op: choleskyOp, args: [s], shape: s.shape, param: null };
}
