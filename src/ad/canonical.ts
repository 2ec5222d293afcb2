/** The canonical graph: equal subexpressions are one node (hash-consing, bottom up). What is counted, and what is compiled. */
import { constantOf, type Expr, type Gather, sameShape } from "./expr.js";

/** Constants up to this size are the same when their numbers are; larger ones when they are one array. */
const SMALL = 16;

export interface Canonical {
  readonly inputs: readonly Expr[];
  readonly outputs: readonly Expr[];
  /** Arguments before uses. Later outputs first: a tangent is computed beside its primal, which can then be dropped. */
  readonly order: readonly Expr[];
  /** Where in `order` a node of it is. */
  readonly placeOf: (node: Expr) => number;
  /** The nodes that depend on an input. The others are computed once. */
  readonly varying: ReadonlySet<Expr>;
}

export function canonical(inputs: readonly Expr[], outputs: readonly Expr[]): Canonical {
  const given = new Set(inputs);
  /** Which node of `order` stands for a node: absent until its arguments have places. */
  const places = new Map<Expr, number>();
  const order: Expr[] = [];
  const table = new NodeTable(order);
  const varies: boolean[] = [];
  const args: number[] = [];
  const finish = (node: Expr): void => {
    if (given.has(node)) {
      places.set(node, order.push(node) - 1);
      varies.push(true);
      return;
    }
    args.length = node.args.length;
    let [changed, varying] = [false, false];
    for (let k = 0; k < args.length; k++) {
      const at = places.get(node.args[k]!)!;
      args[k] = at;
      changed ||= order[at] !== node.args[k];
      varying ||= varies[at]!;
    }
    const at = table.keep(node, args);
    places.set(node, at);
    if (at < order.length) return;
    const kept = changed ? { ...node, args: args.map((arg) => order[arg]!) } : node;
    if (changed) places.set(kept, at);
    order.push(kept);
    varies.push(varying);
  };
  // Inputs that no output needs have a place too.
  for (const root of [...outputs].reverse().concat(inputs)) visit(root, places, given, finish);
  const varying = new Set(inputs);
  order.forEach((node, k) => varies[k] && varying.add(node));
  return { inputs, outputs: outputs.map((y) => order[places.get(y)!]!), order, placeOf: (node) => places.get(node)!, varying };
}

/** Calls `finish` for a node after its arguments, each once. Iterative: deep programs cannot overflow the stack. */
export function visit(root: Expr, done: ReadonlyMap<Expr, unknown>, ends: ReadonlySet<Expr>, finish: (node: Expr) => void): void {
  if (done.has(root)) return;
  const nodes = [root];
  const next = [0];
  while (nodes.length > 0) {
    const top = nodes.length - 1;
    const node = nodes[top]!;
    const child = ends.has(node) ? undefined : node.args[next[top]!++];
    if (child === undefined) {
      nodes.pop();
      next.pop();
      finish(node);
    } else if (!done.has(child)) {
      nodes.push(child);
      next.push(0);
    }
  }
}

/** Nodes by what they compute: a hash table with open addressing, since strings for keys would take most of the time. */
class NodeTable {
  /** Places in the order, −1 where free. */
  #slots = new Int32Array(64).fill(-1);
  #count = 0;
  readonly #order: readonly Expr[];
  readonly #hashes: number[] = [];
  readonly #params: string[] = [];
  /** The places of the arguments of a node begin at #starts[place]. */
  readonly #starts: number[] = [];
  readonly #args: number[] = [];
  readonly #ids = new Map<unknown, number>();

  constructor(order: readonly Expr[]) {
    this.#order = order;
  }

  /** The place of the node that computes the same from the same places, or else the end of the order, from now on its own. */
  keep(node: Expr, args: readonly number[]): number {
    if (2 * this.#count >= this.#slots.length) this.#grow();
    const param = this.#paramKey(node);
    let hash = this.#id(node.op);
    for (let k = 0; k < args.length; k++) hash = Math.imul(hash ^ args[k]!, 0x9e3779b1) ^ (hash >>> 15);
    for (let k = 0; k < param.length; k++) hash = Math.imul(hash ^ param.charCodeAt(k), 0x01000193);
    hash = (Math.imul(hash, 0x85ebca6b) ^ (hash >>> 13)) >>> 2;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let place = this.#slots[slot]!; place >= 0; place = this.#slots[slot]!) {
      if (this.#hashes[place] === hash && this.#same(place, node, args, param)) return place;
      slot = (slot + 1) & mask;
    }
    const place = this.#order.length;
    this.#slots[slot] = place;
    this.#count++;
    this.#hashes[place] = hash;
    this.#params[place] = param;
    this.#starts[place] = this.#args.length;
    for (let k = 0; k < args.length; k++) this.#args.push(args[k]!);
    return place;
  }

  #same(place: number, node: Expr, args: readonly number[], param: string): boolean {
    const known = this.#order[place]!;
    if (known.op !== node.op || known.args.length !== args.length || this.#params[place] !== param) return false;
    const start = this.#starts[place]!;
    for (let k = 0; k < args.length; k++) if (this.#args[start + k] !== args[k]) return false;
    return sameShape(known.shape, node.shape);
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(4 * old.length).fill(-1);
    const mask = this.#slots.length - 1;
    for (const place of old) {
      if (place < 0) continue;
      let slot = this.#hashes[place]! & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = place;
    }
  }

  #id(thing: unknown): number {
    let id = this.#ids.get(thing);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(thing, id);
    }
    return id;
  }

  #paramKey(node: Expr): string {
    if (node.param === null) return node.op.kernel.form === "leaf" ? `input ${this.#id(node)}` : "";
    return paramKey(node, (thing) => this.#id(thing));
  }
}

/** What configures a node, as text. */
function paramKey(node: Expr, id: (thing: unknown) => number): string {
  const { param } = node;
  const value = constantOf(node);
  if (value) return value.length > SMALL ? `array ${id(value)}` : Array.from(value, (v) => (Object.is(v, -0) ? "-0" : String(v))).join();
  const { form } = node.op.kernel;
  if (form === "gather" || form === "scatter") return `rows ${id((param as Gather).index)}`;
  return form === "scan" ? `loop ${id(param)}` : JSON.stringify(param);
}

/**
 * Scalar operations of one run: what depends on an input, each shared node once, nothing that no output needs.
 * Rewrites and engines do not change it.
 */
export const opsOf = ({ order, varying }: Canonical): number =>
  order.reduce((ops, node) => (varying.has(node) ? ops + node.op.ops(node) : ops), 0);
