/** A stored value as loops: at most two of its axes are loops, short ones are unrolled into parts, each a sink of its own. */
import { type Expr, size } from "../expr.js";
import { fillOf } from "../leaf.js";
import { type Affine, corners, edgesOf, elementAt, type Place, placeKey, straight, through, unreduced } from "./place.js";

export interface Load {
  readonly node: Expr;
  readonly at: Place;
}

export type Loop = "i" | "j";

/** A stored node, or one of the parts that its short axes were unrolled into. */
export interface Sink {
  readonly node: Expr;
  /** What is computed in the loops: the node itself, or the argument of a reduction. */
  readonly root: Expr;
  readonly at: Place;
  /** Where its result is written. */
  readonly target: Place;
  /** The loops that a reduction runs over. */
  readonly over: readonly Loop[];
  readonly rows: number;
  readonly columns: number;
  readonly reads: readonly Load[];
  /** Roughly how many instructions compute it, all parts together. */
  readonly work: number;
  /** Rows and columns at which a pad begins or ends: loops are cut there, so that no lane asks. */
  readonly rowCuts: readonly number[];
  readonly columnCuts: readonly number[];
  stage: number;
}

/** Reductions and short axes up to this size are unrolled. */
export const SHORT = 16;

/** Scalar operations for one element of the result. */
export const costOf = (e: Expr): number => e.op.ops(e) / Math.max(1, size(e.shape));
/** From this many on it is an elementary function. */
export const COSTLY = 10;
/** Instructions for one element, roughly. */
export const instructionsOf = (e: Expr): number => (costOf(e) >= COSTLY ? 100 : 1);

export const reducedSize = (e: Expr): number => (e.param as readonly number[]).reduce((n, k) => n * e.args[0]!.shape[k]!, 1);
export const isShortReduction = (e: Expr): boolean => e.op.kernel.form === "reduce" && reducedSize(e) <= SHORT;

interface Loops {
  readonly root: Expr;
  /** Axes of root that are loops, at most two; the others are unrolled. */
  readonly axes: readonly number[];
}

/** How a node is computed in a nest; null: it takes more than two loops. */
export function loopsOf(node: Expr): Loops | null {
  const { form } = node.op.kernel;
  if (form !== "elementwise" && form !== "index" && form !== "reduce") return null;
  const reduces = form === "reduce" && !isShortReduction(node);
  const root = reduces ? node.args[0]! : node;
  if (size(root.shape) === 0) return null;
  const reduced = reduces ? (node.param as readonly number[]) : [];
  let axes = root.shape.flatMap((d, k) => (d === 1 ? [] : [k]));
  let unrolled = 1;
  const unroll = (k: number): boolean => {
    if (reduced.includes(k) || unrolled * root.shape[k]! > SHORT) return false;
    unrolled *= root.shape[k]!;
    axes = axes.filter((a) => a !== k);
    return true;
  };
  while (axes.length > 1 && unroll(axes[axes.length - 1]!));
  for (const k of [...axes].sort((a, b) => root.shape[a]! - root.shape[b]!)) if (axes.length > 2) unroll(k);
  return axes.length > 2 ? null : { root, axes };
}

export function sinksOf(node: Expr, stored: ReadonlySet<Expr>): Sink[] {
  const { root, axes } = loopsOf(node)!;
  const reduced = root === node ? [] : (node.param as readonly number[]);
  const pulled = (e: Expr): boolean => e === root && root === node;
  const short = root.shape.map((d, k) => (axes.includes(k) ? 1 : d));
  const make = (order: readonly number[]): Sink[] => {
    const loops: readonly Loop[] = order.length === 2 ? ["i", "j"] : ["j"];
    const places = corners(short).map((corner) =>
      root.shape.map((_, k): Affine => {
        const loop = loops[order.indexOf(k)];
        return loop === undefined ? { i: 0, j: 0, o: corner[k]! } : { i: loop === "i" ? 1 : 0, j: loop === "j" ? 1 : 0, o: 0 };
      }),
    );
    const shared = {
      node,
      root,
      stage: 0,
      ...walk(root, places, (e) => stored.has(e) && !pulled(e)),
      over: order.flatMap((k, at) => (reduced.includes(k) ? [loops[at]!] : [])),
      rows: order.length === 2 ? root.shape[order[0]!]! : 1,
      columns: order.length > 0 ? root.shape[order[order.length - 1]!]! : 1,
    };
    return places.map((at) => ({ ...shared, at, target: at.filter((_, k) => !reduced.includes(k)) }));
  };
  const sinks = make(axes);
  if (axes.length < 2) return sinks;
  // The axis along which memory is walked straight becomes the inner one.
  const straightness = sinks[0]!.reads.reduce((sum, load) => {
    const { i, j } = elementAt(load.node, load.at);
    return i !== 0 && j !== 0 ? sum + (j === 1 ? 1 : i === 1 ? -1 : 0) : sum;
  }, 0);
  return straightness < 0 ? make([...axes].reverse()) : sinks;
}

interface Walk {
  readonly reads: readonly Load[];
  readonly work: number;
  readonly rowCuts: readonly number[];
  readonly columnCuts: readonly number[];
}

/** What is read from memory, and where pads begin and end. */
function walk(root: Expr, places: readonly Place[], fromMemory: (e: Expr) => boolean): Walk {
  const reads: Load[] = [];
  const [rowCuts, columnCuts] = [new Set<number>(), new Set<number>()];
  let work = 0;
  const seen = new Map<Expr, Set<string>>();
  const visit = (e: Expr, at: Place): void => {
    const key = placeKey(at);
    const before = seen.get(e) ?? new Set();
    if (before.has(key)) return;
    seen.set(e, before.add(key));
    work += instructionsOf(e);
    if (fromMemory(e)) {
      if (fillOf(e) === undefined) reads.push({ node: e, at: straight(e, at) });
    } else if (e.op.kernel.form === "index") {
      const inner = through(e, at);
      const { shape } = e.args[0]!;
      let inside = true;
      inner.forEach((x, k) => {
        if (x.i === 0 && x.j === 0) inside &&= x.o >= 0 && x.o < shape[k]!;
        for (const edge of edgesOf(x, shape[k]!)) (x.j !== 0 ? columnCuts : rowCuts).add(edge);
      });
      if (inside) visit(e.args[0]!, inner);
    } else if (e.op.kernel.form === "reduce") {
      for (const corner of corners((e.param as readonly number[]).map((k) => e.args[0]!.shape[k]!)))
        visit(e.args[0]!, unreduced(e, at, corner));
    } else for (const arg of e.args) visit(arg, at);
  };
  for (const at of places) visit(root, at);
  return { reads, work, rowCuts: [...rowCuts], columnCuts: [...columnCuts] };
}
