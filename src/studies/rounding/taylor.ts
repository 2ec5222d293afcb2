/** fl f − f = Σ v̄_i δ_i + O(ε²): with the errors δ_i that were made, the adjoints give the error itself, which checks every one of them. */
import { type RoundingAnalysis, roundingError, significand } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Cell } from "../../core/study.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { median } from "../../numeric/statistics/statistics.js";
import { formatOf, linnainmaa, type RoundingStudyPart } from "./defaults.js";
import { drawPrograms } from "./programs.js";

/** With more digits ε² comes near the rounding of the float64 that everything is compared with. */
const DIGITS = [8, 10, 12, 14, 16, 18, 20];

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
  const format = significand(digits);
  const found = programs.map(({ analysis, x }) => analysis(x, { format, roundoff: 1 })).filter(({ bound }) => bound > 0);
  return {
    digits,
    epsilon: format.epsilon,
    error: median(found.map(({ error, bound }) => Math.abs(error) / bound)),
    rest: median(found.map(({ error, firstOrder, bound }) => Math.abs(error - firstOrder) / bound)),
  };
}

export const taylor: RoundingStudyPart = {
  id: "LI1.taylor",
  weight: 2,
  run: ({ params, rng, samples, tolerance }) => {
    const programs = drawPrograms(rng, samples(params.runs), params.size).map(({ f, x }): Analysed => ({ analysis: roundingError(f), x }));
    const format = formatOf(params.digits);
    const missed = programs.flatMap(({ analysis, x }) => {
      const { error, firstOrder } = analysis(x, { format });
      return error === 0 ? [] : [Math.abs((error - firstOrder) / error)];
    });
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
          atMost: 4 * format.epsilon,
        }),
        claim({
          id: "LI1.taylor.first",
          statement: `errors grow as ε, from ${DIGITS.at(-1)} binary digits down to ${DIGITS[0]}: log–log slope`,
          source: linnainmaa,
          measured: slope(({ error }) => error),
          expected: 1,
          absolute: tolerance(0.1),
        }),
        claim({
          id: "LI1.taylor.second",
          statement: "and what Σ v̄ᵢ δᵢ leaves of them as ε²: log–log slope",
          source: linnainmaa,
          measured: slope(({ rest }) => rest),
          expected: 2,
          absolute: tolerance(0.1),
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
