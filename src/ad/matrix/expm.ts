/**
 * D^k exp(A)[E_1, …, E_k], [n, n]: the coefficient of t_1 ⋯ t_k in exp(A + Σ t_i E_i), computed with matrices over the ring of t_i² = 0.
 * Scaling and squaring with the [13/13] Padé approximant: Higham (2005), SIAM J. Matrix Anal. Appl. 26(4), algorithm 2.3.
 */
import { factor, factoredLength, solveFactored } from "./ldu.js";

/** Coefficients of the numerator, lowest first. */
const PADE = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800, 33522128640,
  1323241920, 40840800, 960960, 16380, 182, 1,
];
/** Up to this ‖A‖₁ the approximant is exact to rounding; lower than Higham's 5.37, for its derivatives are too: (27)ₖ 3^(27 − k) 13!²/(26! 27!) ≪ ε. */
const THETA = 3;

/** A matrix polynomial: for each set of t (as bits) a coefficient, [n, n], or null where it is 0. */
type Jet = readonly (Float64Array | null)[];

/** Es: [k, n, n]. */
export function expm(out: Float64Array, A: Float64Array, Es: Float64Array, n: number): void {
  const k = Es.length / (n * n);
  const norm = oneNorm(A, n);
  if (!Number.isFinite(norm)) return void out.fill(Number.NaN);
  let [squarings, scale] = [0, 1];
  for (; norm * scale > THETA; squarings++) scale /= 2;
  const X: Jet = Array.from({ length: 1 << k }, (_, set) => {
    const e = 31 - Math.clz32(set);
    if (set === 0) return A.map((a) => scale * a);
    return set === 1 << e ? Es.slice(e * n * n, (e + 1) * n * n).map((a) => scale * a) : null;
  });
  let Y = pade(X, n);
  for (; squarings > 0; squarings--) Y = multiply(Y, Y, n);
  out.set(Y[Y.length - 1] ?? new Float64Array(n * n));
}

function oneNorm(A: Float64Array, n: number): number {
  let norm = 0;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.abs(A[i * n + j]!);
    norm = Math.max(norm, sum);
  }
  return norm;
}

/** (V − U)⁻¹ (V + U), U the odd part of the numerator, V the even one. */
function pade(X: Jet, n: number): Jet {
  const X2 = multiply(X, X, n);
  const X4 = multiply(X2, X2, n);
  const X6 = multiply(X4, X2, n);
  const b = PADE as readonly number[];
  const high = (k: number): Jet => multiply(X6, combine(n, [X6, b[12 + k]!], [X4, b[10 + k]!], [X2, b[8 + k]!]), n);
  const part = (k: number): Jet => shifted(combine(n, [high(k), 1], [X6, b[6 + k]!], [X4, b[4 + k]!], [X2, b[2 + k]!]), n, b[k]!);
  const [U, V] = [multiply(X, part(1), n), part(0)];
  return divide(combine(n, [V, 1], [U, -1]), combine(n, [V, 1], [U, 1]), n);
}

/** Σ c P */
function combine(n: number, ...terms: readonly (readonly [Jet, number])[]): Jet {
  return terms[0]![0].map((_, set) => {
    let sum: Float64Array | null = null;
    for (const [P, c] of terms) {
      const part = P[set];
      if (!part) continue;
      sum ??= new Float64Array(n * n);
      for (let i = 0; i < sum.length; i++) sum[i]! += c * part[i]!;
    }
    return sum;
  });
}

/** P + c I */
const shifted = (P: Jet, n: number, c: number): Jet =>
  P.with(
    0,
    P[0]!.map((p, at) => (at % (n + 1) === 0 ? p + c : p)),
  );

/** (P Q)_S = Σ_(T ⊆ S) P_T Q_(S \ T) */
function multiply(P: Jet, Q: Jet, n: number): Jet {
  return P.map((_, set) => {
    let sum: Float64Array | null = null;
    for (let part = set; part >= 0; part = part === 0 ? -1 : (part - 1) & set) {
      const [p, q] = [P[part], Q[set ^ part]];
      if (!p || !q) continue;
      sum ??= new Float64Array(n * n);
      addProduct(sum, p, q, n, 1);
    }
    return sum;
  });
}

/** P⁻¹ Q: X_S = P_∅⁻¹ (Q_S − Σ_(∅ ≠ T ⊆ S) P_T X_(S \ T)) */
function divide(P: Jet, Q: Jet, n: number): Jet {
  const F = new Float64Array(factoredLength(n));
  factor(F, P[0]!, n);
  const X: Float64Array[] = [];
  for (let set = 0; set < Q.length; set++) {
    const right = Q[set]?.slice() ?? new Float64Array(n * n);
    for (let part = set; part > 0; part = (part - 1) & set) {
      const p = P[part];
      if (p) addProduct(right, p, X[set ^ part]!, n, -1);
    }
    X.push(new Float64Array(n * n));
    solveFactored(X[set]!, F, right, n, false);
  }
  return X;
}

/** C += sign · A B */
function addProduct(C: Float64Array, A: Float64Array, B: Float64Array, n: number, sign: 1 | -1): void {
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const a = sign * A[i * n + k]!;
      for (let j = 0; j < n; j++) C[i * n + j]! += a * B[k * n + j]!;
    }
}
