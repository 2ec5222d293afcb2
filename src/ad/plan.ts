/** Where each value of a program lives: intervals of one arena, freed after the last use (first fit by address). */
import type { Canonical } from "./canonical.js";
import { type Expr, size } from "./expr.js";
import { isScalarBroadcast } from "./leaf.js";

export interface Plan {
  /** Offset in float64s of each varying node that has a place. */
  readonly offsets: ReadonlyMap<Expr, number>;
  /** float64s in all: the peak of what is live at once. */
  readonly length: number;
}

/** The node whose numbers a node shows: a reshape has none of its own. */
export function storage(node: Expr): Expr {
  let at = node;
  while (at.op.kernel.form === "reshape") at = at.args[0]!;
  return at;
}

/** What an elementwise kernel reads for an argument: a scalar broadcast is read from its one element. */
export const operand = (arg: Expr): Expr => storage(isScalarBroadcast(storage(arg)) ? storage(arg).args[0]! : arg);

/** The nodes that a step reads. What it only waits for is not among them. */
export function reads(node: Expr): readonly Expr[] {
  const { form } = node.op.kernel;
  if (form === "reshape") return [storage(node)];
  return node.args.map((arg) => (form === "elementwise" ? operand(arg) : storage(arg)));
}

/** Inputs and outputs keep their places throughout. `steps`: the nodes that are computed, in order. */
export function planArena({ inputs, outputs, varying }: Canonical, steps: readonly Expr[]): Plan {
  const last = new Map<Expr, number>();
  steps.forEach((node, k) => {
    for (const read of reads(node)) last.set(read, k);
  });
  for (const kept of [...inputs, ...outputs.map(storage)]) last.set(kept, Number.POSITIVE_INFINITY);

  const offsets = new Map<Expr, number>();
  const free = new FreeList();
  for (const x of inputs) offsets.set(x, free.take(size(x.shape)));
  steps.forEach((node, k) => {
    offsets.set(node, free.take(size(node.shape)));
    for (const read of new Set([...reads(node), node]))
      if (varying.has(read) && (last.get(read) ?? k) <= k && offsets.has(read)) free.give(offsets.get(read)!, size(read.shape));
  });
  return { offsets, length: free.top };
}

/** Gaps below `top`, ascending, never adjacent. */
class FreeList {
  readonly #gaps: { start: number; end: number }[] = [];
  top = 0;

  take(length: number): number {
    const fit = this.#gaps.findIndex((gap) => gap.end - gap.start >= length);
    if (fit >= 0) {
      const gap = this.#gaps[fit]!;
      const { start } = gap;
      gap.start += length;
      if (gap.start === gap.end) this.#gaps.splice(fit, 1);
      return start;
    }
    const end = this.#gaps[this.#gaps.length - 1];
    const start = end?.end === this.top ? end.start : this.top;
    if (end?.end === this.top) this.#gaps.pop();
    this.top = start + length;
    return start;
  }

  give(start: number, length: number): void {
    if (length === 0) return;
    let at = this.#gaps.findIndex((gap) => gap.start > start);
    if (at < 0) at = this.#gaps.length;
    this.#gaps.splice(at, 0, { start, end: start + length });
    if (this.#gaps[at + 1]?.start === start + length) this.#merge(at);
    if (at > 0 && this.#gaps[at - 1]!.end === start) this.#merge(at - 1);
  }

  #merge(at: number): void {
    this.#gaps[at]!.end = this.#gaps[at + 1]!.end;
    this.#gaps.splice(at + 1, 1);
  }
}
