/**
 * Which values are stored, and which loops compute them. Elementwise and index nodes, and reductions over few elements, are pulled:
 * recomputed where they are used, at the index they are used at. What remains are sinks: outputs, large reductions, arguments of what
 * runs by itself. Sinks over one space share a nest
 *   for i { for j … for j … }
 * when none reads what another of them has not completed: a sum over j is complete after its stage, for its own row.
 */
import { type Expr, size, toposort } from "../expr.js";
import { fillOf } from "../leaf.js";
import { reads, storage } from "../plan.js";
import { type Place, samePlace } from "./place.js";
import { COSTLY, costOf, isShortReduction, type Load, type Loop, loopsOf, SHORT, type Sink, sinksOf } from "./sink.js";
import { ceilingsOf, MOST_WORK, workOf } from "./work.js";

export interface Nest {
  readonly kind: "nest";
  readonly rows: number;
  columns: number;
  readonly sinks: Sink[];
}
/** A node that is computed by itself: a product of matrices, or by the interpreter's kernel. */
export interface Alone {
  readonly kind: "product" | "kernel";
  readonly node: Expr;
}
export type Step = Nest | Alone;

const fusible = (e: Expr): boolean => ["elementwise", "index"].includes(e.op.kernel.form) || isShortReduction(e);
function beneath(e: Expr): Expr {
  let at = e;
  while (at.op.kernel.form === "index") at = at.args[0]!;
  return at;
}
/** Values pulled through more nodes than this are stored on the way: what walks over them recurses. */
const DEEPEST = 200;
export interface Fused {
  readonly steps: readonly Step[];
  /** Nodes that have numbers in memory. */
  readonly stored: ReadonlySet<Expr>;
}

export function fuse(outputs: readonly Expr[]): Fused {
  const order = toposort(outputs);
  const stored = new Set<Expr>();
  const alone = new Set<Expr>();
  const uses = new Map<Expr, number>();
  const keep = (e: Expr): void => {
    if (fillOf(e) === undefined || e.args.length === 0) stored.add(e);
  };
  for (const e of outputs) stored.add(e);
  /** Scalar operations for one element of a node together with what is pulled with it. */
  const pulled = new Map<Expr, number>();
  const depths = new Map<Expr, number>();
  for (const e of order) {
    const depth = e.args.reduce((most, arg) => Math.max(most, stored.has(arg) ? 0 : depths.get(arg)!), 0) + 1;
    depths.set(e, depth);
    if (depth > DEEPEST) stored.add(e);
    const beneathIt = e.args.reduce((most, arg) => most + (stored.has(arg) ? 0 : pulled.get(arg)!), 0);
    const terms = e.op.kernel.form === "reduce" ? size(e.args[0]!.shape) / Math.max(1, size(e.shape)) : 1;
    pulled.set(e, costOf(e) + terms * beneathIt);
    for (const arg of e.args) uses.set(arg, (uses.get(arg) ?? 0) + 1);
    const { form } = e.op.kernel;
    if (form === "leaf") stored.add(e);
    else if (form === "reshape") {
      stored.add(e);
      stored.add(e.args[0]!);
    } else if (form === "reduce") {
      if (!isShortReduction(e)) stored.add(e);
    } else if (form === "index") {
      // Computed once where it would be computed for many elements of a larger space.
      const base = beneath(e);
      if (size(e.shape) > SHORT * size(base.shape) && pulled.get(base)! > 2) keep(base);
    } else if (form !== "elementwise") alone.add(e);
  }
  for (const e of order) if (fusible(e) && costOf(e) >= COSTLY && (uses.get(e) ?? 0) > 1) stored.add(e);
  const twins = twinsOf(order, stored);
  for (const e of alone) stored.add(e);
  const ceilings = ceilingsOf(order, stored);
  for (const e of [...order].reverse()) {
    if (stored.has(e) && !alone.has(e) && ceilings.get(e)! > MOST_WORK) lighten(e, stored);
    if (!alone.has(e) && !(stored.has(e) && loopsOf(e) === null)) continue;
    // What runs by itself reads its arguments from memory.
    alone.add(e);
    stored.add(e);
    for (const arg of reads(e)) stored.add(arg);
  }
  const steps: Step[] = [];
  /** The step after which the numbers of a node are there. */
  const home = new Map<Expr, number>();
  /** The first step that may compute a node: what waits for a value must not join a nest before it. */
  const floors = new Map<Expr, number>();
  for (const e of order) {
    const { form } = e.op.kernel;
    const begun = form === "reshape" && e.args.length > 1 ? steps.length - 1 : -1;
    const floor = e.args.reduce((last, arg) => Math.max(last, floors.get(arg)!), begun);
    floors.set(e, floor);
    if (!stored.has(e) || form === "leaf" || form === "reshape") continue;
    if (alone.has(e)) home.set(e, steps.push({ kind: form === "contract" ? "product" : "kernel", node: e }) - 1);
    else home.set(e, put(sinksOf(e, stored), steps, home, floor, home.get(twins.get(e) ?? e)));
  }
  return { steps, stored };
}

/**
 * Costly functions of the same arguments, as tanh and tanh′ are, share much of their work: where one of them is stored, the others are
 * too, in the same nest. By each of the others, the first.
 */
