/** Slices, transposes, joins: all of them the op index under names that users know. */
import { axesOf, axisOf } from "../axes.js";
import { AdError, shown } from "../errors.js";
import { type Expr, type Op, size } from "../expr.js";
import { index, reshape } from "./move.js";

/** The axes in another order; reversed without one. */
export function transpose(x: Expr, order: readonly number[] = x.shape.map((_, k) => x.shape.length - 1 - k)): Expr {
  const axes = order.map((axis) => axisOf("transpose", x, axis));
  if (axes.length !== x.shape.length || new Set(axes).size !== axes.length)
    throw new AdError("transpose", `[${order.join(", ")}] does not name each axis of shape ${shown(x.shape)} once`);
  return index(
    x,
    axes.map((k) => x.shape[k]!),
    x.shape.map((_, k) => ({ axis: axes.indexOf(k), offset: 0, stride: 1 })),
  );
}

/** x[begin .. end) in steps ≥ 1: numbers along axis 0, or one for each leading axis. Negative ends count from the back. */
export function slice(
  x: Expr,
  begin: number | readonly number[],
  end: number | readonly number[],
  step: number | readonly number[] = 1,
): Expr {
  const [from, to] = [[begin].flat(), [end].flat()];
  const by = typeof step === "number" ? from.map(() => step) : step;
  if (from.length > x.shape.length || to.length !== from.length || by.length !== from.length)
    throw new AdError("slice", `shape ${shown(x.shape)} does not have axes for begin [${from.join(", ")}], end [${to.join(", ")}]`);
  const parts = x.shape.map((extent, k) => {
    const at = (i: number): number => (i < 0 ? i + extent : i);
    const [first, last, stride] = k < from.length ? [at(from[k]!), at(to[k]!), by[k]!] : [0, extent, 1];
    if (![first, last, stride].every(Number.isInteger) || first < 0 || last > extent || first > last || stride < 1)
      throw new AdError("slice", `${from[k]} to ${to[k]} in steps of ${by[k]} does not lie in axis ${k} of shape ${shown(x.shape)}`);
    return { first, extent: Math.ceil((last - first) / stride), stride };
  });
  return index(
    x,
    parts.map((p) => p.extent),
    parts.map(({ first, stride }, axis) => ({ axis, offset: first, stride })),
  );
}

/** The elements along an axis in reverse order. */
export function flip(x: Expr, axis = 0): Expr {
  const flipped = axisOf("flip", x, axis);
  const map = x.shape.map((extent, k) => (k === flipped ? { axis: k, offset: extent - 1, stride: -1 } : { axis: k, offset: 0, stride: 1 }));
  return index(x, x.shape, map);
}

/** Zeros around x: how many before and after, for each axis. */
export function pad(x: Expr, before: readonly number[], after: readonly number[]): Expr {
  if (before.length !== x.shape.length || after.length !== x.shape.length)
    throw new AdError("pad", `shape ${shown(x.shape)} has ${x.shape.length} axes, before has ${before.length} and after ${after.length}`);
  const shape = x.shape.map((extent, k) => before[k]! + extent + after[k]!);
  return index(
    x,
    shape,
    x.shape.map((_, axis) => ({ axis, offset: -before[axis]!, stride: 1 })),
  );
}

/** An axis of extent 1 at that place. */
export function expandDims(x: Expr, axis: number): Expr {
  const rank = x.shape.length + 1;
  const at = axis < 0 ? axis + rank : axis;
  if (!(Number.isInteger(at) && at >= 0 && at < rank))
    throw new AdError("expandDims", `there is no place ${axis} for an axis in shape ${shown(x.shape)}`);
  return reshape(x, x.shape.toSpliced(at, 0, 1));
}

/** Arrays of which at most one is not 0 at any place, as one: joined, not computed. */
const joinOp: Op = {
  name: "concat",
  kernel: { form: "elementwise", body: (b, x, y) => b.add(x!, y!) },
  ops: () => 0,
  jvp: [(t) => t, (t) => t],
  vjp: [(t) => t, (t) => t],
};

/** One after the other along an axis; the other extents are equal. */
export function concat(xs: readonly Expr[], axis = 0): Expr {
  const [head] = xs;
  if (!head) throw new AdError("concat", "there is nothing to join: expected at least one array");
  const at = axisOf("concat", head, axis);
  for (const x of xs)
    if (x.shape.length !== head.shape.length || x.shape.some((d, k) => k !== at && d !== head.shape[k]))
      throw new AdError("concat", `shapes ${xs.map((e) => shown(e.shape)).join(" and ")} differ beside axis ${axis}`);
  const total = xs.reduce((n, x) => n + x.shape[at]!, 0);
  let start = 0;
  const padded = xs.map((x) => {
    const before = head.shape.map((_, k) => (k === at ? start : 0));
    start += x.shape[at]!;
    return pad(
      x,
      before,
      head.shape.map((_, k) => (k === at ? total - start : 0)),
    );
  });
  return balanced(padded, (a, b) => ({ op: joinOp, args: [a, b], shape: a.shape, param: null }));
}

/** Σ-like folds as a balanced tree: depth log n. */
export function balanced(xs: readonly Expr[], join: (a: Expr, b: Expr) => Expr): Expr {
  if (xs.length === 1) return xs[0]!;
  const half = xs.length >> 1;
  return join(balanced(xs.slice(0, half), join), balanced(xs.slice(half), join));
}

/** x with the given axes first and made into one: [product of those axes, ...the rest]. */
export function gathered(op: string, x: Expr, axes: number | readonly number[] | undefined): Expr {
  const first = axesOf(op, x, axes);
  const rest = x.shape.map((_, k) => k).filter((k) => !first.includes(k));
  return reshape(transpose(x, [...first, ...rest]), [size(first.map((k) => x.shape[k]!)), ...rest.map((k) => x.shape[k]!)]);
}
