/**
 * Gradient descent, step 1/L, on a quadratic: the iterations are those of its spectrum, k = log(share of μ/target)/(−2 log(1 − μ/L))
 * on two levels. An iteration costs a constant by reverse mode and 2n values by central differences; with the two-point estimate
 * there are n times as many iterations. So work ∝ n^p with p = 0, 1 and 1.
 */
import { claim } from "../../core/claim.js";
import type { Line, Table } from "../../core/study.js";
import { lecture, type RatesContext, type RatesPart } from "./defaults.js";
import { exponentOf, type Measured, type Method, measureWork, methods, slopeTolerance } from "./work.js";

const theory: Readonly<Record<Method, number>> = { "two-point": 1, "central-difference": 1, reverse: 0 };

export const dimension: RatesPart = {
  id: "RA3",
  weight: 6,
  run: (context) => {
    const { params, tolerance } = context;
    const { condition, target, largest } = params;
    const even = measureWork(context, "two-level");
    const linear = measureWork(context, "linear");
    const range = `n = 8 … ${largest}`;
    return {
      claims: [
        ...methods.map((method) =>
          claim({
            id: `RA3.${method}`,
            statement: `work of gd/${method} to a relative gap of ${target}, L/μ = ${condition}, half the eigenvalues μ and half L: log–log slope, ${range}`,
            source: lecture,
            measured: exponentOf(even[method], "work"),
            expected: theory[method],
            absolute: slopeTolerance(method, context),
          }),
        ),
        ...methods.map((method) => {
          const { n, evals, predicted } = even[method].at(-1)!;
          return claim({
            id: `RA3.${method}.evaluations`,
            statement: `gd/${method}, the same at n = ${n}: evaluations, against exact moments`,
            source: "recursion of second moments",
            measured: evals,
            expected: predicted,
            // Without random numbers, all that is open is which of the probes around x_k is below the target first.
            ...(method === "two-point" ? { relative: tolerance(0.05) } : { absolute: 1 }),
          });
        }),
        ...methods.map((method) =>
          claim({
            id: `RA3.linear.${method}`,
            statement: `another spectrum shifts the slope: eigenvalues from μ to L evenly, gd/${method}, ${range}, against exact moments`,
            source: "recursion of second moments",
            measured: exponentOf(linear[method], "work"),
            expected: exponentOf(linear[method], "predictedWork"),
            absolute: slopeTolerance(method, context),
          }),
        ),
      ],
      tables: [
        table("work-against-dimension", `half the eigenvalues μ, half L = ${condition}μ`, context, even),
        table("work-other-spectrum", `eigenvalues from μ to L = ${condition}μ evenly`, context, linear),
      ],
      figures: [
        {
          name: "work-against-dimension",
          title: `Gradient descent: work to a relative gap of ${target}, L/μ = ${condition}`,
          x: { label: "n", log: true },
          y: { label: "work", log: true },
          lines: methods.flatMap((method) => linesOf(method, even)),
          note: "Without a gradient, work grows as n, whether a gradient is put together from 2n values or replaced by one random slope.",
        },
      ],
    };
  },
};

const linesOf = (method: Method, measured: Measured): Line[] => [
  { name: `gd/${method}`, points: measured[method].map(({ n, work }) => [n, work]) },
  {
    name: `${method}: theory`,
    of: `gd/${method}`,
    points: measured[method].map(({ n, predictedWork }) => [n, predictedWork]),
    style: "dashed",
  },
];

const table = (name: string, spectrum: string, { params }: RatesContext, measured: Measured): Table => ({
  name,
  title: `Evaluations to a relative gap of ${params.target}, ${spectrum}; work is the same, but for reverse mode`,
  columns: ["n", ...methods.flatMap((method) => [method, `${method}: theory`]), "reverse: work"],
  rows: measured.reverse.map(({ n, work }, row) => [
    n,
    ...methods.flatMap((method) => {
      const { evals, predicted } = measured[method][row]!;
      return [evals, predicted];
    }),
    work,
  ]),
});
