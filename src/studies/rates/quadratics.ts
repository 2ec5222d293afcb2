/**
 * On ½ xᵀAx the error in eigenvector i shrinks by 1 − λ_i/L a step, its part of f by the square of that: in the end
 * f_k ∝ (1 − μ/L)^(2k), twice the rate that strong convexity ensures, from the start where x0 is the slowest eigenvector.
 */
import { run } from "../../bench/run.js";
import { claim } from "../../core/claim.js";
import { linearFit } from "../../numeric/statistics/fit.js";
import { shrinking } from "./bounds.js";
import type { RatesPart } from "./defaults.js";

/** What the next eigenvectors may add to the slope, relative to it. */
const LEFT = 1e-3;

/** f_0 … f_k on the registered quadratic, L = condition, μ = 1. */
function values(dim: number, condition: number, k: number, x0?: readonly number[]): number[] {
  const [record] = run({
    problem: "quadratic",
    dim,
    params: { condition, spectrum: "log" },
    optimizers: `gd[step=${1 / condition}]`,
    gradients: "reverse",
    budget: k,
    budgetUnit: "iterations",
    target: 0,
    trace: "all",
    ...(x0 && { x0 }),
  });
  return record!.trace.map(({ f }) => f);
}

/** The slope of log f_k in k from k = first on, in units of log(1 − μ/L). */
function exponent(f: readonly number[], first: number, condition: number): number {
  const tail = f.slice(first);
  return linearFit([...tail.keys()], tail.map(Math.log)).slope / Math.log1p(-1 / condition);
}

/** From here on the second slowest eigenvector adds less than LEFT to the slope. */
function tailFrom(dim: number, condition: number): number {
  const slowest = -Math.log1p(-1 / condition);
  const second = -Math.log1p(-Math.exp(Math.log(condition) / (dim - 1)) / condition);
  // dim = 2: the other eigenvalue is L, gone after one step.
  if (!Number.isFinite(second)) return 1;
  return Math.max(1, Math.ceil(Math.log((second - slowest) / (LEFT * slowest)) / (2 * (second - slowest))));
}

export const quadratics: RatesPart = {
  id: "RA1.square",
  run: ({ params: { dim, condition, iterations } }) => {
    const eigenvector = Array.from({ length: dim }, (_, i) => (i === 0 ? 1 : 0));
    const slowest = values(dim, condition, iterations, eigenvector);
    const from = tailFrom(dim, condition);
    const all = values(dim, condition, Math.max(iterations, 2 * from));
    const statement = "on a quadratic f shrinks by the square of the bound's factor, (1 − μ/L)² a step: ratio of the slopes of log f";
    const source = "Polyak (1987), Introduction to Optimization, §1.4: gradient method for quadratic functions";
    const relative = (f: readonly number[]): (readonly [number, number])[] => f.slice(0, iterations + 1).map((fk, k) => [k, fk / f[0]!]);
    const powers = (exponentOf: number): (readonly [number, number])[] =>
      Array.from({ length: iterations + 1 }, (_, k) => [k, shrinking(1 / condition, exponentOf * k)]);
    return {
      claims: [
        claim({
          id: "RA1.square.eigenvector",
          statement: `${statement}, from the slowest eigenvector`,
          source,
          measured: exponent(slowest, 0, condition),
          expected: 2,
          relative: 0.01,
        }),
        claim({
          id: "RA1.square.tail",
          statement: `${statement}, from x0 = 1, k = ${from} … ${all.length - 1}`,
          source,
          measured: exponent(all, from, condition),
          expected: 2,
          relative: 0.01,
        }),
      ],
      figures: [
        {
          name: "linear-rate",
          title: `Gradient descent on a quadratic, n = ${dim}, L/μ = ${condition}`,
          x: { label: "k", log: false },
          y: { label: "(f_k − f*) / (f0 − f*)", log: true },
          lines: [
            { name: "from x0 = 1", points: relative(all) },
            { name: "from the slowest eigenvector", points: relative(slowest) },
            { name: "bound (1 − μ/L)^k", points: powers(1), style: "dashed" },
            { name: "(1 − μ/L)^(2k)", points: powers(2), style: "dashed", of: "from the slowest eigenvector" },
          ],
          note: "In the end both are parallel to the square of the bound.",
        },
      ],
    };
  },
};
