/** ∂²f/∂x_i∂x_j row by row: row i is the gradient of ∂f/∂x_i, and nothing makes it equal to column i. */
import { type Expr, input, pullback, slice, sum } from "../../ad/index.js";
import { evaluator } from "../dense.js";
import { table } from "./known.js";

/** [n, n]: entry (i, j) is ∂/∂x_j ∂f/∂x_i. */
export function rowwiseHessian(f: (x: Expr) => Expr, n: number): (x: Float64Array) => Float64Array {
  const x = input([n]);
  const gradient = pullback(f(x), [x])[0]!;
  const rows = Array.from({ length: n }, (_, i) => pullback(sum(slice(gradient, i, i + 1)), [x])[0]!);
  const run = evaluator([x], rows);
  return (at) => {
    const found = run(at);
    return table(n, n, (i, j) => found[i]![j]!);
  };
}

/** max |H − Hᵀ| ÷ max |H|, 0 where H is 0. */
export function asymmetry(H: Float64Array, n: number): number {
  let [most, size] = [0, 0];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      most = Math.max(most, Math.abs(H[i * n + j]! - H[j * n + i]!));
      size = Math.max(size, Math.abs(H[i * n + j]!));
    }
  return size > 0 ? most / size : most;
}
