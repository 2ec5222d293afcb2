/**
 * D^k adj(A)[E_1, …, E_k], [n, n], from P A Q = L D U: it is ± Q U⁻¹ D^k adj(D)[L⁻¹ P E_i Q U⁻¹] L⁻¹ P, and for a diagonal D a sum of
 * products of entries. Nothing is divided by D, so A may have any rank.
 */
import { columnsOf, rowsOf, signOf } from "./ldu.js";

/** Es: [k, n, n]. */
export function adjugate(out: Float64Array, F: Float64Array, Es: Float64Array, n: number): void {
  const k = Es.length / (n * n);
  const [rows, columns, U] = [rowsOf(F, n), columnsOf(F, n), unitUpper(F, n)];
  const inner = Array.from({ length: k }, (_, e) => {
    const G = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) G[i * n + j] = Es[(e * n + rows[i]!) * n + columns[j]!]!;
    for (let i = 0; i < n; i++) for (let l = 0; l < i; l++) for (let j = 0; j < n; j++) G[i * n + j]! -= F[i * n + l]! * G[l * n + j]!;
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) for (let l = 0; l < j; l++) G[i * n + j]! -= G[i * n + l]! * U[l * n + j]!;
    return G;
  });
  const X = ofDiagonal(F, inner, n);
  // X L⁻¹, from the last column on; then U⁻¹ X L⁻¹, from the last row on.
  for (let i = 0; i < n; i++)
    for (let j = n - 1; j >= 0; j--) for (let l = j + 1; l < n; l++) X[i * n + j]! -= X[i * n + l]! * F[l * n + j]!;
  for (let i = n - 1; i >= 0; i--)
    for (let l = i + 1; l < n; l++) for (let j = 0; j < n; j++) X[i * n + j]! -= U[i * n + l]! * X[l * n + j]!;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[columns[i]! * n + rows[j]!] = signOf(F, n) * X[i * n + j]!;
}

/** U, the diagonal not included: the rows of D U over the pivots. What stands beside a pivot 0 is 0 too. */
function unitUpper(F: Float64Array, n: number): Float64Array {
  const U = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const pivot = F[i * n + i]!;
    if (pivot !== 0) for (let j = i + 1; j < n; j++) U[i * n + j] = F[i * n + j]! / pivot;
  }
  return U;
}

/** D^k adj(D)[E …] = Σ_I Π_(l ∉ I) d_l · (adjugate of the mixed minors with rows and columns in I), I of k + 1 indices. */
function ofDiagonal(F: Float64Array, Es: readonly Float64Array[], n: number): Float64Array {
  const X = new Float64Array(n * n);
  const all = Es.map((_, e) => e);
  for (const I of subsets(n, Es.length + 1)) {
    let others = 1;
    for (let l = 0; l < n; l++) if (!I.includes(l)) others *= F[l * n + l]!;
    for (const [a, i] of I.entries())
      for (const [b, j] of I.entries()) {
        const minor = mixedMinor(Es, n, I.toSpliced(a, 1), I.toSpliced(b, 1), all);
        X[j * n + i]! += ((a + b) % 2 === 0 ? others : -others) * minor;
      }
  }
  return X;
}

/** Σ over the ways to take each row from another of the matrices, of the determinants; expanded along the first row. */
function mixedMinor(
  Es: readonly Float64Array[],
  n: number,
  rows: readonly number[],
  columns: readonly number[],
  left: readonly number[],
): number {
  const [row, ...below] = rows;
  if (row === undefined) return 1;
  let total = 0;
  for (const [at, e] of left.entries())
    for (const [b, column] of columns.entries()) {
      const entry = Es[e]![row * n + column]!;
      total += (b % 2 === 0 ? entry : -entry) * mixedMinor(Es, n, below, columns.toSpliced(b, 1), left.toSpliced(at, 1));
    }
  return total;
}

/** All sets of `count` numbers below n, each ascending. */
function* subsets(n: number, count: number, from = 0): Generator<number[]> {
  if (count === 0) yield [];
  else for (let i = from; i <= n - count; i++) for (const rest of subsets(n, count - 1, i + 1)) yield [i, ...rest];
}
