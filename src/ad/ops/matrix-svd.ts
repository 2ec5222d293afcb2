/**
 * A = U Σ Vᵀ, m ≥ n: with P = Uᵀ dA V and F_ij = 1/(σ_j² − σ_i²), dσ_i = P_ii, dV = V (F ∘ (ΣP + PᵀΣ)) and
 * dU = U (F ∘ (PΣ + ΣPᵀ)) + (I − U Uᵀ) dA V Σ⁻¹.
 */
import { type Expr, size } from "../expr.js";
import { svd as factor } from "../matrix/svd.js";
import { add, div, mul, sub } from "./arithmetic.js";
import { distinct, inverseGaps, inverseSums } from "./matrix-gaps.js";
import { checkMatrix, factorisation, part, times, transposedTimes } from "./matrix-rules.js";
import { sum } from "./move.js";
import { expandDims, transpose } from "./shape.js";

/** [m + 1 + n, n]: U, the values, V. Golub & Van Loan (2013), Matrix Computations, figure 8.6.1, counts that much for all three. */
export const svdFactors = factorisation(
  "svd",
  (F, [A], { args }) => {
    const [m, n] = args[0]!.shape as [number, number];
    factor(F, A!, m, n);
  },
  ({ shape }) => [shape[0]! + 1 + shape[1]!, shape[1]!],
  ({ args: [a] }) => {
    const [m, n] = a!.shape as [number, number];
    return 14 * m * n * n + 8 * n * n * n;
  },
);

const uOf = (a: Expr, f: Expr): Expr => uPart(a, f, a.shape, 0);
const sOf = (a: Expr, f: Expr): Expr => sPart(a, f, [a.shape[1]!], size(a.shape));
const vOf = (a: Expr, f: Expr): Expr => vPart(a, f, [a.shape[1]!, a.shape[1]!], size(a.shape) + a.shape[1]!);

/** P; columns of a product with Σ are scaled by σ, rows of one by σ as a column. */
const middle = (t: Expr, a: Expr, f: Expr): Expr => transposedTimes(uOf(a, f), times(t, vOf(a, f)));
const values = (a: Expr, f: Expr, zero = false): Expr => distinct(sOf(a, f), { name: "svd", what: "singular value", zero });
const both = (s: Expr): Expr => mul(inverseGaps(s), inverseSums(s));

/** Townsend (2016), Differentiating the singular value decomposition. */
const sPart = part("singular values", (t, a, f) => sum(mul(uOf(a, f), times(t, vOf(a, f))), [0]));
const vPart = part("right singular vectors", (t, a, f) => {
  const s = values(a, f);
  const q = mul(expandDims(s, 1), middle(t, a, f));
  return times(vOf(a, f), mul(both(s), add(q, transpose(q))));
});
const uPart = part("left singular vectors", (t, a, f) => {
  const [m, n] = a.shape as [number, number];
  const s = values(a, f, m > n);
  const [u, p] = [uOf(a, f), middle(t, a, f)];
  const q = mul(p, s);
  const within = times(u, mul(both(s), add(q, transpose(q))));
  if (m === n) return within;
  return add(within, div(sub(times(t, vOf(a, f)), times(u, p)), s));
});

interface Svd {
  /** [m, k], orthonormal columns, the largest entry of each positive. */
  readonly u: Expr;
  /** [k], descending. */
  readonly s: Expr;
  /** [n, k], orthonormal columns. */
  readonly v: Expr;
}

/**
 * A = U diag(s) Vᵀ, A [m, n], k = min(m, n). Derivatives of U and V throw AdError when they run where singular values are equal to
 * rounding, or one is 0 and A is not square.
 */
export function svd(a: Expr): Svd {
  const [m, n] = checkMatrix("svd", a);
  if (m < n) {
    const { u, s, v } = svd(transpose(a));
    return { u: v, s, v: u };
  }
  const f = svdFactors(a);
  return { u: uOf(a, f), s: sOf(a, f), v: vOf(a, f) };
}

/** Singular values, descending: they have a derivative where they are equal too, though no second one. */
export const singularValues = (a: Expr): Expr => svd(a).s;
