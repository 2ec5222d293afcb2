/** Ops that move or add up elements, each the transpose of another: index (broadcast, transpose, slice, pad), reshape, sum. */
import { AdError, shown } from "../errors.js";
import { type AxisMap, type Expr, type Op, type Shape, sameShape, size } from "../expr.js";

const reshapeOp: Op = {
  name: "reshape",
  kernel: { form: "reshape" },
  ops: () => 0,
  jvp: [(t, y) => reshape(t, y.shape)],
  vjp: [(t, _, x) => reshape(t, x!.shape)],
};

/** The same elements in the same order under another shape. */
export function reshape(x: Expr, shape: Shape): Expr {
  if (size(shape) !== size(x.shape))
    throw new AdError("reshape", `shape ${shown(x.shape)} does not have as many elements as ${shown(shape)}`);
  return sameShape(x.shape, shape) ? x : alias(x, shape);
}

/** x as a node of its own: derivatives with respect to it leave other uses of x alone. */
export const alias = (x: Expr, shape: Shape = x.shape): Expr => ({ op: reshapeOp, args: [x], shape: [...shape], param: null });

export const indexOp: Op = {
  name: "index",
  kernel: { form: "index" },
  ops: () => 0,
  jvp: [(t, y) => index(t, y.shape, y.param as readonly AxisMap[])],
  vjp: [(t, y, x) => unindex(t, y.param as readonly AxisMap[], x!.shape)],
};

/** result[r] = x[map(r)], 0 outside x; no two axes of x may be walked by the same axis of the result. */
export function index(x: Expr, shape: Shape, map: readonly AxisMap[]): Expr {
  const identity = sameShape(x.shape, shape) && map.every((m, k) => m.axis === k && m.offset === 0 && m.stride === 1);
  return identity ? x : { op: indexOp, args: [x], shape: [...shape], param: map };
}

/** The transpose of index: adds up along the axes that nothing walked, spreads strides out, and puts the rest back in its place. */
function unindex(t: Expr, map: readonly AxisMap[], shape: Shape): Expr {
  const walked = map.map((m) => m.axis);
  const kept = t.shape.map((_, r) => r).filter((r) => walked.includes(r));
  const summed = sum(
    t,
    t.shape.map((_, r) => r).filter((r) => !walked.includes(r)),
  );
  const spread = kept.reduce((e, r, at) => dilate(e, at, Math.abs(map[walked.indexOf(r)]!.stride)), summed);
  // Axes of the argument that were read at one place only come back with extent 1.
  const fixed = map.flatMap((m, k) => (m.axis < 0 ? [k] : []));
  const flat = reshape(spread, [...spread.shape, ...fixed.map(() => 1)]);
  const back = [
    ...kept.map((r) => inverse(map[walked.indexOf(r)]!, walked.indexOf(r))),
    ...fixed.map((k) => ({ axis: k, offset: -map[k]!.offset, stride: 1 })),
  ];
  return index(flat, shape, back);
}

/** i = offset + stride · r, solved for where r stands once strides are spread out: r · |stride| = ±(i − offset). */
function inverse({ offset, stride }: AxisMap, axis: number): AxisMap {
  const sign = stride < 0 ? -1 : 1;
  return { axis, offset: -sign * offset, stride: sign };
}

/** Zeros between the elements along an axis: extent n becomes n · by. */
function dilate(x: Expr, axis: number, by: number): Expr {
  if (by === 1) return x;
  const inner = [...x.shape.slice(0, axis + 1), 1, ...x.shape.slice(axis + 1)];
  const wide = inner.with(axis + 1, by);
  const padded = index(
    reshape(x, inner),
    wide,
    inner.map((_, k) => ({ axis: k, offset: 0, stride: 1 })),
  );
  return reshape(padded, x.shape.with(axis, x.shape[axis]! * by));
}

export const sumOp: Op = {
  name: "sum",
  kernel: { form: "reduce", combine: "sum" },
  ops: (node) => Math.max(0, size(node.args[0]!.shape) - size(node.shape)),
  jvp: [(t, y) => sum(t, y.param as readonly number[])],
  vjp: [(t, y, x) => unreduce(t, x!.shape, y.param as readonly number[])],
};

/** Σ over the given axes (sorted, distinct). */
export const sum = (x: Expr, axes: readonly number[]): Expr =>
  axes.length === 0 ? x : { op: sumOp, args: [x], shape: x.shape.filter((_, k) => !axes.includes(k)), param: axes };

/** y, constant along the axes that a reduction of `shape` took away. */
export function unreduce(y: Expr, shape: Shape, axes: readonly number[]): Expr {
  const kept = shape.map((_, k) => k).filter((k) => !axes.includes(k));
  return index(
    y,
    shape,
    kept.map((axis) => ({ axis, offset: 0, stride: 1 })),
  );
}

/** Shapes aligned at the right, extents of 1 repeated: NumPy's rule. */
export function commonShape(op: string, shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, k) => {
    const extents = shapes.map((s) => s[k - rank + s.length] ?? 1).filter((d) => d !== 1);
    if (extents.some((d) => d !== extents[0])) throw new AdError(op, `shapes ${shapes.map(shown).join(" and ")} do not match`);
    return extents[0] ?? 1;
  });
}

/** x repeated along new axes on the left and along axes of extent 1. */
export function broadcastTo(x: Expr, shape: Shape): Expr {
  const shift = shape.length - x.shape.length;
  if (shift < 0 || x.shape.some((d, k) => d !== 1 && d !== shape[k + shift]))
    throw new AdError("broadcastTo", `shape ${shown(x.shape)} cannot be repeated to ${shown(shape)}`);
  const once = (d: number, k: number): boolean => d === 1 && shape[k + shift] !== 1;
  return index(
    x,
    shape,
    x.shape.map((d, k) => ({
      axis: once(d, k) || (size(x.shape) === 1 && !sameShape(x.shape, shape)) ? -1 : k + shift,
      offset: 0,
      stride: 1,
    })),
  );
}
