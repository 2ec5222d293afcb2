/** ∇f by (f(x + h e_k) − f(x − h e_k))/2h with 400 binary digits and h = 2⁻¹²⁰: off by 2⁻²⁴⁰ f‴/6, and no rule of differentiation is in it. */
import { canonical } from "../../ad/canonical.js";
import { constantOf, type Op } from "../../ad/expr.js";
import { add, div, type Expr, exp, log, mul, neg, square, sub, tanh } from "../../ad/index.js";
import { exponential, hyperbolicTangent, logarithm, narrow, one, over, times, type Wide, wide } from "./fixed-point.js";

type Operation = (x: Wide, y: Wide) => Wide;

const operations: ReadonlyMap<Op, Operation> = new Map<Op, Operation>([
  [add.op, (x, y) => x + y],
  [sub.op, (x, y) => x - y],
  [neg.op, (x) => -x],
  [mul.op, times],
  [div.op, over],
  [square.op, (x) => times(x, x)],
  [exp.op, exponential],
  [log.op, logarithm],
  [tanh.op, hyperbolicTangent],
]);

/** f of scalars, as a function of numbers with 400 binary digits. */
export function wideFunction(inputs: readonly Expr[], f: Expr): (x: readonly Wide[]) => Wide {
  const { order, placeOf, outputs } = canonical(inputs, [f]);
  const values = order.map((node) => wide(constantOf(node)?.[0] ?? 0));
  const steps = order.flatMap((node, at) => {
    if (node.args.length === 0) return [];
    const operation = operations.get(node.op);
    if (!operation) throw new Error(`no operation of 400 digits for ${node.op.name}`);
    const [a, b] = node.args.map(placeOf);
    return [
      () => {
        values[at] = operation(values[a!]!, values[b ?? a!]!);
      },
    ];
  });
  const places = inputs.map(placeOf);
  return (x) => {
    for (const [k, place] of places.entries()) values[place] = x[k]!;
    for (const step of steps) step();
    return values[placeOf(outputs[0]!)]!;
  };
}

const h = one >> 120n;

/** ∇f at a point of doubles. */
export function referenceGradient(inputs: readonly Expr[], f: Expr): (x: ArrayLike<number>) => readonly Wide[] {
  const value = wideFunction(inputs, f);
  return (x) => {
    const at = Array.from(x, wide);
    return at.map((xk, k) => over(value(at.with(k, xk + h)) - value(at.with(k, xk - h)), 2n * h));
  };
}

/** Decimal digits by which g misses ∇f, of the 16 that a double has: log₁₀ of ‖g − ∇f‖∞/‖∇f‖∞ in units of 2⁻⁵³, at least 0. */
export function digitsLost(g: ArrayLike<number>, truth: readonly Wide[]): number {
  const size = (x: Wide): number => Math.abs(narrow(x));
  const error = Math.max(...truth.map((t, k) => (Number.isFinite(g[k]) ? size(wide(g[k]!) - t) : Number.NaN)));
  return Math.max(0, Math.log10((2 * error) / Number.EPSILON / Math.max(...truth.map(size))));
}
