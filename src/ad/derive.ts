/** jvp and vjp as walks over the graph: graph in, graph out, so that derivatives can be differentiated again. */
import { recomputation, unmarked } from "./checkpoint/checkpoint.js";
import { type Expr, isDiagonal, type Op, type Rule, size, toposort } from "./expr.js";
import { constant } from "./leaf.js";
import { add, eq, maximum, mul, ne, neg, sub, where } from "./ops/arithmetic.js";
import { broadcastTo } from "./ops/move.js";
import { max } from "./ops/reduce.js";

/** The tangent of y when x has tangent v. */
export const pushforward = (y: Expr, x: Expr, v: Expr): Expr => tangentsOf(y, x, v).get(y) ?? zeros(y);

/** The tangents of all that y is made from and that depends on x. They are keyed by node: nested derivatives cannot be confused. */
export function tangentsOf(y: Expr, x: Expr, v: Expr): ReadonlyMap<Expr, Expr> {
  const tangents = new Map<Expr, Expr>([[x, v]]);
  for (const node of toposort([y])) {
    if (tangents.has(node)) continue;
    const parts = node.args.flatMap((arg, k) => {
      const t = tangents.get(arg);
      const rule = node.op.jvp[k];
      return t && rule ? [apply(rule, t, node)] : [];
    });
    if (parts.length > 0) tangents.set(node, parts.reduce(plus));
  }
  return tangents;
}

/** The cotangents of xs when y has cotangent `seed` (ones without it): for a scalar y, its gradients. */
export function pullback(y: Expr, xs: readonly Expr[], seed: Expr = ones(y)): Expr[] {
  const order = toposort([y]);
  const active = new Set<Expr>(xs);
  for (const node of order) if (node.args.some((arg, k) => active.has(arg) && node.op.vjp[k])) active.add(node);
  const ends = new Set(xs);
  const root = unmarked(y, ends);
  const cotangents = new Map<Expr, Expr>([[root, seed]]);
  const live = order.some((node) => node.op === whereOp) ? new LiveMasks(root) : null;
  const again = recomputation(order);
  for (const node of order.reverse()) {
    const t = cotangents.get(node);
    if (!t) continue;
    const seen = again?.seen(node, t) ?? node;
    for (const [k, given] of node.args.entries()) {
      const rule = node.op.vjp[k];
      if (!rule || !active.has(given)) continue;
      const arg = unmarked(given, ends);
      const part = live ? live.pass(node, arg, seen, k, rule, t) : apply(rule, t, seen);
      const before = cotangents.get(arg);
      const total = before ? plus(before, part) : part;
      cotangents.set(arg, total);
      again?.made(total);
    }
  }
  return xs.map((x) => cotangents.get(x) ?? zeros(x));
}

/** A sign is taken through what adds up or picks elements: there are fewer of them behind it. */
function apply(rule: Rule, t: Expr, node: Expr): Expr {
  const part = rule(t, node, ...node.args);
  if (t.op !== neg.op || !moves(node.op) || size(part.shape) >= size(t.shape)) return part;
  return neg(rule(t.args[0]!, node, ...node.args));
}
const plus = (a: Expr, b: Expr): Expr => (b.op === neg.op ? sub(a, b.args[0]!) : a.op === neg.op ? sub(b, a.args[0]!) : add(a, b));

const ones = (like: Expr): Expr => broadcastTo(constant(1), like.shape);
const zeros = (like: Expr): Expr => broadcastTo(constant(0), like.shape);

/**
 * What makes `where` a strong zero in reverse mode. Below a branch, 0 · ∞ must not become NaN where the branch was not selected; so
 * each node there carries the mask of the elements that some selected branch needs, and its contributions are chosen by that mask.
 * The mask belongs to the graph, not to values that happen to be 0, so that higher derivatives stay exact.
 */
class LiveMasks {
  /** null: every element is needed. A node that is absent has not been reached. */
  readonly #masks = new Map<Expr, Expr | null>();

  constructor(root: Expr) {
    this.#masks.set(root, null);
  }

  /**
   * Hands the mask of a node on to its k-th argument; the part that its cotangent t contributes there, 0 where it is not needed.
   * `seen`: the node as rules see it.
   */
  pass(node: Expr, arg: Expr, seen: Expr, k: number, rule: Rule, t: Expr): Expr {
    const mask = this.#through(seen, this.#masks.get(node) ?? null, k, rule);
    const part = apply(rule, t, seen);
    if (arg.args.length > 0 && this.#masks.get(arg) !== null) {
      const known = this.#masks.get(arg);
      this.#masks.set(arg, known && mask ? maximum(known, mask) : mask);
    }
    return mask && node.op !== whereOp && !moves(node.op) && multiplies(part, t) ? where(mask, part, 0) : part;
  }

  #through(node: Expr, mask: Expr | null, k: number, rule: Rule): Expr | null {
    if (node.op === whereOp) {
      const branch = k === 1 ? ne(node.args[0]!, 0) : eq(node.args[0]!, 0);
      return mask ? mul(mask, branch) : branch;
    }
    if (!mask || isDiagonal(node.op)) return mask;
    if (moves(node.op)) return ne(rule(mask, node, ...node.args), 0);
    // Through others (products of matrices, extremes, running sums) an element may be needed as soon as any result is.
    return broadcastTo(size(mask.shape) > 0 ? max(mask) : constant(0), node.args[k]!.shape);
  }
}

/** Ops that only move elements or add them up: their rules take a mask along, and make no NaN of a cotangent 0. */
const moves = ({ kernel }: Op): boolean =>
  ["index", "reshape", "gather", "scatter"].includes(kernel.form) || (kernel.form === "reduce" && kernel.combine === "sum");
/** Sums and signs leave a cotangent 0 what it is; a product with data may not. */
const multiplies = (part: Expr, t: Expr): boolean => part !== t && !moves(part.op) && part.args.some((arg) => arg !== t);
const whereOp = where.op;
