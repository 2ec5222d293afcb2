/** Functions of n variables that are no sums over them, with gradients and Hessians in closed form. For x > 0. */
import {
  add,
  constant,
  cumsum,
  dot,
  hypot,
  logdet,
  logsumexp,
  matmul,
  mul,
  norm,
  outer,
  prod,
  slice,
  solve,
  square,
  std,
  sub,
  sum,
} from "../../ad/index.js";
import { dot as inner, norm2 } from "../../numeric/vector.js";
import { constantOf, matrixOf } from "../dense.js";
import { delta, type Known } from "./known.js";
import { softmaxOf } from "./maps.js";

/** A: [n, n], of no symmetry; b: [n]. */
export function coupled(A: Float64Array, b: Float64Array): Known[] {
  const n = b.length;
  const a = (i: number, j: number): number => A[i * n + j]!;
  const matrix = constantOf(matrixOf(n, n, a));
  const row = (i: number): Float64Array => A.subarray(i * n, (i + 1) * n);
  const column = (j: number): Float64Array => Float64Array.from({ length: n }, (_, i) => a(i, j));
  const residual = (x: Float64Array): Float64Array => x.map((_, i) => inner(row(i), x) - b[i]!);
  const total = (x: Float64Array): number => x.reduce((s, xi) => s + xi, 0);
  const product = (x: Float64Array): number => x.reduce((p, xi) => p * xi, 1);
  return [
    { name: "bᵀx", f: (x) => dot(constant(b), x), gradient: () => b, hessian: () => 0 },
    {
      name: "xᵀAx",
      f: (x) => dot(x, matmul(matrix, x)),
      gradient: (x) => x.map((_, i) => inner(row(i), x) + inner(column(i), x)),
      hessian: (_, i, j) => a(i, j) + a(j, i),
    },
    {
      name: "½‖Ax − b‖²",
      f: (x) => mul(0.5, sum(square(sub(matmul(matrix, x), constant(b))))),
      gradient: (x) => x.map((_, i) => inner(column(i), residual(x))),
      hessian: (_, i, j) => inner(column(i), column(j)),
    },
    {
      name: "log Σ e^x",
      f: (x) => logsumexp(x),
      gradient: softmaxOf,
      hessian: (x, i, j) => softmaxOf(x)[i]! * (delta(i, j) - softmaxOf(x)[j]!),
    },
    {
      name: "‖x‖",
      f: (x) => norm(x),
      gradient: (x) => x.map((xi) => xi / norm2(x)),
      hessian: (x, i, j) => (delta(i, j) - (x[i]! * x[j]!) / inner(x, x)) / norm2(x),
    },
    {
      name: "Π x_i",
      f: (x) => prod(x),
      gradient: (x) => x.map((xi) => product(x) / xi),
      hessian: (x, i, j) => (i === j ? 0 : product(x) / (x[i]! * x[j]!)),
    },
    {
      name: "variance of x",
      f: (x) => square(std(x)),
      gradient: (x) => x.map((xi) => (2 / n) * (xi - total(x) / n)),
      hessian: (_, i, j) => (2 / n) * (delta(i, j) - 1 / n),
    },
    {
      name: "Rosenbrock",
      f: (x) => {
        const [head, tail] = [slice(x, 0, n - 1), slice(x, 1, n)];
        return sum(add(mul(100, square(sub(tail, square(head)))), square(sub(1, head))));
      },
      gradient: (x) =>
        x.map((xi, i) => {
          const below = i < n - 1 ? -400 * xi * (x[i + 1]! - xi * xi) - 2 * (1 - xi) : 0;
          return below + (i > 0 ? 200 * (xi - x[i - 1]! * x[i - 1]!) : 0);
        }),
      hessian: (x, i, j) => {
        if (i === j) return (i < n - 1 ? 1200 * x[i]! * x[i]! - 400 * x[i + 1]! + 2 : 0) + (i > 0 ? 200 : 0);
        return Math.abs(i - j) === 1 ? -400 * x[Math.min(i, j)]! : 0;
      },
    },
    {
      name: "Σ_k (x_1 + … + x_k)²",
      f: (x) => sum(square(cumsum(x))),
      gradient: (x) => x.map((_, i) => 2 * x.reduce((s, xj, j) => s + xj * (n - Math.max(i, j)), 0)),
      hessian: (_, i, j) => 2 * (n - Math.max(i, j)),
    },
    {
      name: "Σ √(x_i² + x_(i+1)²)",
      f: (x) => sum(hypot(slice(x, 0, n - 1), slice(x, 1, n))),
      gradient: (x) => x.map((xi, i) => (i < n - 1 ? xi / Math.hypot(xi, x[i + 1]!) : 0) + (i > 0 ? xi / Math.hypot(xi, x[i - 1]!) : 0)),
      hessian: (x, i, j) => {
        const pair = (p: number, q: number, over: number): number => {
          const r = Math.hypot(x[p]!, x[q]!);
          return over / (r * r * r);
        };
        if (i === j) return (i < n - 1 ? pair(i, i + 1, x[i + 1]! * x[i + 1]!) : 0) + (i > 0 ? pair(i, i - 1, x[i - 1]! * x[i - 1]!) : 0);
        return Math.abs(i - j) === 1 ? pair(i, j, -x[i]! * x[j]!) : 0;
      },
    },
    {
      name: "log det(I + xxᵀ)",
      f: (x) => logdet(add(constantOf(matrixOf(n, n, delta)), outer(x, x))),
      gradient: (x) => x.map((xi) => (2 * xi) / (1 + inner(x, x))),
      hessian: (x, i, j) => (2 * delta(i, j)) / (1 + inner(x, x)) - (4 * x[i]! * x[j]!) / ((1 + inner(x, x)) * (1 + inner(x, x))),
    },
    {
      name: "bᵀ (diag x)⁻¹ b",
      f: (x) => dot(constant(b), solve(mul(constantOf(matrixOf(n, n, delta)), x), constant(b))),
      gradient: (x) => x.map((xi, i) => -(b[i]! * b[i]!) / (xi * xi)),
      hessian: (x, i, j) => (i === j ? (2 * b[i]! * b[i]!) / (x[i]! * x[i]! * x[i]!) : 0),
    },
  ];
}
