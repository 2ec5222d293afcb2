/** A = Q R: with W = dA R⁻¹, C = QᵀW and the skew Ω = tril(C, −1) − tril(C, −1)ᵀ, dR = (C − Ω) R and dQ = W − Q (C − Ω). */
import { type Expr, size } from "../expr.js";
import { qr as factor } from "../matrix/qr.js";
import { mul, sub } from "./arithmetic.js";
import { checkMatrix, factorisation, part, tabulated, times, transposedTimes } from "./matrix-rules.js";
import { triangleSolved } from "./matrix-solve.js";
import { concat, slice, transpose } from "./shape.js";

/** [m + n, n]: Q, and below it R. Half of the operations are for Q itself. */
const factors = factorisation(
  "qr",
  (F, [A], { args }) => {
    const [m, n] = args[0]!.shape as [number, number];
    factor(F, A!, m, n);
  },
  (a) => [a.shape[0]! + a.shape[1]!, a.shape[1]!],
  ({ args: [a] }) => {
    const n = a!.shape[1]!;
    return 4 * n * (size(a!.shape) - (n * n) / 3);
  },
);

const qOf = (a: Expr, f: Expr): Expr => qPart(a, f, a.shape, 0);
const rOf = (a: Expr, f: Expr): Expr => rPart(a, f, [a.shape[1]!, a.shape[1]!], size(a.shape));

/** W, and C − Ω, which is upper triangular. Walter & Lehmann (2010), eq. 6; Giles (2008) has the square case. */
function parts(t: Expr, a: Expr, f: Expr): readonly [w: Expr, upper: Expr] {
  const w = transpose(triangleSolved(rOf(a, f), transpose(t), { name: "qr", upper: true, transposed: true }));
  const c = transposedTimes(qOf(a, f), w);
  const lower = mul(
    c,
    tabulated(c.shape[0]!, (i, j) => (i > j ? 1 : 0)),
  );
  return [w, sub(c, sub(lower, transpose(lower)))];
}
const qPart = part("q", (t, a, f) => {
  const [w, upper] = parts(t, a, f);
  return sub(w, times(qOf(a, f), upper));
});
const rPart = part("r", (t, a, f) => times(parts(t, a, f)[1], rOf(a, f)));

/**
 * A = Q R: Q [m, k] with orthonormal columns, R [k, n] upper triangular with a diagonal ≥ 0; A [m, n], k = min(m, n). Derivatives throw
 * AdError when they run where the first k columns of A are dependent.
 */
export function qr(a: Expr): { readonly q: Expr; readonly r: Expr } {
  const [m, n] = checkMatrix("qr", a);
  if (m < n) {
    const { q, r } = qr(slice(a, [0, 0], [m, m]));
    return { q, r: concat([r, transposedTimes(q, slice(a, [0, m], [m, n]))], 1) };
  }
  const f = factors(a);
  return { q: qOf(a, f), r: rOf(a, f) };
}
