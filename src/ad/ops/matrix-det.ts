/** Determinants: D det(A)[E] = tr(adj(A) E) for every A, D log|det A| [E] = tr(A⁻¹ E). */
import type { Expr, Op } from "../expr.js";
import { adjugate } from "../matrix/adjugate.js";
import { pivotsOf, signOf } from "../matrix/ldu.js";
import { traceGradient } from "../trace-gradient.js";
import { add, mul } from "./arithmetic.js";
import { log } from "./elementary.js";
import { checkSquare, identity } from "./matrix-rules.js";
import { ldu, solved } from "./matrix-solve.js";
import { sum } from "./move.js";
import { transpose } from "./shape.js";

const binomial = (n: number, k: number): number => Array.from({ length: k }).reduce<number>((c, _, i) => (c * (n - i)) / (i + 1), 1);
const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));

/** Two products of matrices for each direction and for the result; and for each set of k + 1 pivots, its minors and the product of the others. */
const adjugateOf = traceGradient(
  "adjugate",
  (out, _, F, directions, n) => adjugate(out, F, directions, n),
  (n, k) => {
    const minors = (k + 1) * (k + 1) * factorial(k) * factorial(k) * (k + 1);
    return 2 * (k + 1) * n * n * n + binomial(n, k + 1) * (n - k + minors);
  },
);

/** f(pivots, det P det Q), whose derivative along E is the inner product of E with `slope`; 0 without one. */
function ofPivots(
  name: string,
  ops: number,
  f: (pivots: Float64Array, sign: number) => number,
  slope?: (a: Expr, data: Expr) => Expr,
): (a: Expr) => Expr {
  const op: Op = {
    name,
    kernel: {
      form: "native",
      run: (out, [, F], { args }) => {
        const n = args[0]!.shape[0]!;
        out[0] = f(pivotsOf(F!, n), signOf(F!, n));
      },
    },
    ops: ({ args }) => ops * args[0]!.shape[0]!,
    jvp: [slope ? (t, _, a, data) => sum(mul(slope(a!, data!), t), [0, 1]) : null, null],
    vjp: [slope ? (t, _, a, data) => mul(t, slope(a!, data!)) : null, null],
  };
  return (a) => ({ op, args: [a, ldu(a)], shape: [], param: null });
}

const signum = ofPivots("sign of det", 1, (pivots, sign) => pivots.reduce((s, d) => s * Math.sign(d), sign));

const logabsdet = ofPivots(
  "logabsdet",
  11,
  (pivots) => pivots.reduce((s, d) => s + Math.log(Math.abs(d)), 0),
  (a, data) => solved(a, data, identity(a.shape[0]!), { name: "logdet", transposed: true }),
);

/** Small and large pivots in turn: no product on the way is further from 1 than it must. */
const determinant = ofPivots(
  "det",
  1,
  (pivots, sign) => {
    let det = sign;
    for (let [i, j] = [0, pivots.length - 1]; i <= j; ) det *= Math.abs(det) > 1 ? pivots[j--]! : pivots[i++]!;
    return det;
  },
  (a, data) => transpose(adjugateOf(a, data)),
);

/** det A, a polynomial: exact derivatives of every order, whatever the rank of A [n, n]. */
export function det(a: Expr): Expr {
  checkSquare("det", a);
  return determinant(a);
}

/** The sign of det A (−1, 0 or 1) and log|det A|, which may be finite where det A overflows. The gradient of a singular matrix throws AdError when it runs. */
export function slogdet(a: Expr): { readonly sign: Expr; readonly logabsdet: Expr } {
  checkSquare("slogdet", a);
  return { sign: signum(a), logabsdet: logabsdet(a) };
}

/** log det A; NaN where det A < 0. The gradient of a singular matrix throws AdError when it runs. */
export function logdet(a: Expr): Expr {
  checkSquare("logdet", a);
  return add(logabsdet(a), log(signum(a)));
}
