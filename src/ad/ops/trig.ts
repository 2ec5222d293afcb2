/** Trigonometric and hyperbolic functions and their inverses. */

import * as body from "../kernels/elementary.js";
import { add, div, mul, neg, square, sub } from "./arithmetic.js";
import { binary, elementwise, unary } from "./define.js";
import { sqrt } from "./elementary.js";

const any = [-3, 3] as const;
const inside = [-0.95, 0.95] as const;

export const sin = elementwise({ name: "sin", summary: "sine", ops: 10, rules: [(t, _, x) => mul(t, cos(x!))], domain: [any] }, (b, x) =>
  body.sin(b, x!),
);
export const cos = elementwise(
  { name: "cos", summary: "cosine", ops: 10, rules: [(t, _, x) => neg(mul(t, sin(x!)))], domain: [any] },
  (b, x) => body.cos(b, x!),
);
export const tan = unary(
  { name: "tan", summary: "tangent", ops: 10, rules: [(t, y) => mul(t, add(1, square(y)))], domain: [[-1.4, 1.4]] },
  Math.tan,
);
/** 1 − x² = (1 − x)(1 + x), which does not cancel near ±1. */
export const asin = unary(
  {
    name: "asin",
    summary: "inverse sine",
    ops: 10,
    rules: [(t, _, x) => div(t, sqrt(mul(sub(1, x!), add(1, x!))))],
    domain: [inside],
  },
  Math.asin,
);
export const acos = unary(
  {
    name: "acos",
    summary: "inverse cosine",
    ops: 10,
    rules: [(t, _, x) => neg(div(t, sqrt(mul(sub(1, x!), add(1, x!)))))],
    domain: [inside],
  },
  Math.acos,
);
export const atan = unary(
  { name: "atan", summary: "inverse tangent", ops: 10, rules: [(t, _, x) => div(t, add(1, square(x!)))], domain: [any] },
  Math.atan,
);
/** The angle of the point (x, y), arguments in C's order. */
export const atan2 = binary(
  {
    name: "atan2",
    summary: "angle of the point (x, y); arguments (y, x)",
    ops: 10,
    rules: [
      (t, _, y, x) => mul(t, div(x!, add(square(x!), square(y!)))),
      (t, _, y, x) => neg(mul(t, div(y!, add(square(x!), square(y!))))),
    ],
    domain: [
      [0.2, 3],
      [-3, 3],
    ],
  },
  Math.atan2,
);
export const sinh = unary(
  { name: "sinh", summary: "hyperbolic sine", ops: 10, rules: [(t, _, x) => mul(t, cosh(x!))], domain: [any] },
  Math.sinh,
);
export const cosh = unary(
  { name: "cosh", summary: "hyperbolic cosine", ops: 10, rules: [(t, _, x) => mul(t, sinh(x!))], domain: [any] },
  Math.cosh,
);
export const asinh = unary(
  {
    name: "asinh",
    summary: "inverse hyperbolic sine",
    ops: 10,
    rules: [(t, _, x) => div(t, sqrt(add(1, square(x!))))],
    domain: [any],
  },
  Math.asinh,
);
export const acosh = unary(
  {
    name: "acosh",
    summary: "inverse hyperbolic cosine",
    ops: 10,
    rules: [(t, _, x) => div(t, sqrt(mul(sub(x!, 1), add(x!, 1))))],
    domain: [[1.1, 4]],
  },
  Math.acosh,
);
export const atanh = unary(
  {
    name: "atanh",
    summary: "inverse hyperbolic tangent",
    ops: 10,
    rules: [(t, _, x) => div(t, mul(sub(1, x!), add(1, x!)))],
    domain: [inside],
  },
  Math.atanh,
);
