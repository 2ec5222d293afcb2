/** A program whose derivative tells of every value in it: running sums are loops, nothing is hidden, and what a loop repeats stands before it. */
import { canonical, visit } from "../canonical.js";
import { type Expr, type Scan, size, toposort } from "../expr.js";
import { input } from "../leaf.js";
import { add, stopGradient } from "../ops/arithmetic.js";
import { reshape } from "../ops/move.js";
import { cumsumOp, type Running } from "../ops/reduce.js";
import { scan, scanOf, substitute } from "../ops/scan.js";
import { concat, flip, slice, transpose } from "../ops/shape.js";
import { isRounded } from "./rounds.js";

/** The same values. An error in what stands behind `stopGradient` is an error of the result like any other. */
export function everyValue(y: Expr): Expr {
  const done = new Map<Expr, Expr>();
  for (const node of toposort([y])) {
    const args = node.args.map((arg) => done.get(arg)!);
    done.set(node, args.length === 0 ? node : rewritten(node, args as [Expr, ...Expr[]]));
  }
  return done.get(y)!;
}

function rewritten(node: Expr, args: readonly [Expr, ...Expr[]]): Expr {
  if (node.op === stopGradient.op) return args[0];
  if (node.op === cumsumOp) return runningSum(args[0], node.param as Running);
  if (node.op.kernel.form === "scan") return loop(node, args);
  return { ...node, args };
}

/** s_k = s_{k−1} + x_k: the first is no sum. */
function runningSum(x: Expr, { axis, reverse }: Running): Expr {
  if (x.shape[axis]! < 2 || size(x.shape) === 0) return x;
  const order = [axis, ...x.shape.map((_, k) => k).filter((k) => k !== axis)];
  const turned = (e: Expr): Expr => (reverse ? flip(e) : e);
  const lines = turned(transpose(x, order));
  const first = slice(lines, 0, 1);
  const [, sums] = scan(
    (sum, line) => {
      const next = add(sum, line);
      return [next, next];
    },
    reshape(first, lines.shape.slice(1)),
    slice(lines, 1, lines.shape[0]!),
  );
  return transpose(
    turned(concat([first, sums])),
    order.map((_, k) => order.indexOf(k)),
  );
}

/** Constants, and what is made of them alone, are arguments of the loop: rounded once, not at each step. */
function loop(node: Expr, args: readonly Expr[]): Expr {
  const before = node.param as Scan;
  const inner = [before.carry, ...before.items, ...before.constants];
  const body = canonical(inner, [everyValue(before.next)]);
  const next = body.outputs[0]!;
  const ends = new Set(body.order.filter((e) => !body.varying.has(e) && (isRounded(e) || e.op.kernel.form === "scan")));
  const reached = new Map<Expr, Expr>();
  visit(next, reached, ends, (e) => reached.set(e, e));
  const fixed = [...ends].filter((e) => reached.has(e));
  const constants = fixed.map((e) => input(e.shape));
  const param: Scan = {
    ...before,
    constants: [...before.constants, ...constants],
    next: substitute(next, new Map(fixed.map((e, k) => [e, constants[k]!]))),
  };
  const all = [...args, ...fixed];
  return { ...node, op: scanOf(all.length), args: all, param };
}