function twinsOf(order: readonly Expr[], stored: Set<Expr>): Map<Expr, Expr> {
  const firsts = new Map<Expr, Expr[]>();
  const twins = new Map<Expr, Expr>();
  for (const e of order) {
    const [x] = e.args;
    if (x === undefined || e.op.kernel.form !== "elementwise" || costOf(e) < COSTLY) continue;
    const known = firsts.get(x) ?? [];
    firsts.set(x, known);
    const first = known.find(({ args }) => args.length === e.args.length && args.every((arg, k) => arg === e.args[k]));
    if (first === undefined) known.push(e);
    else if (stored.has(first)) {
      stored.add(e);
      twins.set(e, first);
    }
  }
  return twins;
}

/** Stores the terms of short sums beneath a sink that takes too many instructions, and where that does not help what is moved. */
function lighten(sink: Expr, stored: Set<Expr>): void {
  for (const form of ["reduce", "index"]) {
    if (loopsOf(sink) === null) return;
    if (workOf(sinksOf(sink, stored)) <= MOST_WORK) return;
    const seen = new Set<Expr>();
    for (const left = [sink]; left.length > 0; ) {
      const e = left.pop()!;
      if (seen.has(e) || (e !== sink && stored.has(e))) continue;
      seen.add(e);
      left.push(...e.args);
    }
    for (const e of seen) if (e.op.kernel.form === form && fillOf(e) === undefined) stored.add(e.args[0]!);
  }
}

/** What a sink reads in its nest: a neighbour that stores the same element is seen through. */
export function loadsOf(sink: Sink, neighbours: readonly Sink[]): Load[] {
  const loads: Load[] = [];
  const seen = new Set<readonly Load[]>([sink.reads]);
  const add = (load: Load): void => {
    const same = neighbours.find((s) => s.node === load.node && s.over.length === 0 && samePlace(s.target, load.at));
    if (!same) loads.push(load);
    else if (!seen.has(same.reads)) {
      seen.add(same.reads);
      same.reads.forEach(add);
    }
  };
  sink.reads.forEach(add);
  return loads;
}

/** Puts a sink into the preferred nest or else the last one that can take it, or into a new one; returns its step. */
function put(parts: readonly Sink[], steps: Step[], home: ReadonlyMap<Expr, number>, floor: number, preferred?: number): number {
  const [sink] = parts as [Sink];
  const earliest = sink.reads.reduce((last, { node }) => Math.max(last, home.get(storage(node)) ?? -1), floor);
  for (let at = steps.length; at >= Math.max(0, earliest); at--) {
    const k = at === steps.length ? preferred : at;
    const nest = k === undefined ? undefined : steps[k];
    if (k === undefined || k < earliest || nest?.kind !== "nest") continue;
    const perRow = sink.rows === 1 && nest.rows > 1 && sink.columns === nest.rows && k === earliest;
    const near =
      sink.rows === 1 && nest.rows === 1 && Math.abs(nest.columns - sink.columns) <= SHORT && Math.min(nest.columns, sink.columns) > 1;
    if (!perRow && !near && (sink.rows !== nest.rows || sink.columns !== nest.columns)) continue;
    if (workOf([...nest.sinks, sink]) > MOST_WORK) continue;
    const bound = perRow ? besideRows(parts, nest) : parts;
    const stage = stageIn(nest, bound[0]!);
    if (stage === null) continue;
    nest.columns = Math.max(nest.columns, sink.rows === 1 && !perRow ? sink.columns : 0);
    for (const part of bound) nest.sinks.push({ ...part, stage });
    return k;
  }
  return steps.push({ kind: "nest", rows: sink.rows, columns: sink.columns, sinks: [...parts] }) - 1;
}

/** The same parts with the row as their index, beside the loop over columns. */
function besideRows(parts: readonly Sink[], nest: Nest): Sink[] {
  const flip = (at: Place): Place => at.map((x) => (x.j === 0 ? x : { i: x.j, j: 0, o: x.o }));
  const reads = parts[0]!.reads.map(({ node, at }) => ({ node, at: flip(at) }));
  return parts.map((s) => ({
    ...s,
    reads,
    at: flip(s.at),
    target: flip(s.target),
    rows: nest.rows,
    columns: nest.columns,
    rowCuts: s.columnCuts,
    columnCuts: [],
    over: s.over.map((): Loop => "i"),
  }));
}

/** The first stage at which all that a sink reads of its own nest is complete; null: never. */
function stageIn(nest: Nest, sink: Sink): number | null {
  let stage = 0;
  for (const load of loadsOf(sink, nest.sinks))
    for (const other of nest.sinks) {
      if (storage(other.node) !== storage(load.node)) continue;
      if (other.node !== load.node) return null;
      // Another of its unrolled parts.
      if (other.target.some((x, k) => x.i === 0 && x.j === 0 && load.at[k]!.i === 0 && load.at[k]!.j === 0 && x.o !== load.at[k]!.o))
        continue;
      const complete = other.over.length === 1 && other.over[0] === "j" && nest.rows > 1 && samePlace(other.target, load.at);
      if (!complete) return null;
      stage = Math.max(stage, other.stage + 1);
    }
  return stage;
}
