/**
 * Gradient descent, step 1/L. f(x⁺) ≤ f(x) − ‖∇f(x)‖²/2L for every L-smooth f, whence, summed over k steps,
 *   smooth           min_{i<k} ‖∇f(x_i)‖² ≤ 2L (f0 − f*)/k
 *   convex           f_k − f* ≤ LR²/(4k + 2), R = ‖x0 − x*‖
 *   strongly convex  f_k − f* ≤ (1 − μ/L)^k (f0 − f*), as ‖∇f‖² ≥ 2μ (f − f*)
 */
import { claim } from "../../core/claim.js";
import type { Table } from "../../core/study.js";
import { type Bound, compare, isStrict, type Subject, shrinking, subjects, type Verdict, valueAt, withLeastSlopes } from "./bounds.js";
import type { RatesPart } from "./defaults.js";
import { descent, type Path } from "./descent.js";

export const smooth: Bound = {
  holdsFor: () => true,
  value: ({ slopes }, k) => slopes[k - 1]!,
  bound: ({ L }, f0, k) => (2 * L * f0) / k,
};
export const convex: Bound = {
  holdsFor: (subject) => subject.convex,
  value: valueAt,
  bound: ({ L, R2 }, _, k) => (L * R2) / (4 * k + 2),
};
export const strong: Bound = {
  holdsFor: isStrict,
  value: valueAt,
  bound: ({ L, mu }, f0, k) => shrinking(mu / L, k) * f0,
};

/** How near each function comes to each bound: max over k of value/bound. */
export const closeness = (name: string, title: string, all: readonly Subject[], verdicts: Readonly<Record<string, Verdict>>): Table => ({
  name,
  title,
  columns: ["function", "convex", "L", "μ", "R²", ...Object.keys(verdicts)],
  rows: all.map(({ name: of, convex: isConvex, L, mu, R2 }, s) => [
    of,
    isConvex ? "yes" : "no",
    L,
    mu,
    R2,
    ...Object.values(verdicts).map(({ closest }) => closest[s]!),
  ]),
});

export const gradientDescent: RatesPart = {
  id: "RA1",
  run: ({ params: { dim, condition, iterations }, rng }) => {
    const all = subjects(dim, condition, rng);
    const paths = all.map(({ problem, L }) => withLeastSlopes(descent(problem, "reverse", 1 / L, iterations)(rng)));
    const verdicts = { smooth: compare(smooth, all, paths), convex: compare(convex, all, paths), strong: compare(strong, all, paths) };
    const violations = (id: keyof typeof verdicts, statement: string, source: string) =>
      claim({
        id: `RA1.${id}`,
        statement: `gradient descent with step 1/L, ${statement}: violations in ${verdicts[id].comparisons} comparisons`,
        source,
        measured: verdicts[id].violations,
        expected: 0,
      });
    return {
      claims: [
        violations(
          "smooth",
          "smooth f, convex or not: min ‖∇f‖² ≤ 2L(f0 − f*)/k",
          "Nesterov (2018), Lectures on Convex Optimization, §1.2.3",
        ),
        violations(
          "convex",
          "convex f: f_k − f* ≤ LR²/(4k + 2)",
          "Drori & Teboulle (2014), Math. Program. 145, §3; weaker: Nesterov (2018), corollary 2.1.2",
        ),
        violations("strong", "strongly convex f: f_k − f* ≤ (1 − μ/L)^k (f0 − f*)", "Polyak (1963), USSR Comput. Math. Math. Phys. 3(4)"),
      ],
      tables: [closeness("descent-bounds", `Gradient descent: the largest value/bound, k = 1 … ${iterations}`, all, verdicts)],
      figures: [
        {
          name: "descent-slopes",
          title: "Gradient descent on smooth functions: least squared gradient so far",
          x: { label: "k", log: true },
          y: { label: "min ‖∇f‖² / (2L(f0 − f*))", log: true },
          lines: [
            ...all.map(({ name, L }, s) => ({ name, points: relativeSlopes(paths[s]!, L) })),
            { name: "1/k", points: Array.from({ length: iterations }, (_, i) => [i + 1, 1 / (i + 1)] as const), style: "dashed" as const },
          ],
          note: "No function, convex or not, is above the dashed line.",
        },
      ],
    };
  },
};

/** Below this a line ends: linear convergence would leave no room for the rest. */
const SHOWN = 1e-8;

const relativeSlopes = ({ f, slopes }: Path, L: number): (readonly [number, number])[] =>
  Array.from(slopes.subarray(0, -1), (slope, i) => [i + 1, slope / (2 * L * f[0]!)] as const).filter(([, slope]) => slope > SHOWN);
