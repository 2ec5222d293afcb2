/** Through A = U Σ Vᵀ: functions of the singular values, such as the nuclear norm Σσ, and the polar factor U Vᵀ, which needs the derivatives of both sides. */
import { matmul, singularValues, sum, svd, transpose } from "../../ad/index.js";
import { matrixLibrary } from "../../numeric/matrix/matrix-library.js";
import { type Matrix, matrixOf } from "../dense.js";
import { type Case, weighed } from "./cases.js";
import { lecture } from "./defaults.js";

/** A = U diag(s) Vᵀ by another library. */
function svdOf(A: Matrix): { readonly U: Matrix; readonly s: readonly number[]; readonly V: Matrix } {
  const { SingularValueDecomposition } = matrixLibrary();
  const { leftSingularVectors: U, diagonal: s, rightSingularVectors: V } = new SingularValueDecomposition(A);
  return { U, s, V };
}

export const singular: readonly Case[] = [
  {
    id: "nuclear",
    f: "the nuclear norm Σσ of A",
    gradients: [["A", "UVᵀ"]],
    source: lecture,
    draw: ({ n, m, conditioned }) => {
      const A = conditioned(m, n);
      const { U, V } = svdOf(A);
      return { at: [A], f: (a) => sum(singularValues(a!)), gradients: [U.mmul(V.transpose())] };
    },
  },
  {
    id: "singular-values",
    f: "Σ c_i σ_i, any c",
    gradients: [["A", "U Σ̄ Vᵀ, Σ̄ = diag(c)"]],
    source: lecture,
    draw: ({ n, m, normal, conditioned }) => {
      const [A, c] = [conditioned(m, n), normal(1, n)];
      const { U, V } = svdOf(A);
      return { at: [A], f: (a) => weighed(c, singularValues(a!)), gradients: [U.mulRowVector(c.getRow(0)).mmul(V.transpose())] };
    },
  },
  {
    id: "polar",
    f: "the polar factor P = UVᵀ of A",
    gradients: [["A", "U (K ∘ (C − Cᵀ)) Vᵀ + (I − UUᵀ)P̄VΣ⁻¹Vᵀ, C = UᵀP̄V, K_ij = 1/(σ_i + σ_j)"]],
    source: "Higham (2008), Functions of Matrices, theorem 8.9: the Sylvester equation of the polar factor, transposed",
    draw: ({ n, m, normal, conditioned }) => {
      const [A, bar] = [conditioned(m, n), normal(m, n)];
      const { U, s, V } = svdOf(A);
      const C = U.transpose().mmul(bar).mmul(V);
      const within = U.mmul(matrixOf(n, n, (i, j) => (C.get(i, j) - C.get(j, i)) / (s[i]! + s[j]!)));
      const outside = bar.mmul(V).sub(U.mmul(C)).divRowVector(s);
      const P = (a: Parameters<typeof svd>[0]) => {
        const { u, v } = svd(a);
        return matmul(u, transpose(v));
      };
      return { at: [A], f: (a) => weighed(bar, P(a!)), gradients: [within.add(outside).mmul(V.transpose())] };
    },
  },
];
