/**
 * Two-point estimate along v uniform on the sphere, step 1/(nL): x⁺ = x − (v·∇f) v/L, so that
 *   f(x⁺) ≤ f(x) − (v·∇f)²/2L surely, and E f(x⁺) ≤ f(x) − ‖∇f‖²/2nL, as E (v·u)² = ‖u‖²/n.
 *   smooth           min_{i<k} E‖∇f(x_i)‖² ≤ 2nL (f0 − f*)/k, summed over k steps
 *   convex           E‖x⁺ − x*‖² = ‖x − x*‖² − 2 ∇f·(x − x*)/nL + ‖∇f‖²/nL² ≤ ‖x − x*‖² − 2 (f − f*)/nL, since
 *                    f* ≥ f + ∇f·(x* − x) + ‖∇f‖²/2L; f never rises, so E f_k − f* ≤ nLR²/2k ≤ 2nLR²/k
 *   strongly convex  E f_k − f* ≤ (1 − μ/nL)^k (f0 − f*), as ‖∇f‖² ≥ 2μ (f − f*)
 */
import { claim } from "../../core/claim.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { type Bound, compare, isStrict, type Subject, shrinking, subjects, valueAt, withLeastSlopes } from "./bounds.js";
import { lecture, type RatesPart } from "./defaults.js";
import { descent, type Path } from "./descent.js";
import { closeness } from "./gradient-descent.js";

const nesterov = "Nesterov & Spokoiny (2017), Found. Comput. Math. 17, §5, with n + 4 for Gaussian directions";

const bounds = (n: number): Readonly<Record<string, Bound>> => ({
  smooth: { holdsFor: () => true, value: ({ slopes }, k) => slopes[k - 1]!, bound: ({ L }, f0, k) => (2 * n * L * f0) / k },
  convex: { holdsFor: (subject) => subject.convex, value: valueAt, bound: ({ L, R2 }, _, k) => (2 * n * L * R2) / k },
  "convex-half": { holdsFor: (subject) => subject.convex, value: valueAt, bound: ({ L, R2 }, _, k) => (n * L * R2) / (2 * k) },
  strong: { holdsFor: isStrict, value: valueAt, bound: ({ L, mu }, f0, k) => shrinking(mu / (n * L), k) * f0 },
});

/** Runs from the same start; the smallest slack, that of (1 − μ/nL)^k at k = 1, is several standard errors of their mean. */
const RUNS = 400;

function meanPath({ name, problem, L }: Subject, iterations: number, runs: number, rng: Rng): Path {
  const path = descent(problem, "two-point", 1 / (problem.dim * L), iterations);
  const mean: Path = { f: new Float64Array(iterations + 1), slopes: new Float64Array(iterations + 1) };
  for (let r = 0; r < runs; r++) {
    const { f, slopes } = path(rng.split(`${name}/${r}`));
    for (let k = 0; k <= iterations; k++) {
      mean.f[k]! += f[k]! / runs;
      mean.slopes[k]! += slopes[k]! / runs;
    }
  }
  return mean;
}

export const twoPointDescent: RatesPart = {
  id: "RA2",
  weight: 5,
  run: ({ params: { dim: n, condition, iterations }, rng, samples }) => {
    const all = subjects(n, condition, rng);
    const steps = n * iterations;
    const paths = all.map((subject) => withLeastSlopes(meanPath(subject, steps, samples(RUNS), rng)));
    const verdicts = Object.fromEntries(Object.entries(bounds(n)).map(([id, bound]) => [id, compare(bound, all, paths)]));
    const violations = (id: string, statement: string, source: string) =>
      claim({
        id: `RA2.${id}`,
        statement: `two-point, step 1/(nL), mean of ${samples(RUNS)} runs, ${statement}: violations in ${verdicts[id]!.comparisons} comparisons`,
        source,
        measured: verdicts[id]!.violations,
        expected: 0,
      });
    return {
      claims: [
        violations("smooth", "smooth f, convex or not: min E‖∇f‖² ≤ 2nL(f0 − f*)/k", lecture),
        violations("convex", "convex f: E f_k − f* ≤ 2nLR²/k", lecture),
        violations("convex-half", "convex f: E f_k − f* ≤ nLR²/(2k)", nesterov),
        violations("strong", "strongly convex f: E f_k − f* ≤ (1 − μ/(nL))^k (f0 − f*)", lecture),
      ],
      tables: [closeness("two-point-bounds", `Two-point descent: the largest mean/bound, k = 1 … ${steps}`, all, verdicts)],
    };
  },
};
