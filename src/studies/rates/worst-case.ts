/**
 * Huber's function with knee τ = R/(2k + 1): each of the first k steps of 1/L is τ long, x_k = R − kτ ≥ τ, so
 * f_k = Lτ (x_k − τ/2) = Lτ² (2k + 1)/2 = LR²/(4k + 2): the convex bound cannot be improved for any k.
 */

import { run } from "../../bench/run.js";
import { claim } from "../../core/claim.js";
import type { RatesPart } from "./defaults.js";
import { huber } from "./huber.js";

/** f_0 … f_k */
const values = (L: number, knee: number, k: number): number[] =>
  run({
    problem: huber,
    params: { L, knee },
    optimizers: `gd[step=${1 / L}]`,
    gradients: "reverse",
    budget: k,
    budgetUnit: "iterations",
    target: 0,
    trace: "all",
  })[0]!.trace.map(({ f }) => f);

/** The name of a line. */
const each = "Huber, knee R/(2k + 1) for each k";

export const worstCase: RatesPart = {
  id: "RA1.huber",
  run: ({ params: { iterations, condition: L } }) => {
    const bound = (k: number): number => L / (4 * k + 2);
    const runs = Array.from({ length: iterations }, (_, i) => values(L, 1 / (2 * i + 3), i + 1));
    const last = runs.map((f) => f.at(-1)!);
    const off = last.reduce((most, f, i) => Math.max(most, Math.abs(f - bound(i + 1)) / L), 0);
    const longest = runs.at(-1)!;
    const ks = Array.from({ length: iterations }, (_, i) => i + 1);
    return {
      claims: [
        claim({
          id: "RA1.huber",
          statement: `f_k − f* = LR²/(4k + 2) on the Huber function with knee R/(2k + 1), k = 1 … ${iterations}: largest |Δ| in units of LR²`,
          source: "Drori & Teboulle (2014), Math. Program. 145, §3: tightness",
          measured: off,
          atMost: 1e-15,
        }),
      ],
      figures: [
        {
          name: "worst-case",
          title: "Gradient descent on convex functions",
          x: { label: "k", log: true },
          y: { label: "(f_k − f*) / LR²", log: true },
          lines: [
            { name: each, points: ks.map((k) => [k, last[k - 1]! / L]), style: "points" },
            { name: `Huber, knee R/${2 * iterations + 1}`, points: ks.map((k) => [k, longest[k]! / L]) },
            { name: "LR²/(4k + 2)", points: ks.map((k) => [k, bound(k) / L]), style: "dashed", of: each },
            { name: "2LR²/(k + 4), Nesterov", points: ks.map((k) => [k, 2 / (k + 4)]), style: "dashed" },
          ],
          note: "Each k has a function on which the bound is reached.",
        },
      ],
    };
  },
};
