/** Evaluations a gradient: n + 1, 2n, 2k, n tangents, 1 reverse sweep. Counted by the meter, not by the methods. */
import { square, sum } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import { type Cost, evals } from "../../core/cost.js";
import type { Params } from "../../core/params.js";
import type { TracedProblem } from "../../core/problem.js";
import { gradients } from "../../gradients/index.js";
import { stream } from "../../numeric/sampling/random.js";
import { estimateOf, meterOf, paramsOf } from "../methods.js";
import { type DifferencePart, lecture } from "./defaults.js";

const sphere = (dim: number): TracedProblem => ({
  dim,
  x0: new Float64Array(dim).fill(1),
  f: (x) => sum(square(x)),
  gradient: (x, g) => {
    for (let i = 0; i < dim; i++) g[i] = 2 * x[i]!;
  },
});

/** What the meter charged for `times` estimates; `known`: f(x) is handed over, as a line search does. */
export function spent(name: string, dim: number, times: number, given: Params = {}, known = false): Cost {
  const problem = sphere(dim);
  const meter = meterOf(problem);
  const estimate = estimateOf(name, given, meter, stream("cost"));
  const g = new Float64Array(dim);
  for (let k = 0; k < times; k++) estimate(problem.x0, g, known ? dim : Number.NaN);
  return meter.cost;
}

interface Row {
  readonly id: string;
  readonly statement: string;
  readonly method: string;
  readonly law: string;
  readonly expected: number;
  /** Evaluations in T iterations. */
  readonly total: number;
}

/** The registered sources that do not spend what they declare. */
const undeclared = (dim: number): string[] =>
  gradients
    .filter((source) => {
      const declared = source.cost(dim, paramsOf(source));
      if (!declared) return false;
      const cost = spent(source.name, dim, 1);
      return (["values", "jvps", "vjps", "hvps"] as const).some((kind) => cost[kind] !== (declared[kind] ?? 0));
    })
    .map(({ name }) => name);

export const cost: DifferencePart = {
  id: "FD1",
  run: ({ params: { dim: n, directions: k, iterations: T } }) => {
    const row = (id: string, method: string, law: string, expected: number, total: number, statement: string): Row => ({
      id,
      method,
      law,
      expected,
      total,
      statement,
    });
    const forward = evals(spent("forward-difference", n, T));
    const central = evals(spent("central-difference", n, T));
    // f(x) evaluated anew for each coordinate: n problems of one variable, each of which takes both its values.
    const anew = n * evals(spent("forward-difference", 1, T));
    const rows = [
      row("forward", "forward differences", "n + 1", n + 1, forward, "a forward-difference gradient takes n + 1 values: f(x) once"),
      row(
        "forward-known",
        "forward differences, f(x) known",
        "n",
        n,
        evals(spent("forward-difference", n, T, {}, true)),
        "a forward-difference gradient takes n values where f(x) is known",
      ),
      row(
        "forward-anew",
        "forward differences, f(x) anew",
        "2n",
        2 * n,
        anew,
        "a forward-difference gradient that does not keep f(x) takes 2n values",
      ),
      row("central", "central differences", "2n", 2 * n, central, "a central-difference gradient takes 2n values"),
      row(
        "two-point",
        `two-point, k = ${k}`,
        "2k",
        2 * k,
        evals(spent("two-point", n, T, { directions: k })),
        "a two-point estimate takes 2 values a direction, whatever n",
      ),
      row("forward-mode", "forward mode", "n", n, spent("forward", n, T).jvps, "a forward-mode gradient takes n Jacobian-vector products"),
      row("reverse", "reverse mode", "1", 1, spent("reverse", n, T).vjps, "a reverse-mode gradient takes one sweep"),
    ];
    return {
      claims: [
        ...rows.map(({ id, statement, expected, total }) =>
          claim({ id: `FD1.${id}`, statement, source: lecture, measured: total / T, expected }),
        ),
        claim({
          id: "FD1.slide",
          statement:
            "the slide's 2dT for T iterations is the count without keeping L(w), or of central differences; with L(w) kept it is (d + 1)T",
          source: `${lecture}, gradient descent without gradients`,
          measured: `${anew}, ${central}, ${forward}`,
          expected: `${2 * n * T}, ${2 * n * T}, ${(n + 1) * T}`,
        }),
        claim({
          id: "FD1.declared",
          statement: "registered gradient sources that do not spend what they declare",
          source: "the meter's ledger",
          measured: undeclared(n).join(", "),
          expected: "",
        }),
      ],
      tables: [
        {
          name: "cost",
          title: `Evaluations for n = ${n} variables: a gradient, and T = ${T} iterations`,
          columns: ["gradient", "law", "evaluations", "in T iterations"],
          rows: rows.map(({ method, law, total }) => [method, law, total / T, total]),
        },
      ],
    };
  },
};
