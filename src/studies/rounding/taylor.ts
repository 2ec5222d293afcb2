/** fl f − f = Σ v̄_i δ_i + O(ε²): with the errors δ_i that were made, reverse mode gives the error itself: all its rules are checked. */
import { type RoundingAnalysis, roundingError, significand } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Cell } from "../../core/study.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { median } from "../../numeric/statistics/statistics.js";
import { arithmeticOf, LEAST_RUNS, linnainmaa, type RoundingStudyPart } from "./defaults.js";
import { drawPrograms } from "./programs.js";

/** With more digits ε² comes near the rounding of the float64 that everything is compared with. */
const DIGITS = [11, 13, 15, 17, 19, 21];

interface Order {
  readonly digits: number;
  readonly epsilon: number;
  /** Medians over programs of |error| and of |error − Σ v̄ δ|, both over Σ |v̄ v|. */
  readonly error: number;
  readonly rest: number;
}

interface Analysed {
  readonly analysis: RoundingAnalysis;
  readonly x: Float64Array;
}

function orderOf(programs: readonly Analysed[], digits: number): Order {
  const arithmetic = significand(digits);
  const found = programs.map(({ analysis, x }) => analysis(x, { arithmetic, roundoff: 1 })).filter(({ bound }) => bound > 0);
  return {
    digits,
    epsilon: arithmetic.epsilon,
    error: median(found.map(({ error, bound }) => Math.abs(error) / bound)),
    rest: median(found.map(({ error, firstOrder, bound }) => Math.abs(error - firstOrder) / bound)),
  };
}

export const taylor: RoundingStudyPart = {
  id: "LI1.taylor",
  weight: 2,
  run: ({ params, rng, samples }) => {
    const programs = drawPrograms(rng, Math.max(LEAST_RUNS, samples(params.runs)), params.size).map(
      ({ f, x }): Analysed => ({ analysis: roundingError(f), x }),
    );
    const arithmetic = arithmeticOf(params.digits);
    const found = programs.map(({ analysis, x }) => analysis(x, { arithmetic }));
    const missed = found.flatMap(({ error, firstOrder }) => (error === 0 ? [] : [Math.abs((error - firstOrder) / error)]));
    // A value that is used n times, as x is in Horner's rule, is in the second order up to n/2 times ε as much as in the first.
    const rest = params.size * arithmetic.epsilon;
    const explained = found.filter(({ error, firstOrder, bound }) => Math.abs(error - firstOrder) <= rest * bound).length;
    const orders = DIGITS.map((digits) => orderOf(programs, digits));
    const slope = (of: (order: Order) => number): number =>
      logLogSlope(
        orders.map(({ epsilon }) => epsilon),
        orders.map(of),
      );
    const last = orders.at(-1)!;
    const law = (of: "error" | "rest", power: 1 | 2) =>
      orders.map(
        ({ epsilon }) =>
          [epsilon, last[of] * (power === 1 ? epsilon / last.epsilon : (epsilon / last.epsilon) * (epsilon / last.epsilon))] as const,
      );
    return {
      claims: [
        claim({
          id: "LI1.taylor.error",
          statement: `Σ v̄ᵢ δᵢ, with the errors δᵢ as they were, is the error of ${missed.length} programs: relative difference, the median`,
          source: linnainmaa,
          measured: median(missed),
          atMost: 4 * arithmetic.epsilon,
        }),
        claim({
          id: "LI1.taylor.all",
          statement: `|error − Σ v̄ᵢ δᵢ| ≤ ${params.size} ε times the bound: fraction of ${found.length} programs`,
          source: linnainmaa,
          measured: explained / found.length,
          atLeast: 0.99,
        }),
        claim({
          id: "LI1.taylor.first",
          statement: `errors grow as ε, from ${DIGITS.at(-1)} binary digits down to ${DIGITS[0]}: log–log slope`,
          source: linnainmaa,
          measured: slope(({ error }) => error),
          expected: 1,
          absolute: 0.05,
        }),
        claim({
          id: "LI1.taylor.second",
          statement: "and what Σ v̄ᵢ δᵢ leaves of them as ε²: log–log slope",
          source: linnainmaa,
          measured: slope(({ rest }) => rest),
          expected: 2,
          absolute: 0.05,
        }),
      ],
      tables: [
        {
          name: "taylor",
          title: "Medians, over Σ |v̄ᵢ vᵢ|",
          columns: ["digits", "ε", "|error|", "|error − Σ v̄ᵢ δᵢ|"],
          rows: orders.map(({ digits, epsilon, error, rest }): Cell[] => [digits, epsilon, error, rest]),
        },
      ],
      figures: [
        {
          name: "taylor",
          title: "Rounding error, and what its first order leaves",
          x: { label: "ε", log: true },
          y: { label: "median over Σ |v̄ᵢ vᵢ|", log: true },
          lines: [
            { name: "|error|", points: orders.map(({ epsilon, error }) => [epsilon, error] as const).reverse() },
            { name: "|error − Σ v̄ᵢ δᵢ|", points: orders.map(({ epsilon, rest }) => [epsilon, rest] as const).reverse() },
            { name: "∝ ε", style: "dashed", of: "|error|", points: law("error", 1).reverse() },
            { name: "∝ ε²", style: "dashed", of: "|error − Σ v̄ᵢ δᵢ|", points: law("rest", 2).reverse() },
          ],
          note: "The adjoints are the coefficients of the first order: what is left is of the second.",
        },
      ],
    };
  },
};
