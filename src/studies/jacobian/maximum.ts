/** J of max_i (Ax)_i is one row: one reverse sweep, or n forward sweeps, whatever m is. */
import { constant, jacobian } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { type JacobianPart, lecture, sizes } from "./defaults.js";
import { costsOf, largest } from "./linear.js";

const ROWS = 50;

/** The largest difference of J and the row of A where the maximum is. */
function worstEntry(n: number, rng: Rng): number {
  const A = Float64Array.from({ length: ROWS * n }, () => rng.normal());
  const x = Float64Array.from({ length: n }, () => rng.normal());
  const row = (i: number): Float64Array => A.subarray(i * n, (i + 1) * n);
  const products = Array.from({ length: ROWS }, (_, i) => row(i).reduce((sum, a, j) => sum + a * x[j]!, 0));
  const J = jacobian(largest(constant(A, [ROWS, n])))(x);
  return Math.max(...row(products.indexOf(Math.max(...products))).map((a, j) => Math.abs(a - J[j]!)));
}

export const maximum: JacobianPart = {
  id: "JA2",
  run: ({ params, rng }) => {
    const n = params.dim;
    const costs = sizes(params).map((m) => costsOf(largest, m, n));
    const wrong = (holds: (at: (typeof costs)[number]) => boolean): number => costs.filter((at) => !holds(at)).length;
    return {
      claims: [
        claim({
          id: "JA2.reverse",
          statement: "for max_i (Ax)_i reverse mode always wins: sizes m where it does not",
          source: lecture,
          measured: wrong(({ forward, reverse }) => reverse.ops < forward.ops),
          expected: 0,
        }),
        claim({
          id: "JA2.sweeps",
          statement: "one reverse sweep against n forward sweeps: sizes m where it is not so",
          source: lecture,
          measured: wrong(({ forward, reverse }) => reverse.sweeps === 1 && forward.sweeps === n),
          expected: 0,
        }),
        claim({
          id: "JA2.auto",
          statement: "mode auto takes reverse: sizes m where it does not",
          source: lecture,
          measured: wrong(({ chosen }) => chosen === "reverse"),
          expected: 0,
        }),
        claim({
          id: "JA2.entries",
          statement: "J is the row of A where the maximum is: largest difference of an entry",
          source: lecture,
          measured: worstEntry(n, rng),
          expected: 0,
        }),
      ],
      figures: [
        {
          name: "maximum",
          title: `Operations of the Jacobian of max_i (Ax)_i, n = ${n}`,
          x: { label: "m/n", log: true },
          y: { label: "scalar operations", log: true },
          lines: (["forward", "reverse"] as const).map((mode) => ({
            name: mode,
            points: costs.map((at) => [at.m / n, at[mode].ops] as const),
          })),
          note: "One output: reverse mode is cheaper at every m.",
        },
      ],
    };
  },
};
