/** Smooth functions by hand: value, gradient, Hessian times vector; and conjugate gradients for linear systems to compare with. */
import { type Counted, evaluationsOf } from "./evaluations.js";

/** ½ xᵀAx − bᵀx, A symmetric, rows as arrays. */
export function quadratic(A: readonly (readonly number[])[], b: readonly number[]): Counted {
  const times = (x: ArrayLike<number>) => A.map((row) => row.reduce((s, a, j) => s + a * x[j]!, 0));
  return evaluationsOf(
    b.length,
    (x) => times(x).reduce((s, Ax, i) => s + 0.5 * x[i]! * Ax - b[i]! * x[i]!, 0),
    (x) => times(x).map((Ax, i) => Ax - b[i]!),
    (_, v) => times(v),
  );
}

/** Rosenbrock's chain, from (−1.2, 1, −1.2, …). */
export function rosenbrock(n: number): Counted {
  const f = (x: Float64Array) => {
    let sum = 0;
    for (let i = 0; i + 1 < n; i++) sum += 100 * (x[i + 1]! - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2;
    return sum;
  };
  const gradient = (x: Float64Array) => {
    const g = new Array<number>(n).fill(0);
    for (let i = 0; i + 1 < n; i++) {
      const r = x[i + 1]! - x[i]! ** 2;
      g[i]! -= 400 * x[i]! * r + 2 * (1 - x[i]!);
      g[i + 1]! += 200 * r;
    }
    return g;
  };
  const hessian = (x: Float64Array, v: Float64Array) => {
    const out = new Array<number>(n).fill(0);
    for (let i = 0; i + 1 < n; i++) {
      out[i]! += (1200 * x[i]! ** 2 - 400 * x[i + 1]! + 2) * v[i]! - 400 * x[i]! * v[i + 1]!;
      out[i + 1]! += 200 * v[i + 1]! - 400 * x[i]! * v[i]!;
    }
    return out;
  };
  return evaluationsOf(n, f, gradient, hessian);
}
export const rosenbrockStart = (n: number): number[] => Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1));

/** A symmetric positive definite matrix with full rows and condition around 100, and a right side; n ≤ 8. */
export function example(n: number): { A: number[][]; b: number[] } {
  const B = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Math.sin(3 * i + 7 * j + 1)));
  const A = B.map((_, i) => B.map((_, j) => B.reduce((s, row) => s + row[i]! * row[j]!, 0) + (i === j ? 0.05 + 0.2 * i : 0)));
  return { A, b: Array.from({ length: n }, (_, i) => Math.cos(5 * i)) };
}

/** x_0 … x_k of conjugate gradients for Ax = b (Hestenes & Stiefel 1952). */
export function conjugateGradients(A: readonly (readonly number[])[], b: readonly number[], x0: readonly number[], k: number): number[][] {
  const times = (x: readonly number[]) => A.map((row) => row.reduce((s, a, j) => s + a * x[j]!, 0));
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((s, xi, i) => s + xi * y[i]!, 0);
  let x = [...x0];
  let r = times(x).map((Ax, i) => b[i]! - Ax);
  let d = [...r];
  const points = [x];
  for (let j = 0; j < k; j++) {
    const Ad = times(d);
    const alpha = dot(r, r) / dot(d, Ad);
    x = x.map((xi, i) => xi + alpha * d[i]!);
    const next = r.map((ri, i) => ri - alpha * Ad[i]!);
    const beta = dot(next, next) / dot(r, r);
    d = d.map((di, i) => next[i]! + beta * di);
    r = next;
    points.push(x);
  }
  return points;
}

/** 1 − cos of the angle between two vectors. */
export function angle(u: ArrayLike<number>, v: ArrayLike<number>): number {
  let [uu, vv, uv] = [0, 0, 0];
  for (let i = 0; i < u.length; i++) [uu, vv, uv] = [uu + u[i]! * u[i]!, vv + v[i]! * v[i]!, uv + u[i]! * v[i]!];
  return 1 - uv / Math.sqrt(uu * vv);
}
export const difference = (u: Float64Array, v: Float64Array): Float64Array => u.map((ui, i) => ui - v[i]!);
