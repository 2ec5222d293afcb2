/** A = V Λ Vᵀ, A symmetric: with P = Vᵀ dA V, dλ_i = P_ii and dV = V (F ∘ P), F_ij = 1/(λ_j − λ_i). */
import type { Expr } from "../expr.js";
import { eigen } from "../matrix/eigen.js";
import { mul } from "./arithmetic.js";
import { distinct, inverseGaps } from "./matrix-gaps.js";
import { checkSquare, factorisation, part, symmetric, times, transposedTimes } from "./matrix-rules.js";
import { sum } from "./move.js";

/** [n + 1, n]: the values, and below them V. */
const factors = factorisation(
  "eigh",
  (F, [A], { args }) => eigen(F, A!, args[0]!.shape[0]!),
  (a) => [a.shape[0]! + 1, a.shape[0]!],
  ({ args: [a] }) => {
    const n = a!.shape[0]!;
    return 9 * n * n * n;
  },
);

const valuesOf = (a: Expr, f: Expr): Expr => valuesPart(a, f, [a.shape[0]!], 0);
const vectorsOf = (a: Expr, f: Expr): Expr => vectorsPart(a, f, a.shape, a.shape[0]!);

/** Only the diagonal of P is needed, so repeated values do no harm. Magnus (1985), Econometric Theory 1(2), theorem 1. */
const valuesPart = part("eigenvalues", (t, a, f) => {
  const v = vectorsOf(a, f);
  return sum(mul(v, times(t, v)), [0]);
});
const vectorsPart = part("eigenvectors", (t, a, f) => {
  const v = vectorsOf(a, f);
  const gaps = inverseGaps(distinct(valuesOf(a, f), { name: "eigh", what: "eigenvalue", zero: false }));
  return times(v, mul(gaps, transposedTimes(v, times(t, v))));
});

/**
 * Eigenvalues, ascending, [n], and eigenvectors, [n, n], a column each, the largest entry positive, of (A + Aᵀ)/2; A [n, n].
 * Derivatives of vectors throw AdError when they run where values are equal to rounding.
 */
export function eigh(a: Expr): { readonly values: Expr; readonly vectors: Expr } {
  checkSquare("eigh", a);
  const s = symmetric(a);
  const f = factors(s);
  return { values: valuesOf(s, f), vectors: vectorsOf(s, f) };
}

/** The eigenvalues of (A + Aᵀ)/2, ascending: they have a derivative where they are equal too, though no second one. */
export const eigvalsh = (a: Expr): Expr => eigh(a).values;
