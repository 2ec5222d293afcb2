/** y(v_1), …, y(v_k) as one graph: every node that depends on v gets a leading axis of extent k, the others stay as they are. */
import { type AxisMap, type Expr, isDiagonal, type Scan, size, type Transposes, toposort } from "../expr.js";
import { input } from "../leaf.js";
import { broadcastTo, index, reshape } from "../ops/move.js";
import { concat, slice, transpose } from "../ops/shape.js";

/**
 * y with v replaced by each of `directions`, [k, ...v]; shape [k, ...y]. What y does not draw from v is computed once for all k.
 * It looks at the forms of kernels, never at ops.
 */
export function batched(y: Expr, v: Expr, directions: Expr): Expr {
  return batchedFrom(y, new Map([[v, directions]]), directions.shape[0]!);
}

function batchedFrom(y: Expr, given: ReadonlyMap<Expr, Expr>, k: number): Expr {
  const many = new Map(given);
  /** Nodes that are the same for all, but wait for some that are not. */
  const single = new Map<Expr, Expr>();
  const rebuilt = (node: Expr, to: (arg: Expr) => Expr | undefined): Expr =>
    node.args.some(to) ? { ...node, args: node.args.map((arg) => to(arg) ?? arg) } : node;
  for (const node of toposort([y])) {
    if (many.has(node)) continue;
    // A reshape shows its first argument: others only say when.
    const drawn = node.op.kernel.form === "reshape" ? node.args.slice(0, 1) : node.args;
    if (drawn.some((arg) => many.has(arg))) {
      const args = node.args.map((arg) => many.get(arg));
      many.set(
        node,
        batchedNode(
          rebuilt(node, (arg) => single.get(arg)),
          args,
          k,
        ),
      );
    } else if (node.args.some((arg) => many.has(arg) || single.has(arg)))
      single.set(
        node,
        rebuilt(node, (arg) => many.get(arg) ?? single.get(arg)),
      );
  }
  return many.get(y) ?? broadcastTo(single.get(y) ?? y, [k, ...y.shape]);
}

/** `args`: the arguments that have a leading axis, undefined where one has none. */
function batchedNode(node: Expr, args: readonly (Expr | undefined)[], k: number): Expr {
  const { op, param, shape } = node;
  const [first] = args;
  const whole = [k, ...shape];
  if (op.kernel.form === "elementwise" || isDiagonal(op))
    return { op, args: args.map((arg, i) => arg ?? broadcastTo(node.args[i]!, whole)), shape: whole, param };
  switch (op.kernel.form) {
    case "reshape":
      // The first may be what only waits for the others.
      return first ? reshape(first, whole) : broadcastTo(node.args[0]!, whole);
    case "index": {
      const map = (param as readonly AxisMap[]).map((m) => ({ ...m, axis: m.axis < 0 ? -1 : m.axis + 1 }));
      return index(first!, whole, [{ axis: 0, offset: 0, stride: 1 }, ...map]);
    }
    case "reduce":
      return { op, args: [first!], shape: whole, param: (param as readonly number[]).map((axis) => axis + 1) };
    case "gather":
    case "scatter":
      return swapped({ op, args: [swapped(first!)], shape: [shape[0]!, k, ...shape.slice(1)], param });
    case "contract":
      return args.every((arg) => arg !== undefined) ? oneByOne(node, args, k) : batchedProduct(node, args, k);
    case "scan":
      return batchedScan(node, args, k);
    default:
      return oneByOne(node, args, k);
  }
}

/** The first two axes in the other order. */
const swapped = (x: Expr): Expr => transpose(x, [1, 0, ...x.shape.slice(2).map((_, axis) => axis + 2)]);

/** One factor is the same for all: the matrices of the other, one below the other, are one matrix. */
function batchedProduct(node: Expr, [a, b]: readonly (Expr | undefined)[], k: number): Expr {
  const { ta, tb } = node.param as Transposes;
  const [m, n] = node.shape as readonly [number, number];
  // (A B)ᵀ = Bᵀ Aᵀ
  const [factor, stored, other, rows, columns] = a ? [a, ta, node.args[1]!, m, n] : [b!, !tb, node.args[0]!, n, m];
  const upright = stored ? transpose(factor, [0, 2, 1]) : factor;
  const depth = upright.shape[2]!;
  const product: Expr = {
    op: node.op,
    args: [reshape(upright, [k * rows, depth]), other],
    shape: [k * rows, columns],
    param: { ta: false, tb: a ? tb : !ta },
  };
  const all = reshape(product, [k, rows, columns]);
  return a ? all : transpose(all, [0, 2, 1]);
}

/** One loop whose carry is the k carries together. */
function batchedScan(node: Expr, args: readonly (Expr | undefined)[], k: number): Expr {
  const { carry, items, constants, next, ...rest } = node.param as Scan;
  const [steps, m] = node.shape as readonly [number, number];
  const many = (e: Expr, arg: Expr | undefined): Expr => (arg ? input([k, ...e.shape]) : e);
  const inner = {
    carry: input([k, ...carry.shape]),
    items: items.map((e, i) => many(e, args[1 + i])),
    constants: constants.map((e, i) => many(e, args[1 + items.length + i])),
  };
  const replaced = [carry, ...items, ...constants].map((e, i) => [e, [inner.carry, ...inner.items, ...inner.constants][i]!] as const);
  const states = batchedFrom(next, new Map(replaced.filter(([from, to]) => from !== to)), k);
  const width = size(carry.shape);
  const parts = [slice(states, [0, 0], [k, width]), slice(states, [0, width], [k, m])].filter((part) => size(part.shape) > 0);
  const loop: Expr = {
    op: node.op,
    args: node.args.map((arg, i) => {
      if (i === 0) return args[0] ?? broadcastTo(arg, [k, ...arg.shape]);
      const own = args[i];
      return own && i <= items.length ? swapped(own) : (own ?? arg);
    }),
    shape: [steps, k * m],
    param: { ...inner, next: concat(parts.map((part) => reshape(part, [size(part.shape)]))), ...rest },
  };
  const carries = reshape(slice(loop, [0, 0], [steps, k * width]), [steps, k, width]);
  const others = reshape(slice(loop, [0, k * width], [steps, k * m]), [steps, k, m - width]);
  return swapped(m === width ? carries : concat([carries, others], 2));
}

/** Where a kernel takes one at a time: k nodes. */
function oneByOne(node: Expr, args: readonly (Expr | undefined)[], k: number): Expr {
  const single = (arg: Expr, i: number): Expr => reshape(slice(arg, i, i + 1), arg.shape.slice(1));
  const nodes = Array.from(
    { length: k },
    (_, i): Expr => ({ ...node, args: node.args.map((arg, j) => (args[j] ? single(args[j], i) : arg)) }),
  );
  return concat(nodes.map((one) => reshape(one, [1, ...node.shape])));
}
