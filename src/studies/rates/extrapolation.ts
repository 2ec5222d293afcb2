/** evaluations = c·n^p, fitted where it can be run, at n where it cannot; time = work × n × seconds that f takes a variable. */
import { claim } from "../../core/claim.js";
import type { Cell } from "../../core/study.js";
import { linearFit } from "../../numeric/statistics/fit.js";
import { meterOf } from "../methods.js";
import { defaults, lecture, type RatesContext, type RatesPart } from "./defaults.js";
import { quadraticOf } from "./instances.js";
import { twoLevels } from "./moments.js";
import { evaluationsOf, type Method, measureWork, methods, type Point, slopeTolerance } from "./work.js";

const SIZES = [1e9, 1e12];
const YEAR = 365.25 * 86400;
/** Exact moments are linear in n up to O(1/n): evaluations at n are those at this size, times the ratio. */
const REFERENCE = 4096;

/** 1e9 */
const power = (n: number): string => n.toExponential().replace("+", "");

interface Law {
  readonly slope: number;
  readonly at: (n: number) => number;
  /** Of one evaluation, in values of f: a reverse sweep costs more than 1. */
  readonly worth: number;
  /** Decades from the middle of the points to n. */
  readonly decades: (n: number) => number;
}

function lawOf(points: readonly Point[]): Law {
  const [first, last] = [points[0]!, points.at(-1)!];
  const x = points.map(({ n }) => Math.log(n));
  const middle = x.reduce((sum, xi) => sum + xi, 0) / x.length;
  // Relative to the first, so that what does not grow has slope 0 to the last digit.
  const { slope, intercept } = linearFit(
    x,
    points.map(({ evals }) => Math.log(evals / first.evals)),
  );
  return {
    slope,
    at: (n) => first.evals * Math.exp(intercept + slope * Math.log(n)),
    worth: last.work / last.evals,
    decades: (n) => (Math.log(n) - middle) / Math.LN10,
  };
}

function predicted(method: Method, n: number, condition: number, target: number): number {
  const reference = evaluationsOf[method](twoLevels(REFERENCE, condition), target);
  return method === "reverse" ? reference : reference * (n / REFERENCE);
}

export const extrapolation: RatesPart = {
  id: "RA5",
  weight: 3,
  run: (context) => {
    const { params } = context;
    const { condition, target, price, largest } = params;
    const measured = measureWork(context, "two-level");
    const rows = methods.flatMap((method) => {
      const law = lawOf(measured[method]);
      return SIZES.map((n) => ({ method, n, law, evals: law.at(n), exact: predicted(method, n, condition, target) }));
    });
    return {
      claims: [
        ...rows.map(({ method, n, law, evals, exact }) =>
          claim({
            id: `RA5.${method}.${power(n)}`,
            statement: `gd/${method}, evaluations at n = ${power(n)} by the law fitted to n = 8 … ${largest}, against exact moments: decades apart`,
            source: lecture,
            measured: Math.log10(evals / exact),
            expected: 0,
            absolute: slopeTolerance(method, context) * law.decades(n),
          }),
        ),
        claim({
          id: "RA5.price",
          statement:
            "seconds that one evaluation of the quadratic takes for each variable here, at most ten times the price that the table has by default",
          source: "measured at n = 2^20",
          measured: secondsPerVariable(context),
          atMost: 10 * defaults.price.default,
          volatile: true,
        }),
      ],
      tables: [
        {
          name: "extrapolation",
          title: `Gradient descent: evaluations to a relative gap of ${target}, L/μ = ${condition}, and time at ${price} s a variable and evaluation`,
          columns: ["method", "n", "exponent", "evaluations", "exact moments", "seconds", "years"],
          rows: rows.map(({ method, n, law, evals, exact }): Cell[] => {
            const seconds = evals * law.worth * n * price;
            return [method, n, law.slope, evals, exact, seconds, seconds / YEAR];
          }),
        },
      ],
    };
  },
};

/** The best of some evaluations: what disturbs a measurement only adds to it. */
function secondsPerVariable({ now }: RatesContext): number {
  const n = 1 << 20;
  const problem = quadraticOf({ dim: n });
  const meter = meterOf(problem);
  let best = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < 20; repeat++) {
    const started = now();
    meter.value(problem.x0);
    best = Math.min(best, now() - started);
  }
  return best / n;
}
