/** The canonical graph: equal subexpressions are one node (hash-consing, bottom up). What is counted, and what is compiled. */
import { constantOf, type Expr, type Gather, sameShape, toposort } from "./expr.js";

/** Constants up to this size are the same when their numbers are; larger ones when they are one array. */
const SMALL = 16;

export interface Canonical {
  readonly inputs: readonly Expr[];
  readonly outputs: readonly Expr[];
  /** Arguments before uses. Later outputs first: a tangent is computed beside its primal, which can then be dropped. */
  readonly order: readonly Expr[];
  /** The nodes that depend on an input. The others are computed once. */
  readonly varying: ReadonlySet<Expr>;
}

export function canonical(inputs: readonly Expr[], outputs: readonly Expr[]): Canonical {
  const table = new NodeTable();
  const given = new Set(inputs);
  /** Which node of `order` stands for a node. */
  const places = new Map<Expr, number>();
  const order: Expr[] = [];
  const varying = new Set<Expr>(inputs);
  const args: number[] = [];
  for (const node of toposort([...outputs].reverse())) {
    if (given.has(node)) {
      places.set(node, order.push(node) - 1);
      continue;
    }
    args.length = node.args.length;
    let [changed, varies] = [false, false];
    for (let k = 0; k < args.length; k++) {
      args[k] = places.get(node.args[k]!)!;
      const kept = order[args[k]!]!;
      changed ||= kept !== node.args[k];
      varies ||= varying.has(kept);
    }
    const at = table.keep(node, args, order.length);
    places.set(node, at);
    if (at < order.length) continue;
    const kept = changed ? { ...node, args: args.map((arg) => order[arg]!) } : node;
    order.push(kept);
    if (varies) varying.add(kept);
  }
  return { inputs, outputs: outputs.map((y) => order[places.get(y)!]!), order, varying };
}

/** Nodes by what they compute: a hash table with open addressing, since strings for keys would take most of the time. */
class NodeTable {
  /** Positions in `#nodes`, −1 where free. */
  #slots = new Int32Array(64).fill(-1);
  readonly #nodes: {
    readonly node: Expr;
    readonly args: readonly number[];
    readonly hash: number;
    readonly place: number;
    readonly param: string;
  }[] = [];
  readonly #ids = new Map<unknown, number>();

  /** The place of the node that computes the same from the same places, or else the new place, from now on. */
  keep(node: Expr, args: readonly number[], place: number): number {
    if (2 * this.#nodes.length >= this.#slots.length) this.#grow();
    const param = this.#paramKey(node);
    let hash = this.#id(node.op);
    for (let k = 0; k < args.length; k++) hash = Math.imul(hash ^ args[k]!, 0x9e3779b1) ^ (hash >>> 15);
    for (let k = 0; k < param.length; k++) hash = Math.imul(hash ^ param.charCodeAt(k), 0x01000193);
    hash = (Math.imul(hash, 0x85ebca6b) ^ (hash >>> 13)) >>> 1;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; this.#slots[slot]! >= 0; slot = (slot + 1) & mask) {
      const known = this.#nodes[this.#slots[slot]!]!;
      if (
        known.hash === hash &&
        known.node.op === node.op &&
        known.param === param &&
        sameShape(known.args, args) &&
        sameShape(known.node.shape, node.shape)
      )
        return known.place;
    }
    this.#slots[slot] = this.#nodes.push({ node, args: args.slice(), hash, place, param }) - 1;
    return place;
  }

  #grow(): void {
    this.#slots = new Int32Array(4 * this.#slots.length).fill(-1);
    const mask = this.#slots.length - 1;
    this.#nodes.forEach(({ hash }, k) => {
      let slot = hash & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = k;
    });
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
