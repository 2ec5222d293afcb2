/** Work to a relative gap on quadratics of growing dimension: the library's runs, and exact moments beside them. */
import { run } from "../../bench/run.js";
import { evals, work } from "../../core/cost.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { median } from "../../numeric/statistics/statistics.js";
import { doublings, type RatesContext } from "./defaults.js";
import { descentIterations, type Level, linearLevels, twoLevels, twoPointIterations } from "./moments.js";

export const methods = ["two-point", "central-difference", "reverse"] as const;
export type Method = (typeof methods)[number];

const TOLERANCES: Readonly<Record<Method, number>> = { "two-point": 0.07, "central-difference": 0.05, reverse: 0.03 };

/** Of exponents. Only the two-point estimate draws random numbers. */
export const slopeTolerance = (method: Method, { tolerance }: Pick<RatesContext, "tolerance">): number =>
  method === "two-point" ? tolerance(TOLERANCES[method]) : TOLERANCES[method];

/** One method at one dimension. Infinity: the target was not reached. */
export interface Point {
  readonly n: number;
  /** Evaluations and work to the target, median over runs. */
  readonly evals: number;
  readonly work: number;
  /** Evaluations that exact moments predict, and the work they come to. */
  readonly predicted: number;
  readonly predictedWork: number;
}
export type Measured = Readonly<Record<Method, readonly Point[]>>;

const spectra = { "two-level": twoLevels, linear: linearLevels } satisfies Record<string, (n: number, condition: number) => Level[]>;
export type Spectrum = keyof typeof spectra;

/** Of iterations to a target the relative variance is ∝ 1/n: `seeds` runs at this dimension, more below, are equally precise. */
const EVEN = 256;
const FEWEST = 5;

/** A run that takes this many times what is predicted has failed. */
const PATIENCE = 4;

/** Evaluations until x_k has reached the target: it is seen at the first probe around x_k, or by the sweep at x_k. */
export const evaluationsOf: Readonly<Record<Method, (levels: readonly Level[], target: number) => number>> = {
  "two-point": (levels, target) => 2 * twoPointIterations(levels, target) + 1,
  "central-difference": (levels, target) => 2 * sizeOf(levels) * descentIterations(levels, target) + 1,
  reverse: (levels, target) => descentIterations(levels, target) + 1,
};

const sizeOf = (levels: readonly Level[]): number => levels.reduce((n, { count }) => n + count, 0);

export function measureWork({ params, seed, samples }: RatesContext, spectrum: Spectrum): Measured {
  const { condition, largest, target, seeds } = params;
  const at = (method: Method): Point[] =>
    doublings(8, largest).map((n) => {
      const predicted = evaluationsOf[method](spectra[spectrum](n, condition), target);
      const runs = run({
        problem: "quadratic",
        dim: n,
        params: { condition, spectrum },
        optimizers: "gd",
        gradients: method,
        target,
        seeds: Math.max(FEWEST, samples(Math.ceil((EVEN * seeds) / n))),
        seed,
        budget: PATIENCE * predicted,
        budgetUnit: "evals",
      });
      const hits = runs.map(({ hits, spec, opsPerValue }) => {
        const hit = hits.find(({ target: reached }) => reached === spec.targets.at(-1));
        return {
          evals: hit ? evals(hit.cost) : Number.POSITIVE_INFINITY,
          work: hit ? work(hit.cost, opsPerValue) : Number.POSITIVE_INFINITY,
        };
      });
      const spent = median(hits.map((hit) => hit.evals));
      const worth = median(hits.map((hit) => hit.work));
      return { n, evals: spent, work: worth, predicted, predictedWork: (predicted * worth) / spent };
    });
  return { "two-point": at("two-point"), "central-difference": at("central-difference"), reverse: at("reverse") };
}

/** p in work ∝ n^p, least squares. */
export const exponentOf = (points: readonly Point[], of: "evals" | "work" | "predicted" | "predictedWork"): number =>
  logLogSlope(
    points.map(({ n }) => n),
    points.map((point) => point[of]),
  );
