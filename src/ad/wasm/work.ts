/** How many instructions a nest takes: what decides whether values are pulled or stored, and which sinks may share loops. */
import type { AxisMap, Expr } from "../expr.js";
import { instructionsOf, isShortReduction, reducedSize, SHORT, type Sink } from "./sink.js";

/** Instructions of a nest, all ranges of its loops together. A sink that takes more gets some values from memory. */
export const MOST_WORK = 8000;

/** Of sinks in one nest: each range between two cuts has code of its own. */
export function workOf(sinks: readonly Sink[]): number {
  const [nodes, rowCuts, columnCuts] = [new Map<Expr, number>(), new Set<number>(), new Set<number>()];
  for (const sink of sinks) {
    nodes.set(sink.node, sink.work);
    for (const at of sink.rowCuts) if (at > 0 && at < sink.rows) rowCuts.add(at);
    for (const at of sink.columnCuts) if (at > 0 && at < sink.columns) columnCuts.add(at);
  }
  let work = 0;
  for (const one of nodes.values()) work += one;
  return work * (1 + rowCuts.size + columnCuts.size);
}

/** What `workOf` does not exceed, for each node: shared values count as often as they are used. Much cheaper. */
export function ceilingsOf(order: readonly Expr[], stored: ReadonlySet<Expr>): Map<Expr, number> {
  const inside = new Map<Expr, { readonly work: number; readonly cuts: number }>();
  const ceilings = new Map<Expr, number>();
  for (const e of order) {
    const pulled = e.args.flatMap((arg) => (stored.has(arg) ? [] : [inside.get(arg)!]));
    const terms = isShortReduction(e) ? reducedSize(e) : 1;
    const work = instructionsOf(e) + terms * pulled.reduce((sum, arg) => sum + arg.work, e.args.length);
    const cuts = pulled.reduce((sum, arg) => sum + arg.cuts, e.op.kernel.form === "index" ? 2 * cutAxes(e) : 0);
    inside.set(e, { work, cuts: terms * cuts });
    ceilings.set(e, SHORT * work * (1 + terms * cuts));
  }
  return ceilings;
}
/** Axes along which an index may leave its argument within the loop. */
const cutAxes = (e: Expr): number =>
  (e.param as readonly AxisMap[]).filter(
    ({ axis, offset, stride }, k) =>
      axis >= 0 && (offset < 0 || stride < 0 || offset + stride * (e.shape[axis]! - 1) >= e.args[0]!.shape[k]!),
  ).length;
