/** Maps Rⁿ → Rᵐ with Jacobians in closed form. For x > 0. */
import { abs, add, cumsum, div, matmul, mul, norm, outer, reshape, softmax, solve, square, sum } from "../../ad/index.js";
import { matrixLibrary } from "../../numeric/matrix/matrix-library.js";
import { dot, norm2 } from "../../numeric/vector.js";
import { constantOf, matrixOf } from "../dense.js";
import { delta, type KnownMap } from "./known.js";

export function softmaxOf(x: Float64Array): Float64Array {
  const e = x.map(Math.exp);
  const total = e.reduce((s, ei) => s + ei, 0);
  return e.map((ei) => ei / total);
}

/** B: [m, n]; A: [n, n], regular. */
export function maps(A: Float64Array, B: Float64Array, n: number): KnownMap[] {
  const m = B.length / n;
  const b = (i: number, j: number): number => B[i * n + j]!;
  const [square_, wide] = [matrixOf(n, n, (i, j) => A[i * n + j]!), matrixOf(m, n, b)];
  const inverse = matrixLibrary().inverse(square_);
  const [matrix, rows] = [constantOf(square_), constantOf(wide)];
  const rowDot = (i: number, x: Float64Array): number => dot(A.subarray(i * n, (i + 1) * n), x);
  return [
    { name: "Bx", f: (x) => matmul(rows, x), results: m, jacobian: (_, i, j) => b(i, j) },
    { name: "x∘x", f: square, results: n, jacobian: (x, i, j) => 2 * x[i]! * delta(i, j) },
    {
      name: "x∘Ax",
      f: (x) => mul(x, matmul(matrix, x)),
      results: n,
      jacobian: (x, i, j) => delta(i, j) * rowDot(i, x) + x[i]! * A[i * n + j]!,
    },
    { name: "A⁻¹x", f: (x) => solve(matrix, x), results: n, jacobian: (_, i, j) => inverse.get(i, j) },
    {
      name: "softmax",
      f: (x) => softmax(x),
      results: n,
      jacobian: (x, i, j) => softmaxOf(x)[i]! * (delta(i, j) - softmaxOf(x)[j]!),
    },
    {
      name: "x/‖x‖",
      f: (x) => div(x, norm(x)),
      results: n,
      jacobian: (x, i, j) => (delta(i, j) - (x[i]! * x[j]!) / dot(x, x)) / norm2(x),
    },
    { name: "running sums", f: (x) => cumsum(x), results: n, jacobian: (_, i, j) => (i >= j ? 1 : 0) },
    {
      name: "vec xxᵀ",
      f: (x) => reshape(outer(x, x), [n * n]),
      results: n * n,
      jacobian: (x, at, j) => {
        const [p, q] = [Math.floor(at / n), at % n];
        return delta(p, j) * x[q]! + x[p]! * delta(q, j);
      },
    },
    {
      name: "distances to the rows of −|B|",
      f: (x) => norm(add(x, abs(rows)), 1),
      results: m,
      jacobian: (x, i, j) => (x[j]! + Math.abs(b(i, j))) / norm2(x.map((xk, k) => xk + Math.abs(b(i, k)))),
    },
    { name: "Bx + Σx²", f: (x) => add(matmul(rows, x), sum(square(x))), results: m, jacobian: (x, i, j) => b(i, j) + 2 * x[j]! },
  ];
}
