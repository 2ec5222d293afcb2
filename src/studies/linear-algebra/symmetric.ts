/** Through S = V Λ Vᵀ and S = L Lᵀ, S symmetric. What takes (A + Aᵀ)/2 has a symmetric gradient. */
import { cholesky, type Expr, eigh, eigvalsh, exp, expm, log, matmul, mul, reshape, slice, sum, transpose } from "../../ad/index.js";
import { matrixLibrary } from "../../numeric/matrix/matrix-library.js";
import { type Matrix, matrixOf, symmetricPart } from "../dense.js";
import { type Case, type Draw, type Instance, weighed } from "./cases.js";
import { lecture } from "./defaults.js";

const daleckiiKrein = "Daleckii & Krein (1965); Higham (2008), Functions of Matrices, theorem 3.11";
const divided = "V (Γ ∘ VᵀF̄V) Vᵀ, Γ_ij = (e^λ_i − e^λ_j)/(λ_i − λ_j)";

function eigenOf(S: Matrix): { readonly values: readonly number[]; readonly V: Matrix } {
  const { realEigenvalues: values, eigenvectorMatrix: V } = new (matrixLibrary().EigenvalueDecomposition)(S, { assumeSymmetric: true });
  return { values, V };
}

/** The adjoint of D exp(S) at F̄. */
function exponentialGradient(S: Matrix, bar: Matrix): Matrix {
  const { values, V } = eigenOf(S);
  const C = V.transpose().mmul(bar).mmul(V);
  const slope = (x: number, y: number): number => (x === y ? Math.exp(x) : (Math.exp(y) * Math.expm1(x - y)) / (x - y));
  return V.mmul(matrixOf(S.rows, S.rows, (i, j) => slope(values[i]!, values[j]!) * C.get(i, j))).mmul(V.transpose());
}

const spectral = (a: Expr): Expr => {
  const { values, vectors } = eigh(a);
  return matmul(mul(vectors, exp(values)), transpose(vectors));
};

function choleskyInstance({ n, normal, definite }: Draw): Instance {
  const [S, bar] = [definite(), normal(n, n)];
  const { CholeskyDecomposition, inverse } = matrixLibrary();
  const L = new CholeskyDecomposition(S).lowerTriangularMatrix;
  const product = L.transpose().mmul(matrixOf(n, n, (i, j) => (i >= j ? bar.get(i, j) : 0)));
  const middle = matrixOf(n, n, (i, j) => (i >= j ? product.get(i, j) / (i === j ? 2 : 1) : 0));
  const inverted = inverse(L);
  return {
    at: [S],
    f: (s) => weighed(bar, cholesky(s!)),
    gradients: [symmetricPart(inverted.transpose().mmul(middle).mmul(inverted))],
  };
}

export const symmetric: readonly Case[] = [
  {
    id: "eigh",
    f: "F = V e^Λ Vᵀ, the exponential by eigenvectors",
    gradients: [["S", `${divided}, symmetric part`]],
    source: daleckiiKrein,
    draw: ({ n, normal, definite }) => {
      const [S, bar] = [definite(), normal(n, n)];
      return { at: [S], f: (s) => weighed(bar, spectral(s!)), gradients: [symmetricPart(exponentialGradient(S, bar))] };
    },
  },
  {
    id: "expm",
    f: "F = e^S by scaling and squaring",
    gradients: [["S", divided]],
    source: daleckiiKrein,
    draw: ({ n, normal, definite }) => {
      const [S, bar] = [definite(), normal(n, n)];
      return { at: [S], f: (s) => weighed(bar, expm(s!)), gradients: [exponentialGradient(S, bar)] };
    },
  },
  {
    id: "largest",
    f: "the largest eigenvalue of S",
    gradients: [["S", "vvᵀ"]],
    source: "Magnus (1985), Econometric Theory 1(2), theorem 1",
    draw: ({ n, definite }) => {
      const S = definite();
      const { values, V } = eigenOf(S);
      const v = V.getColumnVector(values.indexOf(Math.max(...values)));
      return { at: [S], f: (s) => sum(slice(eigvalsh(s!), n - 1, n)), gradients: [v.mmul(v.transpose())] };
    },
  },
  {
    id: "cholesky",
    f: "L with LLᵀ = S",
    gradients: [["S", "L⁻ᵀ Φ(LᵀL̄) L⁻¹, symmetric part; Φ: the lower triangle with half the diagonal"]],
    source: `${lecture}; Murray (2016), arXiv:1602.07527`,
    draw: choleskyInstance,
  },
  {
    id: "logdet",
    f: "log det S = 2 Σ log L_ii",
    gradients: [["S", "S⁻¹"]],
    source: lecture,
    draw: ({ n, definite }) => {
      const S = definite();
      const diagonal = (l: Expr): Expr => slice(reshape(l, [n * n]), 0, n * n, n + 1);
      return { at: [S], f: (s) => mul(2, sum(log(diagonal(cholesky(s!))))), gradients: [matrixLibrary().inverse(S)] };
    },
  },
];
