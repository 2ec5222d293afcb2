/**
 * G(A), [n, n], where tr(G(A) E) = Dφ(A)[E] for some φ, and its derivatives: D^k G(A)[E_1, …, E_k] is symmetric in the E, and
 * tr(D^k G(A)[E_1, …, E_k] E) in E as well. So one kernel for D^k G gives all derivatives in both modes: a vjp is the transpose of the jvp
 * along the transposed cotangent.
 */
import type { Expr, NativeKernel, Op, Rule } from "./expr.js";
import { add } from "./ops/arithmetic.js";
import { reshape } from "./ops/move.js";
import { balanced, concat, slice, transpose } from "./ops/shape.js";

/** @param run Gets A, what goes with it, and the E, [k, n, n]; nothing for k = 0. */
export function traceGradient(
  name: string,
  run: (out: Float64Array, a: Float64Array, data: Float64Array, directions: Float64Array, n: number) => void,
  ops: (n: number, k: number) => number,
): (a: Expr, data: Expr) => Expr {
  const none = new Float64Array(0);
  const kernel: NativeKernel = (out, [a, data, directions], node) => run(out, a!, data!, directions ?? none, node.shape[0]!);
  const inA: Rule = (t, _, a, data, directions) => derivative(a!, data!, append(directions, t));
  const inAReverse: Rule = (t, y, ...x) => transpose(inA(transpose(t), y, ...x));
  const count = (node: Expr): number => Math.ceil(ops(node.shape[0]!, node.args[2]?.shape[0] ?? 0));

  const value: Op = { name, kernel: { form: "native", run: kernel }, ops: count, jvp: [inA, null], vjp: [inAReverse, null] };
  const derived: Op = {
    ...value,
    name: `derivative of ${name}`,
    jvp: [
      inA,
      null,
      (t, _, a, data, directions) =>
        balanced(
          each(t, (e, k) => derivative(a!, data!, replaced(directions!, k, e))),
          add,
        ),
    ],
    vjp: [
      inAReverse,
      null,
      (t, _, a, data, directions) =>
        concat(each(directions!, (_, k) => matrices(transpose(derivative(a!, data!, replaced(directions!, k, transpose(t))))))),
    ],
  };
  function derivative(a: Expr, data: Expr, directions: Expr): Expr {
    return { op: derived, args: [a, data, directions], shape: a.shape, param: null };
  }
  return (a, data) => ({ op: value, args: [a, data], shape: a.shape, param: null });
}

/** [n, n] as [1, n, n] */
const matrices = (e: Expr): Expr => reshape(e, [1, ...e.shape]);
const append = (directions: Expr | undefined, t: Expr): Expr => (directions ? concat([directions, matrices(t)]) : matrices(t));

const each = (stack: Expr, f: (e: Expr, k: number) => Expr): Expr[] =>
  Array.from({ length: stack.shape[0]! }, (_, k) => f(reshape(slice(stack, k, k + 1), stack.shape.slice(1)), k));

const replaced = (stack: Expr, at: number, e: Expr): Expr => concat(each(stack, (one, k) => matrices(k === at ? e : one)));
