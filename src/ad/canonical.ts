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
  const to = new Map<Expr, Expr>(inputs.map((x) => [x, x]));
  const varying = new Set<Expr>(inputs);
  const order: Expr[] = [];
  for (const node of toposort([...outputs].reverse())) {
    const input = to.get(node);
    if (input) {
      order.push(input);
      continue;
    }
    let [changed, varies] = [false, false];
    for (const arg of node.args) {
      const same = to.get(arg)!;
      changed ||= same !== arg;
      varies ||= varying.has(same);
    }
    const mine = changed ? { ...node, args: node.args.map((arg) => to.get(arg)!) } : node;
    const kept = table.keep(mine);
    to.set(node, kept);
    if (kept !== mine) continue;
    order.push(kept);
    if (varies) varying.add(kept);
  }
  return { inputs, outputs: outputs.map((y) => to.get(y)!), order, varying };
}

/** Nodes by what they compute: a hash table with open addressing, since strings for keys would take most of the time. */
class NodeTable {
  #slots: (Expr | undefined)[] = new Array<Expr | undefined>(64).fill(undefined);
  #count = 0;
  readonly #ids = new Map<unknown, number>();
  readonly #paramKeys = new Map<Expr, string>();

  /** The node that computes the same, or else the node itself, from now on. Arguments are kept nodes. */
  keep(node: Expr): Expr {
    if (2 * this.#count >= this.#slots.length) this.#grow();
    const at = this.#find(this.#slots, node);
    const known = this.#slots[at];
    if (known) return known;
    this.#slots[at] = node;
    this.#count++;
    return node;
  }

  #find(slots: readonly (Expr | undefined)[], node: Expr): number {
    const mask = slots.length - 1;
    let at = this.#hash(node) & mask;
    for (let known = slots[at]; known && !this.#same(known, node); known = slots[at]) at = (at + 1) & mask;
    return at;
  }

  #same(a: Expr, b: Expr): boolean {
    if (a.op !== b.op || a.args.length !== b.args.length) return false;
    for (let k = 0; k < a.args.length; k++) if (a.args[k] !== b.args[k]) return false;
    return sameShape(a.shape, b.shape) && (a === b || this.#paramKey(a) === this.#paramKey(b));
  }

  #hash(node: Expr): number {
    let h = this.#id(node.op);
    for (const arg of node.args) h = Math.imul(h ^ this.#id(arg), 0x9e3779b1) ^ (h >>> 15);
    if (node.param !== null) for (const c of this.#paramKey(node)) h = Math.imul(h ^ c.charCodeAt(0), 0x01000193);
    return (Math.imul(h, 0x85ebca6b) ^ (h >>> 13)) >>> 1;
  }

  #grow(): void {
    const bigger = new Array<Expr | undefined>(4 * this.#slots.length).fill(undefined);
    for (const node of this.#slots) if (node) bigger[this.#find(bigger, node)] = node;
    this.#slots = bigger;
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
    let key = this.#paramKeys.get(node);
    if (key === undefined) {
      key = paramKey(node, (thing) => this.#id(thing));
      this.#paramKeys.set(node, key);
    }
    return key;
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
