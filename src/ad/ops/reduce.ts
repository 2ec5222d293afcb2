/** Sums, means, extremes, products, norms along axes. `axes`: one, several, or all without any; they vanish from the shape. */
import { type Axes, axesOf, axisOf } from "../axes.js";
import { AdError, shown } from "../errors.js";
import { type Expr, type Op, type Shape, size } from "../expr.js";
import { constant } from "../leaf.js";
import { abs, add, div, eq, lt, mul, square, stopGradient, sub, where } from "./arithmetic.js";
import { exp, log, safeSqrt } from "./elementary.js";
import { broadcastTo, reshape, sum as sumOver, unreduce } from "./move.js";
import { gathered, slice } from "./shape.js";

export const sum = (x: Expr, axes?: Axes): Expr => sumOver(x, axesOf("sum", x, axes));

const count = (x: Expr, axes: readonly number[]): number => size(axes.map((k) => x.shape[k]!));

export function mean(x: Expr, axes?: Axes): Expr {
  const over = axesOf("mean", x, axes);
  return mul(1 / count(x, over), sumOver(x, over));
}

/** The derivative goes to where the extreme is taken; ties share it. */
function extreme(combine: "max" | "min"): (x: Expr, axes?: Axes) => Expr {
  const shares = (y: Expr, x: Expr): Expr => {
    const axes = y.param as readonly number[];
    const hit = eq(x, unreduce(y, x.shape, axes));
    return div(hit, unreduce(sumOver(hit, axes), x.shape, axes));
  };
  const op: Op = {
    name: combine,
    kernel: { form: "reduce", combine },
    ops: (node) => Math.max(0, size(node.args[0]!.shape) - size(node.shape)),
    jvp: [(t, y, x) => sumOver(mul(t, shares(y, x!)), y.param as readonly number[])],
    vjp: [(t, y, x) => mul(unreduce(t, x!.shape, y.param as readonly number[]), shares(y, x!))],
  };
  return (x, axes) => {
    const over = axesOf(combine, x, axes);
    if (count(x, over) === 0) throw new AdError(combine, `shape ${shown(x.shape)} has no elements to choose from`);
    return over.length === 0 ? x : { op, args: [x], shape: x.shape.filter((_, k) => !over.includes(k)), param: over };
  };
}
export const max = extreme("max");
export const min = extreme("min");

/** Π as a tree of products: exact derivatives also where factors are 0. */
export function prod(x: Expr, axes?: Axes): Expr {
  let factors = gathered("prod", x, axes);
  const rest = factors.shape.slice(1);
  let odd: Expr | undefined;
  for (let n = factors.shape[0]!; n > 1; n = n >> 1) {
    const half = n >> 1;
    if (n % 2 === 1) {
      const last = slice(factors, n - 1, n);
      odd = odd ? mul(odd, last) : last;
    }
    factors = mul(slice(factors, 0, half), slice(factors, half, 2 * half));
  }
  if (factors.shape[0] === 0) return broadcastTo(constant(1), rest);
  return reshape(odd ? mul(factors, odd) : factors, rest);
}

/** √Σx², derivative 0 at 0. */
export const norm = (x: Expr, axes?: Axes): Expr => safeSqrt(sum(square(x), axes));

/** Standard deviation with n − ddof in the denominator; derivative 0 where all are equal. */
export function std(x: Expr, axes?: Axes, ddof = 0): Expr {
  const over = axesOf("std", x, axes);
  const rest = sub(x, unreduce(mean(x, over), x.shape, over));
  return safeSqrt(mul(1 / (count(x, over) - ddof), sumOver(square(rest), over)));
}

/** The largest element, 0 where that is not finite: what exponentials are shifted by. */
function shift(x: Expr, axes: readonly number[]): Expr {
  const m = stopGradient(max(x, axes));
  return where(lt(abs(m), Number.POSITIVE_INFINITY), m, 0);
}

/** log Σ e^x, without overflow. */
export function logsumexp(x: Expr, axes?: Axes): Expr {
  const over = axesOf("logsumexp", x, axes);
  const m = shift(x, over);
  return add(m, log(sumOver(exp(sub(x, unreduce(m, x.shape, over))), over)));
}

/** e^x / Σ e^x along an axis. */
export function softmax(x: Expr, axis = -1): Expr {
  const over = [axisOf("softmax", x, axis)];
  const e = exp(sub(x, unreduce(shift(x, over), x.shape, over)));
  return div(e, unreduce(sumOver(e, over), x.shape, over));
}

export interface Running {
  readonly axis: number;
  readonly reverse: boolean;
}
export const cumsumOp: Op = {
  name: "cumsum",
  kernel: { form: "native", run: (out, [x], node) => runningSum(out, x!, node.shape, node.param as Running) },
  ops: (node) => size(node.shape),
  jvp: [(t, y) => running(t, y.param as Running)],
  vjp: [
    (t, y) => {
      const { axis, reverse } = y.param as Running;
      return running(t, { axis, reverse: !reverse });
    },
  ],
};
const running = (x: Expr, param: Running): Expr => ({ op: cumsumOp, args: [x], shape: x.shape, param });

function runningSum(out: Float64Array, x: Float64Array, shape: Shape, { axis, reverse }: Running): void {
  const length = shape[axis]!;
  let stride = 1;
  for (let k = axis + 1; k < shape.length; k++) stride *= shape[k]!;
  for (let start = 0; start < out.length; start += length * stride)
    for (let line = start; line < start + stride; line++)
      for (let k = 0, total = 0; k < length; k++) {
        const i = line + (reverse ? length - 1 - k : k) * stride;
        total += x[i]!;
        out[i] = total;
      }
}

/** Running sums along an axis. */
export const cumsum = (x: Expr, axis = 0): Expr => running(x, { axis: axisOf("cumsum", x, axis), reverse: false });
