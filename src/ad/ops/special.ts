/** Error functions, log Γ and the polygammas that are its derivatives. */

import { AdError } from "../errors.js";
import type { Expr, Operand } from "../expr.js";
import * as special from "../kernels/special.js";
import { mul, neg, square } from "./arithmetic.js";
import { type ElementwiseFunction, unary } from "./define.js";
import { exp } from "./elementary.js";

const TWO_OVER_SQRT_PI = 1.1283791670955126;
const gauss = (x: Expr): Expr => mul(TWO_OVER_SQRT_PI, exp(neg(square(x))));

export const erf = unary(
  { name: "erf", summary: "error function", ops: 10, rules: [(t, _, x) => mul(t, gauss(x!))], domain: [[-3, 3]] },
  special.erf,
);
export const erfc = unary(
  { name: "erfc", summary: "1 - erf(x), accurate for large x", ops: 10, rules: [(t, _, x) => neg(mul(t, gauss(x!)))], domain: [[-3, 3]] },
  special.erfc,
);
export const lgamma = unary(
  { name: "lgamma", summary: "log |Γ(x)|", ops: 10, rules: [(t, _, x) => mul(t, polygamma(0, x!))], domain: [[0.2, 5]] },
  special.lgamma,
);

const HIGHEST = 5;
const polygammas: readonly ElementwiseFunction[] = Array.from({ length: HIGHEST + 1 }, (_, m) =>
  unary(
    {
      name: `polygamma${m}`,
      summary: m === 0 ? "digamma, ψ(x)" : `ψ${"′".repeat(m)}(x)`,
      ops: 10,
      rules: [(t, _y, x) => mul(t, polygamma(m + 1, x!))],
      domain: [[0.2, 5]],
    },
    (x) => special.polygamma(m, x),
  ),
);

/** The m-th derivative of digamma, m = 0 … 5. */
export function polygamma(m: number, x: Operand): Expr {
  const f = polygammas[m];
  if (!f)
    throw new AdError(
      "polygamma",
      `order ${m} is not there: orders 0 to ${HIGHEST} are, so lgamma can be differentiated ${HIGHEST + 1} times`,
    );
  return f(x);
}
export const digamma = polygammas[0]!;
