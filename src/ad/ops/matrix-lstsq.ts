/**
 * A⁺ B, the least X of all that minimise ‖A X − B‖: for a constant rank, with R = B − A X,
 * dX = A⁺ (dB − dA X) + A⁺ A⁺ᵀ dAᵀ R + (I − A⁺A) dAᵀ A⁺ᵀ X. Golub & Pereyra (1973), SIAM J. Numer. Anal. 10(2), eq. 4.12.
 */
import type { Expr, Op, Rule } from "../expr.js";
import { solveSvd } from "../matrix/svd.js";
import { add, sub } from "./arithmetic.js";
import { checkMatrix, identity, times, transposedRule, transposedTimes, withColumns } from "./matrix-rules.js";
import { svdFactors } from "./matrix-svd.js";
import { transpose } from "./shape.js";

interface LeastSquares {
  readonly rcond: number;
  /** (Aᵀ)⁺ in place of A⁺. */
  readonly transposed: boolean;
}

const jvpA: Rule = (t, x, a, f, b) => {
  const param = x.param as LeastSquares;
  const other = { ...param, transposed: !param.transposed };
  // With Aᵀ in place of A everywhere where that is what is solved.
  const [forward, back] = param.transposed ? [transposedTimes, times] : [times, transposedTimes];
  const pinv = (c: Expr): Expr => applied(a!, f!, c, param);
  const pinvT = (c: Expr): Expr => applied(a!, f!, c, other);
  const residual = sub(b!, forward(a!, x));
  const outside = back(t, pinvT(x));
  const right = sub(pinvT(back(t, residual)), forward(t, x));
  return add(pinv(sub(right, forward(a!, outside))), outside);
};
const leastSquares: Op = {
  name: "lstsq",
  kernel: {
    form: "native",
    run: (X, [, F, B], { args, param }) => {
      const [m, n] = args[0]!.shape as [number, number];
      const { rcond, transposed } = param as LeastSquares;
      solveSvd(X, F!, B!, m, n, rcond, transposed);
    },
  },
  ops: ({ args: [a], shape }) => 2 * (a!.shape[0]! + a!.shape[1]!) * Math.min(...a!.shape) * shape[1]!,
  jvp: [jvpA, null, (t, x, a, f) => applied(a!, f!, t, x.param as LeastSquares)],
  vjp: [
    transposedRule(jvpA, 0),
    null,
    (t, x, a, f) => applied(a!, f!, t, { ...(x.param as LeastSquares), transposed: !(x.param as LeastSquares).transposed }),
  ],
};
const applied = (a: Expr, f: Expr, b: Expr, param: LeastSquares): Expr => ({
  op: leastSquares,
  args: [a, f, b],
  shape: [a.shape[param.transposed ? 0 : 1]!, b.shape[1]!],
  param,
});

/**
 * The shortest x that minimises ‖A x − b‖; A [m, n], b [m] or [m, k], x [n] or [n, k]. Singular values up to rcond times the largest count
 * as 0 (max(m, n) ε without one); the derivative is that of matrices of the same rank.
 */
export function lstsq(a: Expr, b: Expr, { rcond }: { readonly rcond?: number } = {}): Expr {
  const [m, n] = checkMatrix("lstsq", a);
  const limit = rcond ?? Math.max(m, n) * Number.EPSILON;
  return withColumns("lstsq", m, b, (columns) =>
    m < n
      ? applied(transpose(a), svdFactors(transpose(a)), columns, { rcond: limit, transposed: true })
      : applied(a, svdFactors(a), columns, { rcond: limit, transposed: false }),
  );
}

/** A⁺, the pseudoinverse (Moore & Penrose), [n, m]. rcond as in lstsq. */
export const pinv = (a: Expr, options: { readonly rcond?: number } = {}): Expr => lstsq(a, identity(checkMatrix("pinv", a)[0]), options);
