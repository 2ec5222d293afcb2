/** 1/(s_j − s_i), by which vectors turn into one another when the matrix moves: there is no such number where values are equal. */
import { AdError } from "../errors.js";
import type { Expr, Op, Rule } from "../expr.js";
import { add, div, sub } from "./arithmetic.js";
import { identity, tabulated } from "./matrix-rules.js";
import { expandDims } from "./shape.js";

interface Check {
  /** The op that needs it. */
  readonly name: string;
  /** What s are: "eigenvalue". */
  readonly what: string;
  /** Whether 0 is refused too. */
  readonly zero: boolean;
}

const same: Rule = (t) => t;
const distinctOp: Op = {
  name: "distinct",
  kernel: {
    form: "native",
    run: (out, [s], { param }) => {
      const { name, what, zero } = param as Check;
      const noise = s!.length * Number.EPSILON * s!.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
      const equal = s!.findIndex((x, i) => i > 0 && Math.abs(x - s![i - 1]!) <= noise);
      if (equal > 0)
        throw new AdError(
          name,
          `${what}s ${equal} and ${equal + 1} are equal to rounding (${s![equal]}): their vectors have no derivative`,
        );
      const least = zero ? s!.findIndex((x) => Math.abs(x) <= noise) : -1;
      if (least >= 0) throw new AdError(name, `${what} ${least + 1} is 0 to rounding: its vectors have no derivative`);
      out.set(s!);
    },
  },
  ops: () => 0,
  jvp: [same],
  vjp: [same],
};

/** s, sorted values; throws AdError when it runs, where neighbours are equal to rounding, or with `zero` one is 0. */
export const distinct = (s: Expr, check: Check): Expr => ({ op: distinctOp, args: [s], shape: s.shape, param: check });

/** 1/(s_j − s_i) off the diagonal, 0 on it: [n] → [n, n]. */
export function inverseGaps(s: Expr): Expr {
  const [n] = s.shape as [number];
  return div(
    tabulated(n, (i, j) => (i === j ? 0 : 1)),
    add(sub(s, expandDims(s, 1)), identity(n)),
  );
}

/** 1/(s_i + s_j) off the diagonal, 0 on it. */
export function inverseSums(s: Expr): Expr {
  const [n] = s.shape as [number];
  return div(
    tabulated(n, (i, j) => (i === j ? 0 : 1)),
    add(add(s, expandDims(s, 1)), identity(n)),
  );
}
