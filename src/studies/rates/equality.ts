/**
 * μ = L, f = ½ L ‖x‖²: a step of 1/(nL) takes away the part of x along v, ‖x⁺‖² = (1 − c²) ‖x‖², c² = (v·x)²/‖x‖² a
 * Beta(1/2, (n − 1)/2) of its own at each step, E c² = 1/n, E c⁴ = 3/n(n + 2). Hence E f_k = (1 − 1/n)^k f0, and one run's
 * variance is (1 − 2/n + 3/n(n + 2))^k f0² − (E f_k)².
 */
import { claim } from "../../core/claim.js";
import { shrinking } from "./bounds.js";
import { lecture, type RatesPart } from "./defaults.js";
import { descent } from "./descent.js";
import { quadraticOf } from "./instances.js";

/** Standard error of the mean relative to it. */
const SIGMA = 0.0075;

/** Relative variance of f_k over runs. */
const spread = (n: number, k: number): number => Math.exp(k * (Math.log1p(-2 / n + 3 / (n * (n + 2))) - 2 * Math.log1p(-1 / n))) - 1;

export const equality: RatesPart = {
  id: "RA2.equality",
  weight: 2,
  run: ({ params: { dim: n }, rng, samples, tolerance }) => {
    const k = 3 * n;
    const runs = samples(Math.ceil(spread(n, k) / (SIGMA * SIGMA)));
    const problem = quadraticOf({ dim: n, condition: 1 });
    const path = descent(problem, "two-point", 1 / n, k);
    const mean = new Float64Array(k + 1);
    for (let r = 0; r < runs; r++) {
      const { f } = path(rng.split(`${r}`));
      for (let i = 0; i <= k; i++) mean[i]! += f[i]! / f[0]! / runs;
    }
    const exact = shrinking(1 / n, k);
    const sigma = Math.sqrt(spread(n, k) / runs);
    const all = Array.from(mean.keys());
    return {
      claims: [
        claim({
          id: "RA2.equality",
          statement: `two-point, μ = L, n = ${n}, k = ${k}, mean of ${runs} runs: E f_k − f* = (1 − μ/(nL))^k (f0 − f*), within 3 standard errors`,
          source: lecture,
          measured: mean[k]!,
          expected: exact,
          relative: 3 * sigma,
        }),
        claim({
          id: "RA2.equality.sigma",
          statement: "the standard error of that mean, relative to it",
          source: "variance of a product of independent 1 − c², c² of law Beta(1/2, (n − 1)/2)",
          measured: sigma,
          atMost: tolerance(0.01),
        }),
      ],
      tables: [
        {
          name: "equality",
          title: `Two-point descent on ½ L ‖x‖², n = ${n}: mean of ${runs} runs`,
          columns: ["k", "mean f_k/f0", "(1 − 1/n)^k", "deviation in standard errors"],
          rows: [n, 2 * n, 3 * n].map((at) => {
            const expected = shrinking(1 / n, at);
            return [at, mean[at]!, expected, (mean[at]! / expected - 1) / Math.sqrt(spread(n, at) / runs)];
          }),
        },
      ],
      figures: [
        {
          name: "two-point-rate",
          title: `Two-point descent on ½ L ‖x‖², n = ${n}`,
          x: { label: "k", log: false },
          y: { label: "E f_k / f0", log: true },
          lines: [
            { name: "mean", points: all.map((at) => [at, mean[at]!]) },
            { name: "(1 − 1/n)^k", points: all.map((at) => [at, shrinking(1 / n, at)]), style: "dashed", of: "mean" },
          ],
          note: "The rate of the bound is the rate that is measured.",
        },
      ],
    };
  },
};
