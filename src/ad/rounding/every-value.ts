/** A program whose derivative tells of every value in it: loops step by step, and nothing that derivatives are not to see. */
import { type Expr, type Scan, size, toposort } from "../expr.js";
import { stopGradient } from "../ops/arithmetic.js";
import { reshape } from "../ops/move.js";
import { substitute } from "../ops/scan.js";
import { balanced, concat, slice } from "../ops/shape.js";

/** The same values. An error in what stands behind `stopGradient` is an error of the result like any other. */
export function everyValue(y: Expr): Expr {
  const done = new Map<Expr, Expr>();
  for (const node of toposort([y])) {
    const args = node.args.map((arg) => done.get(arg)!);
    if (args.length === 0) done.set(node, node);
    else if (node.op === stopGradient.op) done.set(node, args[0]!);
    else if (node.op.kernel.form === "scan") done.set(node, unrolled(node.param as Scan, args as [Expr, ...Expr[]]));
    else done.set(node, { ...node, args });
  }
  return done.get(y)!;
}

/** The states after each step, [T, m]. */
function unrolled({ carry, items, constants, next, steps, reverse }: Scan, [init, ...others]: readonly [Expr, ...Expr[]]): Expr {
  const body = everyValue(next);
  const outer = constants.map((one, k) => [one, others[items.length + k]!] as const);
  const states = new Array<Expr>(steps);
  let before = init;
  for (let step = 0; step < steps; step++) {
    const t = reverse ? steps - 1 - step : step;
    const walked = items.map((item, k) => [item, reshape(slice(others[k]!, t, t + 1), item.shape)] as const);
    const state = substitute(body, new Map([[carry, before], ...walked, ...outer]));
    states[t] = reshape(state, [1, size(next.shape)]);
    before = reshape(slice(state, 0, size(carry.shape)), carry.shape);
  }
  // In halves: joined at once, each state would be padded to the length of all.
  return balanced(states, (a, b) => concat([a, b]));
}
