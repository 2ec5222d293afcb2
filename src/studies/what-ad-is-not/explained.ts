/**
 * How much of the error of s = Σ ±∂f/∂x_k roundings explain: Σ |∂s/∂v_i| |v_i| u over all v_i that reverse mode computes, to first order
 * (Linnainmaa 1976, BIT 16(2)), and ∂s/∂v_i are adjoints of the gradient's own program.
 */
import { canonical } from "../../ad/canonical.js";
import { abs, add, compile, type Expr, input, mul, neg, pullback } from "../../ad/index.js";
import type { Example } from "./examples.js";
import { narrow, type Wide, wide } from "./fixed-point.js";

/** Half a unit in the last place. */
const ROUNDING = Number.EPSILON / 2;
/** Sums, products and quotients are rounded correctly; elementary functions stay within one unit. */
const unitsOf = (e: Expr): number => (e.op.ops(e) > 4 ? 2 : 1);

/** (x, ∇f(x)) ↦ error ÷ bound. The signs alternate, so that errors of one sign do not add up for free. */
export function explained({ n, f }: Example): (x: Float64Array, truth: readonly Wide[]) => number {
  const inputs = Array.from({ length: n }, () => input([]));
  const signed = pullback(f(inputs), inputs).map((g, k) => (k % 2 === 0 ? g : neg(g)));
  const { order, varying, outputs } = canonical(inputs, [signed.reduce((a, b) => add(a, b))]);
  const [s] = outputs as [Expr];
  const nodes = order.filter((node) => varying.has(node) && node.op.ops(node) > 0);
  const weights = pullback(s, nodes);
  const terms = nodes.map((v, i) => mul(unitsOf(v), abs(mul(weights[i]!, v))));
  const program = compile(inputs, [s, terms.reduce((a, b) => add(a, b))]);
  return (x, truth) => {
    for (const [k, at] of program.inputs.entries()) at[0] = x[k]!;
    program.run();
    const [found, size] = program.outputs.map((y) => y[0]!) as [number, number];
    const exact = truth.reduce((sum, t, k) => (k % 2 === 0 ? sum + t : sum - t), 0n);
    const error = Math.abs(narrow(wide(found) - exact));
    return error === 0 ? 0 : error / (ROUNDING * size);
  };
}
