/** checkpoint(f) is f, of which a reverse sweep keeps the arguments alone: what is inside is computed again, as soon as f's cotangent is there. */
import type { Expr, Op } from "../expr.js";
import { lift } from "../leaf.js";

/** Nodes that show the numbers of their first argument: they mark where the region begins and ends. */
const mark = (name: string): Op => ({ name, kernel: { form: "reshape" }, ops: () => 0, jvp: [(t) => t], vjp: [(t) => t] });
const enterOp = mark("enter");
const leaveOp = mark("leave");

/** x, not before all of `after` is there. No other node equals it: what is computed from it is not shared with what was computed from x. */
const waitOp: Op = { ...mark("wait"), jvp: [(t) => t], vjp: [(t) => t] };
const wait = (x: Expr, after: readonly Expr[]): Expr => ({ op: waitOp, args: [x, ...after], shape: x.shape, param: null });

/**
 * The same values, the same derivatives bit by bit (compiled loops may add up in another order), fewer numbers kept between the sweeps,
 * more operations: every inner value that a rule of the reverse sweep reads is computed a second time, once more for each region around
 * it. What f takes from outside is kept as its arguments are.
 * @throws AdError when f does not return an expression.
 * @see Griewank & Walther (2008), Evaluating Derivatives, chapter 12; Chen, Xu, Zhang & Guestrin (2016), arXiv:1604.06174
 */
export function checkpoint<X extends readonly Expr[]>(f: (...x: X) => Expr): (...x: X) => Expr {
  return (...x) => {
    const region = {};
    const inside = x.map((arg) => ({ op: enterOp, args: [arg], shape: arg.shape, param: region }));
    const y = lift(f(...(inside as unknown as X)));
    return { op: leaveOp, args: [y], shape: y.shape, param: region };
  };
}

/** The node whose cotangent it is: marks have none of their own, so that sums of cotangents are made in the same order without them. */
export function unmarked(e: Expr, but: ReadonlySet<Expr>): Expr {
  let at = e;
  while ((at.op === enterOp || at.op === leaveOp) && !but.has(at)) at = at.args[0]!;
  return at;
}

interface Region {
  readonly leave: Expr;
  /** Arguments before uses: its entrances, and what depends on them. */
  readonly nodes: readonly Expr[];
  /** What stands for its nodes in the reverse sweep; undefined before the sweep has reached the region. */
  copies?: Map<Expr, Expr>;
}

export interface Recomputation {
  /** How rules see a node that has the cotangent t: the node itself, or within a region its copy. */
  readonly seen: (node: Expr, t: Expr) => Expr;
  /** What the sweep has made: regions that it reaches later wait for that, so that what only that needs can be dropped before. */
  readonly made: (cotangent: Expr) => void;
}

/** null: there are no regions. */
export function recomputation(order: readonly Expr[]): Recomputation | null {
  const innermost = innermostRegions(order);
  if (innermost.size === 0) return null;
  let made = new Set<Expr>();
  const copyOf = (e: Expr, region: Region | undefined): Expr => {
    for (let at = region; at; at = innermost.get(at.leave)) {
      const copy = at.copies?.get(e);
      if (copy) return copy;
    }
    return e;
  };
  const copies = ({ leave, nodes }: Region, after: readonly Expr[]): Map<Expr, Expr> => {
    const copied = new Map<Expr, Expr>();
    const outer = innermost.get(leave);
    for (const e of nodes) {
      const args = e.args.map((arg) => copied.get(arg) ?? copyOf(arg, outer));
      copied.set(e, isEntrance(e, leave) ? wait(args[0]!, after) : { ...e, args });
    }
    return copied;
  };
  const seen = (node: Expr, t: Expr): Expr => {
    const region = innermost.get(node);
    if (!region || region.copies) return copyOf(node, region);
    const closed: Region[] = [];
    for (let at: Region | undefined = region; at && !at.copies; at = innermost.get(at.leave)) closed.push(at);
    const after = [...made.add(t)];
    made = new Set();
    // From the outermost region inwards: an inner one begins at copies that the outer one made.
    for (const one of closed.reverse()) one.copies = copies(one, after);
    return copyOf(node, region);
  };
  return { seen, made: (cotangent) => made.add(cotangent) };
}

const isEntrance = (e: Expr, leave: Expr): boolean => e.op === enterOp && e.param === leave.param;

/** By each node that a region computes, the smallest such region. */
function innermostRegions(order: readonly Expr[]): Map<Expr, Region> {
  const innermost = new Map<Expr, Region>();
  const firsts = new Map<unknown, number>();
  for (const [at, leave] of order.entries()) {
    if (leave.op === enterOp && !firsts.has(leave.param)) firsts.set(leave.param, at);
    const first = firsts.get(leave.param);
    if (leave.op !== leaveOp || first === undefined) continue;
    const depends = new Set<Expr>();
    for (const e of order.slice(first, at)) if (isEntrance(e, leave) || e.args.some((arg) => depends.has(arg))) depends.add(e);
    const needed = new Set(leave.args);
    const nodes: Expr[] = [];
    for (let k = at - 1; k >= first; k--) {
      const e = order[k]!;
      if (!needed.has(e) || !depends.has(e)) continue;
      nodes.push(e);
      if (!isEntrance(e, leave)) for (const arg of e.args) needed.add(arg);
    }
    const region: Region = { leave, nodes: nodes.reverse() };
    // Inner regions end first.
    for (const e of nodes) if (!isEntrance(e, leave) && !innermost.has(e)) innermost.set(e, region);
  }
  return innermost;
}
