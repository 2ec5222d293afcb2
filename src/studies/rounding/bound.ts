/** ε Σ |v̄_i v_i| bounds the error of programs that are not chaotic, by far: errors of operations add up like random numbers, not like the worst. */
import { type Rounding, roundingError } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Cell, Figure, Table } from "../../core/study.js";
import { normalQuantile } from "../../numeric/statistics/normal-quantile.js";
import { median, quantile } from "../../numeric/statistics/statistics.js";
import { arithmeticOf, LEAST_RUNS, linnainmaa, type RoundingStudyPart } from "./defaults.js";
import { drawPrograms, families } from "./programs.js";
import { used } from "./used.js";

interface Run extends Rounding {
  readonly family: string;
  /** |error| ÷ bound, and |error| ÷ the probable error. */
  readonly used: number;
  readonly scaled: number;
}

const share = (runs: readonly Run[], holds: (run: Run) => boolean): number => runs.filter(holds).length / runs.length;
const isWithin = (run: Run): boolean => run.used <= 1;

/**
 * The median of |error| ÷ ε √Σ (v̄ v)² in theory. A last digit is off by an error that is uniform in ±ε 2^e/2 for v = m 2^e; significands m
 * in [1, 2) have the density 1/(m log 2). Of many such errors the sum is normal, the mean of 1/m² is 3/(8 log 2); of one alone the median
 * is t where 2 t · mean m = 1/2, and the mean of m is 1/log 2. Between these are sums of a few, or of many that a few outweigh.
 */
const [ofMany, ofOne] = [normalQuantile(0.75) * Math.sqrt(3 / (8 * Math.LN2) / 12), Math.LN2 / 4];
/** Standard error of the median of n absolute values of normals, relative: 1/(2 √n · density · median). */
const spread = (n: number): number => {
  const at = normalQuantile(0.75);
  return Math.sqrt((Math.PI / 8 / n) * Math.exp(at * at)) / at;
};

const tableOf = (runs: readonly Run[]): Table => ({
  name: "bound",
  title: "Error ÷ bound",
  columns: ["program", "runs", "within", "median", "99 %", "largest", "bound ÷ probable"],
  rows: families.map(({ name }): Cell[] => {
    const own = runs.filter(({ family }) => family === name);
    const ratios = own.map((run) => run.used);
    return [
      name,
      own.length,
      own.filter(isWithin).length,
      median(ratios),
      quantile(ratios, 0.99),
      quantile(ratios, 1),
      median(own.flatMap(({ bound, probable }) => (probable > 0 ? [bound / probable] : []))),
    ];
  }),
});

const hamming = "uniform errors of the last digit, significands as 1/m: Hamming (1970), Bell Syst. Tech. J. 49(8)";

/** More points than this cover each other. */
const SHOWN = 300;

function figureOf(runs: readonly Run[], arithmetic: string): Figure {
  const relative = runs
    .slice(0, SHOWN)
    .map(({ family, value, error, bound }) => ({ family, error: Math.abs(error / value), bound: bound / Math.abs(value) }))
    .filter(({ error, bound }) => error > 0 && Number.isFinite(bound))
    .sort((a, b) => a.bound - b.bound);
  const random = families.at(-1)!.name;
  const cloud = (name: string, isIn: (run: (typeof relative)[number]) => boolean) => ({
    name,
    style: "points" as const,
    points: relative.filter(isIn).map(({ bound, error }) => [bound, error] as const),
  });
  return {
    name: "bound",
    title: `Relative error in ${arithmetic} against its bound`,
    x: { label: "ε Σ |v̄ᵢ vᵢ| ÷ |f|", log: true },
    y: { label: "|error| ÷ |f|", log: true },
    lines: [
      cloud("named programs", ({ family }) => family !== random),
      cloud("random programs", ({ family }) => family === random),
      { name: "error = bound", style: "dashed", points: relative.map(({ bound }) => [bound, bound] as const) },
    ],
    note: "Below the diagonal the bound holds; most errors are far below it.",
  };
}

export const bound: RoundingStudyPart = {
  id: "LI1.bound",
  weight: 3,
  run: ({ params, rng, samples }) => {
    const arithmetic = arithmeticOf(params.digits);
    const runs = drawPrograms(rng, Math.max(LEAST_RUNS, samples(params.runs)), params.size).map(({ family, f, x }): Run => {
      const found = roundingError(f)(x, { arithmetic });
      return { ...found, family, used: used(found.error, found.bound), scaled: used(found.error, found.probable) };
    });
    const name = params.digits === 24 ? "float32" : `${params.digits} binary digits`;
    const within = runs.filter(isWithin).length;
    return {
      claims: [
        claim({
          id: "LI1.bound.within",
          statement: `ε Σ |v̄ᵢ vᵢ|, ε = 2^${1 - params.digits}, bounds the error of ${name} in ${within} of ${runs.length} runs: fraction`,
          source: linnainmaa,
          measured: within / runs.length,
          atLeast: 0.99,
        }),
        claim({
          id: "LI1.bound.loose",
          statement: "the bound is loose: median of |error| ÷ bound, which would be (log 2)/4 if there were one error alone",
          source: hamming,
          measured: median(runs.map((run) => run.used)),
          atMost: ofOne,
        }),
        claim({
          id: "LI1.bound.probable",
          statement: "ε √Σ (v̄ᵢ vᵢ)², as if errors were independent, is a bound nearly as often: fraction",
          source: "Higham & Mary (2019), SIAM J. Sci. Comput. 41(5)",
          measured: share(runs, ({ scaled }) => scaled <= 1),
          atLeast: 0.99,
        }),
        claim({
          id: "LI1.bound.typical",
          statement: `and of the right size: median of |error| ÷ ε √Σ (v̄ᵢ vᵢ)², ${ofMany.toFixed(3)} for many errors, ${ofOne.toFixed(3)} for one`,
          source: hamming,
          measured: median(runs.map(({ scaled }) => scaled)),
          expected: (ofMany + ofOne) / 2,
          // Half the range, and four standard errors.
          absolute: (ofOne - ofMany) / 2 + 4 * spread(runs.length) * ofMany,
        }),
      ],
      tables: [tableOf(runs)],
      figures: [figureOf(runs, name)],
    };
  },
};
