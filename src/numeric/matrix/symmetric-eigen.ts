/** A = V Λ Vᵀ for a symmetric A, by a library that is loaded when it is first needed. */
import { matrixLibrary } from "./matrix-library.js";

export interface SymmetricEigen {
  /** [n], in no promised order. */
  readonly values: Float64Array;
  /** [n, n] row-major: column j belongs to values[j]. */
  readonly vectors: Float64Array;
}

/** A is [n, n], row-major. Null when it holds a number that is not finite. */
export function symmetricEigen(A: Float64Array, n: number): SymmetricEigen | null {
  if (!A.every(Number.isFinite)) return null;
  const { EigenvalueDecomposition, Matrix } = matrixLibrary();
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(Matrix.from1DArray(n, n, A), { assumeSymmetric: true });
  return { values: Float64Array.from(realEigenvalues), vectors: Float64Array.from(eigenvectorMatrix.to1DArray()) };
}
