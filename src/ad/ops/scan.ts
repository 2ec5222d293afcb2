/** A rolled loop: carry_{t+1}, y_t = f(carry_t, x_t). Ten thousand steps are one node, and their derivatives are one node each. */
import { canonical, opsOf } from "../canonical.js";
import { pullback, pushforward } from "../derive.js";
import { AdError, shown } from "../errors.js";
import { constantOf, type Expr, type Op, type Rule, type Scan, sameShape, size, toposort } from "../expr.js";
import { constant, input } from "../leaf.js";
import { add } from "./arithmetic.js";
import { broadcastTo, reshape } from "./move.js";
import { concat, pad, slice } from "./shape.js";

const flat = (e: Expr): Expr => reshape(e, [size(e.shape)]);

/**
 * f: (carry, x) ↦ [next carry, y]; xs: [T, ...] one x for each step, or how many steps when f needs none (x is then null).
 * Returns [last carry, ys: [T, ...y]]. What f takes from outside may be differentiated like arguments.
 * @throws AdError when the carry changes its shape.
 */
export function scan(
  f: (carry: Expr, x: Expr) => readonly [carry: Expr, y: Expr],
  init: Expr,
  xs: Expr | number,
): readonly [carry: Expr, ys: Expr] {
  const steps = typeof xs === "number" ? xs : xs.shape[0];
  if (steps === undefined || !(Number.isSafeInteger(steps) && steps >= 1))
    throw new AdError("scan", `expected at least one step, got ${String(steps)}`);
  const carry = input(init.shape);
  const items = typeof xs === "number" ? [] : [input(xs.shape.slice(1))];
  const [next, y] = f(carry, items[0] ?? carry);
  if (!sameShape(next.shape, init.shape))
    throw new AdError("scan", `the carry begins with shape ${shown(init.shape)} and goes on with ${shown(next.shape)}`);
  const width = size(init.shape);
  // A y that is the carry is not kept twice.
  const kept = y === next ? flat(next) : concat([flat(next), flat(y)]);
  const states = loop({ carry, items, next: kept, reverse: false }, init, typeof xs === "number" ? [] : [xs], steps);
  const from = y === next ? 0 : width;
  return [
    reshape(slice(states, [steps - 1, 0], [steps, width]), init.shape),
    reshape(slice(states, [0, from], [steps, from + size(y.shape)]), [steps, ...y.shape]),
  ];
}

interface Body {
  readonly carry: Expr;
  readonly items: readonly Expr[];
  /** [m]: the next carry, then what else is kept of a step. */
  readonly next: Expr;
  readonly reverse: boolean;
}

/** The states after each step, [T, m]. What the body takes from outside becomes an argument. */
function loop({ carry, items, next, reverse }: Body, init: Expr, xs: readonly Expr[], steps: number): Expr {
  const inner = new Set<Expr>([carry, ...items]);
  const [varies, order] = [new Set<Expr>(inner), toposort([next])];
  /** Nodes over inputs that are not the body's own. */
  const outside = new Set<Expr>();
  for (const e of order) {
    if (e.args.some((arg) => varies.has(arg))) varies.add(e);
    else if (!inner.has(e) && (e.args.length === 0 ? constantOf(e) === undefined : e.args.some((arg) => outside.has(arg)))) outside.add(e);
  }
  const taken = [...new Set([...order.filter((e) => varies.has(e)).flatMap((e) => e.args), next])].filter((e) => outside.has(e));
  const constants = taken.map((e) => input(e.shape));
  const to = new Map<Expr, Expr>(taken.map((e, k) => [e, constants[k]!]));
  for (const e of order) if (!to.has(e)) to.set(e, e.args.length === 0 ? e : { ...e, args: e.args.map((arg) => to.get(arg)!) });
  const body = to.get(next)!;
  const param: Scan = { carry, items, constants, next: body, steps, reverse };
  const args = [init, ...xs, ...taken];
  return { op: scanOf(args.length), args, shape: [steps, size(body.shape)], param };
}

const ops = new Map<number, Op>();
/** The op of that many arguments: rules are listed by argument. */
export function scanOf(arity: number): Op {
  const known = ops.get(arity);
  if (known) return known;
  const op: Op = {
    name: "scan",
    kernel: { form: "scan" },
    ops: (node) => {
      const { carry, items, constants, next, steps } = node.param as Scan;
      return steps * opsOf(canonical([carry, ...items, ...constants], [next]));
    },
    jvp: Array.from(
      { length: arity },
      (_, k): Rule =>
        (t, y) =>
          tangentStates(t, y, k),
    ),
    vjp: Array.from(
      { length: arity },
      (_, k): Rule =>
        (t, y) =>
          cotangentOf(t, y, k),
    ),
  };
  ops.set(arity, op);
  return op;
}

/** The carry before each step, [T, c]. */
function carriesBefore(y: Expr): Expr {
  const { carry, steps, reverse } = y.param as Scan;
  const width = size(carry.shape);
  const first = reshape(y.args[0]!, [1, width]);
  const [from, to] = reverse ? [1, steps] : [0, steps - 1];
  const rest = slice(y, [from, 0], [to, width]);
  return reshape(concat(reverse ? [rest, first] : [first, rest]), [steps, ...carry.shape]);
}

