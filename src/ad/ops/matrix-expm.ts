/** e^A = Σ A^k/k!: D tr e^A [E] = tr(e^A E). */
import type { Expr } from "../expr.js";
import { expm as exponential } from "../matrix/expm.js";
import { traceGradient } from "../trace-gradient.js";
import { checkSquare } from "./matrix-rules.js";

/**
 * Ten products (six, and four squarings, of which there are more for a larger A) and a system with n right sides. With k directions there
 * are 2^k coefficients in place of one number, and 3^k products of them.
 */
const exponentialOf = traceGradient(
  "expm",
  (out, A, _, directions, n) => exponential(out, A, directions, n),
  (n, k) => Array.from({ length: k }).reduce<number>((c) => 3 * c, (10 * 2 + 8 / 3) * n * n * n),
);

/** e^A, [n, n]. */
export function expm(a: Expr): Expr {
  checkSquare("expm", a);
  return exponentialOf(a, a);
}
