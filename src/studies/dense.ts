/** Matrices as another library computes with them, and the numbers of traced expressions: what derivatives are compared by. */
import type { Matrix } from "ml-matrix";
import { compile, constant, type Expr, input, reshape, slice } from "../ad/index.js";
import { matrixLibrary } from "../numeric/matrix/matrix-library.js";
import type { Rng } from "../numeric/sampling/random.js";

export type { Matrix };

/** entry(i, j), [m, n]. */
export function matrixOf(m: number, n: number, entry: (i: number, j: number) => number): Matrix {
  const { Matrix: Dense } = matrixLibrary();
  return new Dense(Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_, j) => entry(i, j))));
}

export const normalMatrix = (rng: Rng, m: number, n: number): Matrix => matrixOf(m, n, () => rng.normal());

/** Orthonormal columns, [m, n] with m ≥ n. */
export function orthonormalMatrix(rng: Rng, m: number, n: number): Matrix {
  const { QrDecomposition } = matrixLibrary();
  return new QrDecomposition(normalMatrix(rng, m, n)).orthogonalMatrix;
}

/** [m, n] with min(m, n) singular values from 1 to 1/condition, in a geometric series. */
export function conditionedMatrix(rng: Rng, m: number, n: number, condition: number): Matrix {
  if (m < n) return conditionedMatrix(rng, n, m, condition).transpose();
  const values = geometric(n, condition);
  return orthonormalMatrix(rng, m, n)
    .mulRowVector([...values])
    .mmul(orthonormalMatrix(rng, n, n).transpose());
}

/** [n, n], symmetric, with eigenvalues from 1 to 1/condition. */
export function definiteMatrix(rng: Rng, n: number, condition: number): Matrix {
  const V = orthonormalMatrix(rng, n, n);
  return symmetricPart(
    V.clone()
      .mulRowVector([...geometric(n, condition)])
      .mmul(V.transpose()),
  );
}

/** (A + Aᵀ)/2 */
export const symmetricPart = (A: Matrix): Matrix => matrixOf(A.rows, A.columns, (i, j) => (A.get(i, j) + A.get(j, i)) / 2);

const geometric = (n: number, condition: number): number[] =>
  Array.from({ length: n }, (_, k) => Math.exp((-Math.log(condition) * k) / Math.max(1, n - 1)));

export const numbersOf = (A: Matrix): Float64Array => Float64Array.from(A.to1DArray());

/** x_k as a scalar: [n] → []. */
export const element = (x: Expr, k: number): Expr => reshape(slice(x, k, k + 1), []);

export const constantOf = (A: Matrix): Expr => constant(numbersOf(A), [A.rows, A.columns]);

/** max |a − b| ÷ max |b|, or ÷ `atLeast` where that is more; the difference itself where both are 0. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>, atLeast = 0): number {
  let [error, size] = [a.length === b.length ? 0 : Number.NaN, atLeast];
  for (let i = 0; i < b.length; i++) {
    error = Math.max(error, Math.abs(a[i]! - b[i]!));
    size = Math.max(size, Math.abs(b[i]!));
  }
  return size > 0 ? error / size : error;
}

/** The outputs as a function of the numbers of the inputs, compiled once. What it returns is the caller's. */
export function evaluator(inputs: readonly Expr[], outputs: readonly Expr[]): (...at: readonly ArrayLike<number>[]) => Float64Array[] {
  const program = compile(inputs, outputs);
  return (...at) => {
    for (const [k, values] of at.entries()) program.inputs[k]!.set(values);
    program.run();
    return program.outputs.map((y) => y.slice());
  };
}

/** f: Rⁿ → R as a function of numbers, compiled once. */
export function valueFunction(f: (x: Expr) => Expr, n: number): (x: ArrayLike<number>) => number {
  const x = input([n]);
  const run = evaluator([x], [f(x)]);
  return (at) => run(at)[0]![0]!;
}
