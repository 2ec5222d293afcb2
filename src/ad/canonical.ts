/** The canonical graph: equal subexpressions are one node (hash-consing, bottom up). What is counted, and what is compiled. */
import { constantOf, type Expr, type Gather, toposort } from "./expr.js";

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
  const to = new Map<Expr, Expr>(inputs.map((x) => [x, x]));
  const ids = new Map<unknown, number>();
  const id = (thing: unknown): number => {
    let known = ids.get(thing);
    if (known === undefined) {
      known = ids.size;
      ids.set(thing, known);
    }
    return known;
  };
  const table = new Map<string, Expr>();
  for (const node of toposort(outputs)) {
    if (to.has(node)) continue;
    let changed = false;
    let key = `${id(node.op)}`;
    const args = node.args.map((arg) => {
      const same = to.get(arg)!;
      changed ||= same !== arg;
      key += `,${id(same)}`;
      return same;
    });
    key += `[${node.shape.join()}]${paramKey(node, id)}`;
    const known = table.get(key);
    if (!known) table.set(key, changed ? { ...node, args } : node);
    to.set(node, known ?? table.get(key)!);
  }
  const roots = outputs.map((y) => to.get(y)!);
  const order = toposort([...roots].reverse());
  const varying = new Set<Expr>(inputs);
  for (const node of order) if (node.args.some((arg) => varying.has(arg))) varying.add(node);
  return { inputs, outputs: roots, order, varying };
}

function paramKey(node: Expr, id: (thing: unknown) => number): string {
  const { param } = node;
  if (param === null) return node.op.kernel.form === "leaf" ? `input ${id(node)}` : "";
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
