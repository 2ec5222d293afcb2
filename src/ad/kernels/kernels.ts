/** The interpreter's kernels: plain loops, one op at a time, buffers and strides fixed when the program is planned. */

import { type AxisMap, type Body, type Combine, type Expr, type Gather, size, strides, type Transposes } from "../expr.js";
import { evaluateSource, kernelSource } from "./emit-js.js";

type Loop = (out: Float64Array, ...args: Float64Array[]) => void;

const loops = new WeakMap<Body, Map<string, Loop>>();

/** out[i] = body(args[i]); arguments of one element are read once. The loop is compiled once for each body. */
export function elementwiseLoop(body: Body, single: readonly boolean[]): Loop {
  const key = single.map(Number).join("");
  const known = loops.get(body) ?? new Map<string, Loop>();
  loops.set(body, known);
  let loop = known.get(key);
  if (!loop) {
    loop = compileLoop(body, single);
    known.set(key, loop);
  }
  return loop;
}

function compileLoop(body: Body, single: readonly boolean[]): Loop {
  const { code, result } = kernelSource(body, single.length);
  const read = (within: boolean): string =>
    single.flatMap((one, k) => (one === within ? [] : [`const x${k} = a${k}[${one ? "0" : "i"}];`])).join(" ");
  const source = `(out${single.map((_, k) => `, a${k}`).join("")}) => {
${read(false)}
for (let i = 0; i < out.length; i++) {
${read(true)}
${code}
out[i] = ${result};
}
}`;
  return evaluateSource(source) as Loop;
}

/** One axis of a loop nest: its extent, and how far a step along it moves in each of two arrays. */
interface Axis {
  readonly extent: number;
  readonly out: number;
  readonly arg: number;
}

/** Two axes of a nest, from where they begin in both arrays. */
type Plane = (out: Float64Array, x: Float64Array, o: number, a: number) => void;

/** `plane` for all places of the outer axes. Closures are made here, not by runs. */
function nest(outer: readonly Axis[], plane: Plane): Plane {
  const [axis, ...inner] = outer;
  if (!axis) return plane;
  const inside = nest(inner, plane);
  return (out, x, o, a) => {
    for (let i = 0; i < axis.extent; i++) inside(out, x, o + i * axis.out, a + i * axis.arg);
  };
}

/** The last two axes, the longer one innermost where the other is short: loops of two or three steps are slow. */
function planes(axes: readonly Axis[]): { readonly outer: readonly Axis[]; readonly rows: Axis; readonly columns: Axis } {
  const padded = axes.length > 1 ? axes : [{ extent: 1, out: 0, arg: 0 }, ...axes];
  const [rows, columns] = padded.slice(-2) as [Axis, Axis];
  const outer = padded.slice(0, -2);
  return columns.extent <= 8 && columns.extent < rows.extent ? { outer, rows: columns, columns: rows } : { outer, rows, columns };
}

/** Neighbouring axes that are one run of memory on both sides become one. */
function collapse(axes: readonly Axis[]): Axis[] {
  const kept: Axis[] = [];
  for (const axis of axes) {
    const above = kept[kept.length - 1];
    if (axis.extent === 1) continue;
    if (above && above.out === axis.out * axis.extent && above.arg === axis.arg * axis.extent)
      kept[kept.length - 1] = { ...axis, extent: above.extent * axis.extent };
    else kept.push(axis);
  }
  return kept.length > 0 ? kept : [{ extent: 1, out: 1, arg: 1 }];
}

/** result[r] = x[map(r)], 0 outside. Where the nest may read is a box: found once. */
export function indexLoop(node: Expr): (out: Float64Array, x: Float64Array) => void {
  const map = node.param as readonly AxisMap[];
  const [from, to] = [strides(node.args[0]!.shape), strides(node.shape)];
  let [start, at, inside] = [0, 0, true];
  const axes = node.shape.map((extent, r) => {
    const k = map.findIndex((m) => m.axis === r);
    if (k < 0) return { extent, out: to[r]!, arg: 0 };
    const { offset, stride } = map[k]!;
    const length = node.args[0]!.shape[k]!;
    const [low, high] =
      stride > 0
        ? [Math.ceil(-offset / stride), Math.floor((length - 1 - offset) / stride)]
        : [Math.ceil((offset - length + 1) / -stride), Math.floor(offset / -stride)];
    const [first, last] = [Math.max(0, low), Math.min(extent - 1, high)];
    at += first * to[r]!;
    start += (offset + stride * first) * from[k]!;
    return { extent: Math.max(0, last - first + 1), out: to[r]!, arg: stride * from[k]! };
  });
  map.forEach(({ axis, offset }, k) => {
    if (axis >= 0) return;
    start += offset * from[k]!;
    inside &&= offset >= 0 && offset < node.args[0]!.shape[k]!;
  });
  const whole = axes.every((axis, r) => axis.extent === node.shape[r]);
  if (!inside || axes.some(({ extent }) => extent === 0)) return (out) => void out.fill(0);
  const box = collapse(axes);
  const run = copyNest(box, at, start);
  return whole ? run : (out, x) => run(out.fill(0), x);
}

