/** Powers, exponentials, logarithms and what is made of them. */

import type { Expr, Operand } from "../expr.js";
import * as body from "../kernels/elementary.js";
import { fillOf } from "../leaf.js";
import { add, div, eq, ge, mul, neg, square, sub, where } from "./arithmetic.js";
import { elementwise, unary } from "./define.js";

const any = [-3, 3] as const;
const positive = [0.1, 3] as const;

export const exp = elementwise({ name: "exp", summary: "e^x", ops: 10, rules: [(t, y) => mul(t, y)], domain: [any] }, (b, x) =>
  body.exp(b, x!),
);
export const expm1 = elementwise(
  { name: "expm1", summary: "e^x - 1, accurate near 0", ops: 10, rules: [(t, _, x) => mul(t, exp(x!))], domain: [any] },
  (b, x) => body.expm1(b, x!),
);
export const log = elementwise(
  { name: "log", summary: "natural logarithm; derivative ∞ at 0", ops: 10, rules: [(t, _, x) => div(t, x!)], domain: [positive] },
  (b, x) => body.log(b, x!),
);
export const log1p = elementwise(
  { name: "log1p", summary: "log(1 + x), accurate near 0", ops: 10, rules: [(t, _, x) => div(t, add(1, x!))], domain: [[-0.9, 3]] },
  (b, x) => body.log1p(b, x!),
);
export const log2 = unary(
  { name: "log2", summary: "logarithm to base 2", ops: 10, rules: [(t, _, x) => div(t, mul(Math.LN2, x!))], domain: [positive] },
  Math.log2,
);
export const log10 = unary(
  { name: "log10", summary: "logarithm to base 10", ops: 10, rules: [(t, _, x) => div(t, mul(Math.LN10, x!))], domain: [positive] },
  Math.log10,
);
export const sqrt = elementwise(
  { name: "sqrt", summary: "square root; derivative ∞ at 0", ops: 4, rules: [(t, y) => div(t, mul(2, y))], domain: [positive] },
  (b, x) => b.sqrt(x!),
);
export const cbrt = unary(
  { name: "cbrt", summary: "cube root; derivative ∞ at 0", ops: 10, rules: [(t, y) => div(t, mul(3, square(y)))], domain: [positive] },
  Math.cbrt,
);

/**
 * x^y as C's pow. A constant exponent c has the derivative c x^(c − 1), which is 0 for c = 0 even at x = 0; for a variable one
 * ∂x = y x^(y − 1), 0 where y = 0, and ∂y = x^y log x, 0 at x = 0 ≤ y.
 */
export const pow = elementwise(
  {
    name: "pow",
    summary: "x^y, constant or variable exponent",
    ops: 10,
    rules: [
      (t, _, x, y) => {
        const c = fillOf(y!);
        if (c === 0) return mul(t, 0);
        if (c === 1) return t;
        if (c !== undefined) return mul(t, mul(c, c === 2 ? x! : pow(x!, c - 1)));
        return where(eq(y!, 0), 0, mul(t, mul(y!, pow(x!, sub(y!, 1)))));
      },
      (t, z, x, y) => where(mul(eq(x!, 0), ge(y!, 0)), 0, mul(t, mul(z, log(x!)))),
    ],
    domain: [positive, any],
  },
  (b, x, y) => body.pow(b, x!, y!),
);

/** 1/(1 + e^−x); σ′ = σ(x) σ(−x) keeps its digits where 1 − σ has none. */
export const sigmoid = elementwise(
  { name: "sigmoid", summary: "1/(1 + e^-x)", ops: 10, rules: [(t, y, x) => mul(t, mul(y, sigmoid(neg(x!))))], domain: [any] },
  (b, x) => body.sigmoid(b, x!),
);
export const softplus = elementwise(
  { name: "softplus", summary: "log(1 + e^x)", ops: 10, rules: [(t, _, x) => mul(t, sigmoid(x!))], domain: [any] },
  (b, x) => body.softplus(b, x!),
);
/** tanh′ with all its digits where 1 − tanh² has none. */
export const sech2 = elementwise(
  { name: "sech2", summary: "1/cosh² x", ops: 10, rules: [(t, y, x) => mul(t, mul(-2, mul(tanh(x!), y)))], domain: [any] },
  (b, x) => body.sech2(b, x!),
);
export const tanh = elementwise(
  { name: "tanh", summary: "hyperbolic tangent", ops: 10, rules: [(t, _, x) => mul(t, sech2(x!))], domain: [any] },
  (b, x) => body.tanh(b, x!),
);
/** √(x² + y²) without overflow; derivative 0 at (0, 0). */
export const hypot = elementwise(
  {
    name: "hypot",
    summary: "√(x² + y²) without overflow; derivative 0 at (0, 0)",
    ops: 10,
    rules: [(t, h, x) => mul(t, overLength(x!, h)), (t, h, _, y) => mul(t, overLength(y!, h))],
    domain: [any, any],
  },
  (b, x, y) => {
    const [p, q] = [b.abs(x!), b.abs(y!)];
    const [large, small] = [b.max(p, q), b.min(p, q)];
    const r = b.div(small, large);
    const length = b.mul(large, b.sqrt(b.add(b.num(1), b.mul(r, r))));
    // 0/0 and ∞/∞ are what they are without the other.
    return b.select(
      b.or(b.eq(large, b.num(0)), b.eq(large, b.num(Infinity))),
      large,
      b.select(b.eq(b.add(p, q), b.add(p, q)), length, b.add(p, q)),
    );
  },
);
/** x/h, 0 where h = 0. */
const overLength = (x: Expr, h: Expr): Expr => where(eq(h, 0), 0, div(x, where(eq(h, 0), 1, h)));

/** √s with derivative 0 (and all higher ones) at 0: what lengths are made of. */
export function safeSqrt(s: Operand): Expr {
  const zero = eq(s, 0);
  return where(zero, 0, sqrt(where(zero, 1, s)));
}
