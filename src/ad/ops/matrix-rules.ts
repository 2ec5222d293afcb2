/** What the rules of matrix ops are written with. */
import { pullback } from "../derive.js";
import { AdError, shown } from "../errors.js";
import type { Expr, NativeKernel, Op, Rule } from "../expr.js";
import { constant, input } from "../leaf.js";
import { add, mul } from "./arithmetic.js";
import { contract } from "./linear.js";
import { reshape } from "./move.js";
import { transpose } from "./shape.js";

/** A B, Aᵀ B, A Bᵀ: products read transposed factors as they are stored. */
export const times = (a: Expr, b: Expr): Expr => contract(a, b, { ta: false, tb: false });
export const transposedTimes = (a: Expr, b: Expr): Expr => contract(a, b, { ta: true, tb: false });
export const timesTransposed = (a: Expr, b: Expr): Expr => contract(a, b, { ta: false, tb: true });

/** (A + Aᵀ)/2 */
export const symmetric = (a: Expr): Expr => mul(0.5, add(a, transpose(a)));

/** [n, n] by entries. */
export const tabulated = (n: number, entry: (i: number, j: number) => number): Expr =>
  constant(
    Float64Array.from({ length: n * n }, (_, at) => entry(Math.floor(at / n), at % n)),
    [n, n],
  );
export const identity = (n: number): Expr => tabulated(n, (i, j) => (i === j ? 1 : 0));

/** The vjp that belongs to a jvp, for argument k: a jvp is linear in its tangent, and pulling back through it transposes it. */
export const transposedRule =
  (jvp: Rule, k: number): Rule =>
  (t, y, ...x) => {
    const v = input(x[k]!.shape);
    return pullback(jvp(v, y, ...x), [v], t)[0]!;
  };

/**
 * A factorisation: computed once and read by several ops. It is data; the derivative with respect to the matrix is in the rules of the ops
 * that read it, which take the matrix itself as their first argument.
 */
export function factorisation(
  name: string,
  run: NativeKernel,
  shapeOf: (a: Expr) => readonly number[],
  ops: (node: Expr) => number,
): (a: Expr) => Expr {
  const op: Op = { name, kernel: { form: "native", run }, ops: (node) => Math.ceil(ops(node)), jvp: [null], vjp: [null] };
  return (a) => ({ op, args: [a], shape: shapeOf(a), param: null });
}

/** A part of a factorisation, the elements from `from` on, as a differentiable function of the matrix. */
export function part(
  name: string,
  rule: (t: Expr, a: Expr, factors: Expr) => Expr,
): (a: Expr, factors: Expr, shape: readonly number[], from: number) => Expr {
  const jvp: Rule = (t, _, a, factors) => rule(t, a!, factors!);
  const op: Op = {
    name,
    kernel: {
      form: "native",
      run: (out, [, factors], { param }) => out.set(factors!.subarray(param as number, (param as number) + out.length)),
    },
    ops: () => 0,
    jvp: [jvp, null],
    vjp: [transposedRule(jvp, 0), null],
  };
  return (a, factors, shape, from) => ({ op, args: [a, factors], shape, param: from });
}

/** Throws unless a is [m, n]. */
export function checkMatrix(op: string, a: Expr): readonly [m: number, n: number] {
  const [m, n] = a.shape;
  if (a.shape.length !== 2 || m === 0 || n === 0) throw new AdError(op, `expected a matrix, got shape ${shown(a.shape)}`);
  return [m!, n!];
}

/** Throws unless a is [n, n]. */
export function checkSquare(op: string, a: Expr): number {
  const [m, n] = checkMatrix(op, a);
  if (m !== n) throw new AdError(op, `expected a square matrix, got shape ${shown(a.shape)}`);
  return n;
}

/** Right sides are [m] or [m, k]: f of [m, k], in the form that was given. */
export function withColumns(op: string, m: number, b: Expr, f: (columns: Expr) => Expr): Expr {
  if (b.shape[0] !== m || b.shape.length > 2 || b.shape[1] === 0)
    throw new AdError(op, `expected a right side of shape [${m}] or [${m}, k], got ${shown(b.shape)}`);
  if (b.shape.length === 2) return f(b);
  const x = f(reshape(b, [m, 1]));
  return reshape(x, [x.shape[0]!]);
}
