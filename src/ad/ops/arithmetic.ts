/** Arithmetic, comparison and choice, element by element. */

import { type AxisMap, type Expr, type Operand, size } from "../expr.js";
import { elementwise } from "./define.js";
import { index } from "./move.js";

const any = [-3, 3] as const;
const positive = [0.1, 3] as const;

/** f(t) for a linear f: where t repeats the elements of a smaller array, f of those, repeated. */
const behind =
  (f: (t: Expr) => Expr) =>
  (t: Expr): Expr => {
    const [x] = t.args;
    const repeats = t.op.kernel.form === "index" && size(x!.shape) < size(t.shape);
    return repeats ? index(behind(f)(x!), t.shape, t.param as readonly AxisMap[]) : f(t);
  };
const minus = behind((t) => (t.op === neg.op ? t.args[0]! : neg(t)));
const twice = behind((t) => mul(2, t));

export const add = elementwise({ name: "add", summary: "x + y", ops: 1, rules: [(t) => t, (t) => t], domain: [any, any] }, (b, x, y) =>
  b.add(x!, y!),
);
export const neg = elementwise({ name: "neg", summary: "-x", ops: 1, rules: [(t) => minus(t)], domain: [any] }, (b, x) => b.neg(x!));
export const sub = elementwise(
  { name: "sub", summary: "x - y", ops: 1, rules: [(t) => t, (t) => minus(t)], domain: [any, any] },
  (b, x, y) => b.sub(x!, y!),
);
export const mul = elementwise(
  { name: "mul", summary: "x y", ops: 1, rules: [(t, _, _x, y) => mul(t, y!), (t, _, x) => mul(t, x!)], domain: [any, any] },
  (b, x, y) => b.mul(x!, y!),
);
export const div = elementwise(
  {
    name: "div",
    summary: "x / y",
    ops: 4,
    rules: [(t, _, _x, y) => div(t, y!), (t, z, _, y) => neg(mul(t, div(z, y!)))],
    domain: [any, positive],
  },
  (b, x, y) => b.div(x!, y!),
);
export const square = elementwise(
  { name: "square", summary: "x²", ops: 1, rules: [(t, _, x) => mul(twice(t), x!)], domain: [any] },
  (b, x) => b.mul(x!, x!),
);

/** Comparisons are 1 where they hold and 0 elsewhere, NaN included; their derivative is 0. */
const comparison = { ops: 1, rules: [null, null], domain: [any, any] } as const;
export const lt = elementwise({ name: "lt", summary: "1 where x < y, else 0", ...comparison }, (b, x, y) =>
  b.select(b.lt(x!, y!), b.num(1), b.num(0)),
);
export const le = elementwise({ name: "le", summary: "1 where x ≤ y, else 0", ...comparison }, (b, x, y) =>
  b.select(b.le(x!, y!), b.num(1), b.num(0)),
);
export const eq = elementwise({ name: "eq", summary: "1 where x = y, else 0", ...comparison }, (b, x, y) =>
  b.select(b.eq(x!, y!), b.num(1), b.num(0)),
);
export const ne = elementwise({ name: "ne", summary: "1 where x ≠ y, else 0", ...comparison }, (b, x, y) =>
  b.select(b.eq(x!, y!), b.num(0), b.num(1)),
);
export const gt = (x: Operand, y: Operand): Expr => lt(y, x);
export const ge = (x: Operand, y: Operand): Expr => le(y, x);

/** A strong zero: what is not selected contributes 0 to every derivative, whatever its own derivative is (see derive.ts). */
export const where = elementwise(
  {
    name: "where",
    summary: "x where the mask is not 0, else y",
    ops: 1,
    rules: [null, (t, _, mask) => where(mask!, t, 0), (t, _, mask) => where(mask!, 0, t)],
    domain: [any, any, any],
  },
  (b, mask, x, y) => b.select(b.eq(mask!, b.num(0)), y!, x!),
);

export const sign = elementwise({ name: "sign", summary: "-1, 0 or 1", ops: 1, rules: [null], domain: [any] }, (b, x) =>
  b.select(b.lt(b.num(0), x!), b.num(1), b.select(b.lt(x!, b.num(0)), b.num(-1), x!)),
);
export const abs = elementwise(
  { name: "abs", summary: "|x|; derivative 0 at 0", ops: 1, rules: [(t, _, x) => mul(t, sign(x!))], domain: [any] },
  (b, x) => b.abs(x!),
);

/** t where x > y, half of it where they are equal. */
const share = (t: Expr, x: Expr, y: Expr): Expr => where(gt(x, y), t, where(eq(x, y), mul(0.5, t), 0));
/** NaN in either argument is NaN. */
export const maximum = elementwise(
  {
    name: "maximum",
    summary: "the larger of x and y; ties split the derivative",
    ops: 1,
    rules: [(t, _, x, y) => share(t, x!, y!), (t, _, x, y) => share(t, y!, x!)],
    domain: [any, any],
  },
  (b, x, y) => b.select(b.eq(y!, y!), b.max(x!, y!), y!),
);
export const minimum = elementwise(
  {
    name: "minimum",
    summary: "the smaller of x and y; ties split the derivative",
    ops: 1,
    rules: [(t, _, x, y) => share(t, y!, x!), (t, _, x, y) => share(t, x!, y!)],
    domain: [any, any],
  },
  (b, x, y) => b.select(b.eq(y!, y!), b.min(x!, y!), y!),
);

/** max(x, 0); derivative 0 at 0. */
export const relu = (x: Operand): Expr => where(le(x, 0), 0, x);
/** x limited to [low, high]; derivative 1 at both ends. */
export const clip = (x: Operand, low: Operand, high: Operand): Expr => where(lt(x, low), low, where(gt(x, high), high, x));

/** x, held constant by every derivative. */
export const stopGradient = elementwise(
  { name: "stopGradient", summary: "x, with derivative 0", ops: 0, rules: [null], domain: [any] },
  (_, x) => x!,
);