function copyNest(axes: readonly Axis[], at: number, start: number): (out: Float64Array, x: Float64Array) => void {
  const { outer, rows, columns } = planes(axes);
  const copy = nest(outer, (out, x, o, a) => {
    for (let i = 0; i < rows.extent; i++)
      for (let j = 0, p = o + i * rows.out, q = a + i * rows.arg; j < columns.extent; j++, p += columns.out, q += columns.arg)
        out[p] = x[q]!;
  });
  return (out, x) => copy(out, x, at, start);
}

const first: Record<Combine, number> = { sum: 0, max: Number.NEGATIVE_INFINITY, min: Number.POSITIVE_INFINITY };
/** Joins a line of x to a line of out; for max and min NaN wins. A loop each: what is called for each element gets its numbers boxed. */
const sweeps: Record<Combine, (out: Float64Array, x: Float64Array, o: number, a: number, columns: Axis) => void> = {
  sum: (out, x, o, a, columns) => {
    for (let j = 0, p = o, q = a; j < columns.extent; j++, p += columns.out, q += columns.arg) out[p] = out[p]! + x[q]!;
  },
  max: (out, x, o, a, columns) => {
    for (let j = 0, p = o, q = a; j < columns.extent; j++, p += columns.out, q += columns.arg) {
      const v = x[q]!;
      if (v > out[p]! || Number.isNaN(v)) out[p] = v;
    }
  },
  min: (out, x, o, a, columns) => {
    for (let j = 0, p = o, q = a; j < columns.extent; j++, p += columns.out, q += columns.arg) {
      const v = x[q]!;
      if (v < out[p]! || Number.isNaN(v)) out[p] = v;
    }
  },
};

/** The axes of param are combined, in the order of memory. */
export function reduceLoop(node: Expr, kind: Combine): (out: Float64Array, x: Float64Array) => void {
  const over = node.param as readonly number[];
  const { shape } = node.args[0]!;
  const [from, to] = [strides(shape), strides(node.shape)];
  let kept = 0;
  if (size(shape) === 0) return (out) => void out.fill(first[kind]);
  const { outer, rows, columns } = planes(
    collapse(shape.map((extent, k) => ({ extent, out: over.includes(k) ? 0 : to[kept++]!, arg: from[k]! }))),
  );
  const sweep = sweeps[kind];
  const join = nest(
    outer,
    kind === "sum" && columns.out === 0
      ? (out, x, o, a) => {
          for (let i = 0; i < rows.extent; i++) {
            let total = 0;
            for (let j = 0, q = a + i * rows.arg; j < columns.extent; j++, q += columns.arg) total += x[q]!;
            out[o + i * rows.out] = out[o + i * rows.out]! + total;
          }
        }
      : (out, x, o, a) => {
          for (let i = 0; i < rows.extent; i++) sweep(out, x, o + i * rows.out, a + i * rows.arg, columns);
        },
  );
  return (out, x) => {
    out.fill(first[kind]);
    join(out, x, 0, 0);
  };
}

/** op(A) op(B): rows of the result as sums of scaled rows of B, or where B is stored transposed as dot products. */
export function contractLoop(node: Expr): (out: Float64Array, a: Float64Array, b: Float64Array) => void {
  const { ta, tb } = node.param as Transposes;
  const [m, n] = node.shape as readonly [number, number];
  const k = node.args[0]!.shape[ta ? 0 : 1]!;
  const [ai, ap] = ta ? [1, m] : [k, 1];
  if (tb)
    return (out, a, b) => {
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let s = 0;
          for (let p = 0; p < k; p++) s += a[i * ai + p * ap]! * b[j * k + p]!;
          out[i * n + j] = s;
        }
    };
  return (out, a, b) => {
    out.fill(0);
    for (let i = 0; i < m; i++)
      for (let p = 0; p < k; p++) {
        const s = a[i * ai + p * ap]!;
        for (let j = 0; j < n; j++) out[i * n + j] = out[i * n + j]! + s * b[p * n + j]!;
      }
  };
}

/** Rows of length `width`: out[i] = x[index[i]], or out[index[i]] += x[i]. */
export function gatherLoop(node: Expr): (out: Float64Array, x: Float64Array) => void {
  const { index } = node.param as Gather;
  const width = size(node.shape.slice(1));
  return (out, x) => {
    for (let i = 0; i < index.length; i++) for (let j = 0; j < width; j++) out[i * width + j] = x[index[i]! * width + j]!;
  };
}
export function scatterLoop(node: Expr): (out: Float64Array, x: Float64Array) => void {
  const { index } = node.param as Gather;
  const width = size(node.shape.slice(1));
  return (out, x) => {
    out.fill(0);
    for (let i = 0; i < index.length; i++)
      for (let j = 0; j < width; j++) out[index[i]! * width + j] = out[index[i]! * width + j]! + x[i * width + j]!;
  };
}
