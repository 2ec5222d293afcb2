/** v̄ = ∂y/∂e at e = 0, with v + e in place of v: the adjoints of all values that are rounded, of those in loops at each step. */
import { compile, type Program } from "../compile.js";
import { pullback } from "../derive.js";
import { type Expr, type Scan, toposort } from "../expr.js";
import { input } from "../leaf.js";
import { add } from "../ops/arithmetic.js";
import { scanOf } from "../ops/scan.js";
import { isRounded } from "./rounds.js";

/** A value that is rounded. */
export interface RoundedValue {
  readonly node: Expr;
  /** What the derivative is taken by; in a loop an array that is 0, [T, ...shape], with an axis for the steps of each loop around it. */
  readonly by: Expr;
}

export interface Adjoints {
  /** Outputs: the adjoints, in the order of the values. */
  readonly program: Program;
  /** In the order of the program, those of a loop where the loop stands. */
  readonly values: readonly RoundedValue[];
}

/** Of the program `order`, which computes y from x. */
export function adjointsOf(order: readonly Expr[], y: Expr, x: Expr): Adjoints {
  // Outside of loops a value itself is what the derivative is taken by: rules are to see constants as such.
  const { at, values } = loosened(order, new Set(), (v) => [v, v]);
  const zeros = values.map(({ by }) => by).filter((by) => by.args.length === 0 && by.param === null && by !== x);
  const cotangents = pullback(
    at(y),
    values.map(({ by }) => by),
  );
  return { program: compile([x, ...zeros], cotangents, "interpreter"), values };
}

const withError = (v: Expr): [Expr, Expr] => {
  const e = input(v.shape);
  return [add(v, e), e];
};

interface Loosened {
  readonly at: (node: Expr) => Expr;
  readonly values: readonly RoundedValue[];
}

/** `given`: what is computed elsewhere. `loosen`: what stands for a value, and what its derivative is taken by. */
function loosened(order: readonly Expr[], given: ReadonlySet<Expr>, loosen: (v: Expr) => [value: Expr, by: Expr]): Loosened {
  const done = new Map<Expr, Expr>();
  const values: RoundedValue[] = [];
  for (const node of order) {
    const args = node.args.map((arg) => done.get(arg)!);
    if (given.has(node)) done.set(node, node);
    else if (node.op.kernel.form === "scan") {
      const loop = loosenedLoop(node, args as [Expr, ...Expr[]]);
      done.set(node, loop.node);
      values.push(...loop.values);
    } else {
      const plain = args.every((arg, k) => arg === node.args[k]) ? node : { ...node, args };
      if (!isRounded(node)) {
        done.set(node, plain);
        continue;
      }
      const [value, by] = loosen(plain);
      done.set(node, value);
      values.push({ node, by });
    }
  }
  return { at: (node) => done.get(node)!, values };
}

/** The errors of a step are walked like its items. */
function loosenedLoop(node: Expr, [init, ...others]: readonly [Expr, ...Expr[]]): { readonly node: Expr; readonly values: RoundedValue[] } {
  const { carry, items, constants, next, ...rest } = node.param as Scan;
  const body = loosened(toposort([next]), new Set([carry, ...items, ...constants]), withError);
  const values = body.values.map(({ node, by }) => ({ node, by: input([rest.steps, ...by.shape]) }));
  const args = [init, ...others.slice(0, items.length), ...values.map(({ by }) => by), ...others.slice(items.length)];
  const param: Scan = { ...rest, carry, items: [...items, ...body.values.map(({ by }) => by)], constants, next: body.at(next) };
  return { node: { ...node, op: scanOf(args.length), args, param }, values };
}