/** ṡ_t = ∂F/∂c ċ_t + ∂F/∂a ȧ_t, for the tangent of one argument a. */
function tangentStates(t: Expr, y: Expr, k: number): Expr {
  const { carry, items, constants, next, steps, reverse } = y.param as Scan;
  const [init, ...others] = y.args as [Expr, ...Expr[]];
  const xs = others.slice(0, items.length);
  const moving = input(carry.shape);
  const alongCarry = pushforward(next, carry, moving);
  const argument = [carry, ...items, ...constants][k]!;
  const tangent = input(argument.shape);
  const isItem = k >= 1 && k <= items.length;
  const total = k === 0 ? alongCarry : add(alongCarry, pushforward(next, argument, tangent));
  const outer = new Map([
    ...constants.map((c, at) => [c, others[items.length + at]!] as const),
    ...(k > items.length ? [[tangent, t] as const] : []),
  ]);
  return loop(
    { carry: moving, items: [carry, ...items, ...(isItem ? [tangent] : [])], next: substitute(total, outer), reverse },
    k === 0 ? t : broadcastTo(constant(0), init.shape),
    [carriesBefore(y), ...xs, ...(isItem ? [t] : [])],
    steps,
  );
}

/** Nodes of the body replaced by nodes from outside. */
export function substitute(e: Expr, to: ReadonlyMap<Expr, Expr>): Expr {
  const done = new Map<Expr, Expr>(to);
  for (const node of toposort([e]))
    if (!done.has(node)) done.set(node, node.args.length === 0 ? node : { ...node, args: node.args.map((arg) => done.get(arg)!) });
  return done.get(e)!;
}

/** One adjoint loop gives the cotangents of all arguments: kept by node and cotangent, so that the rules of the arguments share it. */
const adjoints = new WeakMap<Expr, WeakMap<Expr, Expr>>();

function adjoint(t: Expr, y: Expr): Expr {
  const ofNode = adjoints.get(y) ?? new WeakMap<Expr, Expr>();
  adjoints.set(y, ofNode);
  const made = ofNode.get(t) ?? adjointLoop(t, y);
  ofNode.set(t, made);
  return made;
}

/** Backwards: u_t = s̄_t + (λ, 0); λ ← ∂F/∂cᵀ u_t; x̄_t = ∂F/∂xᵀ u_t; θ̄ ← θ̄ + ∂F/∂θᵀ u_t. The states are (λ, θ̄, x̄). */
function adjointLoop(t: Expr, y: Expr): Expr {
  const { carry, items, constants, next, steps, reverse } = y.param as Scan;
  const others = y.args.slice(1);
  const [m, width] = [size(next.shape), size(carry.shape)];
  const sizes = constants.map((c) => size(c.shape));
  const sums = sizes.reduce((a, b) => a + b, 0);
  const state = input([width + sums]);
  const cotangent = input([m]);
  const u = add(cotangent, pad(slice(state, 0, width), [0], [m - width]));
  const parts = pullback(next, [carry, ...items, ...constants], u);
  const [toCarry, toItems, toConstants] = [parts[0]!, parts.slice(1, 1 + items.length), parts.slice(1 + items.length)];
  let at = width;
  const accumulated = toConstants.map((part, k) => {
    const before = slice(state, at, at + sizes[k]!);
    at += sizes[k]!;
    return add(before, flat(part));
  });
  const outer = new Map(constants.map((c, k) => [c, others[items.length + k]!]));
  const body = substitute(concat([flat(toCarry), ...accumulated, ...toItems.map(flat)]), outer);
  return loop(
    { carry: state, items: [cotangent, carry, ...items], next: body, reverse: !reverse },
    broadcastTo(constant(0), state.shape),
    [t, carriesBefore(y), ...others.slice(0, items.length)],
    steps,
  );
}

function cotangentOf(t: Expr, y: Expr, k: number): Expr {
  const { carry, items, constants, steps, reverse } = y.param as Scan;
  const states = adjoint(t, y);
  const width = size(carry.shape);
  const last = reverse ? steps - 1 : 0;
  const finalRow = (from: number, length: number): Expr => slice(states, [last, from], [last + 1, from + length]);
  if (k === 0) return reshape(finalRow(0, width), carry.shape);
  const sizes = constants.map((c) => size(c.shape));
  const offset = (list: readonly number[], at: number): number => list.slice(0, at).reduce((a, b) => a + b, 0);
  if (k > items.length) {
    const at = k - 1 - items.length;
    return reshape(finalRow(width + offset(sizes, at), sizes[at]!), constants[at]!.shape);
  }
  const itemSizes = items.map((item) => size(item.shape));
  const from = width + offset(sizes, sizes.length) + offset(itemSizes, k - 1);
  return reshape(slice(states, [0, from], [steps, from + itemSizes[k - 1]!]), [steps, ...items[k - 1]!.shape]);
}
