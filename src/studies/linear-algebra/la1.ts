/** LA1: reverse-mode gradients through decompositions against closed forms, and against five-point differences along a direction. */
import { type Expr, input, opCount, pullback } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { dot, norm2 } from "../../numeric/vector.js";
import { evaluator, numbersOf, relativeError } from "../dense.js";
import { type Case, type Draw, drawFrom, type Instance } from "./cases.js";
import type { LinearAlgebraPart } from "./defaults.js";
import { singular } from "./singular.js";
import { symmetric } from "./symmetric.js";
import { systems } from "./systems.js";

const cases: readonly Case[] = [...systems, ...singular, ...symmetric];

/** Of the length over which f changes, 1/condition: h⁴ is then as small as rounding over h. */
const STEP = 2e-4;
const FIVE_POINT = [
  [-2, 1 / 12],
  [-1, -8 / 12],
  [1, 8 / 12],
  [2, -1 / 12],
] as const;

interface Errors {
  /** Of each argument's gradient, relative to its largest entry. */
  readonly closed: readonly number[];
  /** Of the derivative along a random direction, relative to ‖∇f‖. */
  readonly difference: number;
  /** Operations of (f, ∇f) over those of f. */
  readonly ratio: number;
}

function errorsAt({ at, f, gradients }: Instance, h: number, rng: Rng): Errors {
  const inputs = at.map((A) => input([A.rows, A.columns]));
  const y = f(...inputs);
  const slopes: readonly Expr[] = pullback(y, inputs);
  const x = at.map(numbersOf);
  const computed = evaluator(inputs, slopes)(...x);
  const value = evaluator(inputs, [y]);
  const direction = unitDirection(x, rng);
  const along = FIVE_POINT.reduce((sum, [t, weight]) => {
    const moved = x.map((numbers, k) => numbers.map((xi, i) => xi + t * h * direction[k]![i]!));
    return sum + (weight * value(...moved)[0]![0]!) / h;
  }, 0);
  const exact = computed.reduce((sum, g, k) => sum + dot(g, direction[k]!), 0);
  return {
    closed: computed.map((g, k) => relativeError(g, numbersOf(gradients[k]!))),
    difference: Math.abs(along - exact) / Math.hypot(...computed.map(norm2)),
    ratio: opCount(inputs, [y, ...slopes]) / opCount(inputs, [y]),
  };
}

/** Of length 1 over all arguments together. */
function unitDirection(like: readonly Float64Array[], rng: Rng): Float64Array[] {
  const parts = like.map((numbers) => numbers.map(() => rng.normal()));
  const length = Math.hypot(...parts.map(norm2));
  return parts.map((part) => part.map((v) => v / length));
}

/** The largest of each, over the trials. */
function worst({ draw }: Case, source: Draw, h: number, trials: number, rng: Rng): Errors {
  return Array.from({ length: trials }, () => errorsAt(draw(source), h, rng)).reduce((a, b) => ({
    closed: a.closed.map((error, k) => Math.max(error, b.closed[k]!)),
    difference: Math.max(a.difference, b.difference),
    ratio: b.ratio,
  }));
}

export const la1: LinearAlgebraPart = {
  id: "LA1",
  run: ({ params: { dim, excess, condition, trials }, rng }) => {
    const rows = dim + excess;
    const found = cases.map((one) => {
      const own = rng.split(one.id);
      return { one, errors: worst(one, drawFrom(own, dim, rows, condition), STEP / condition, trials, own.split("directions")) };
    });
    return {
      claims: found.flatMap(({ one: { id, f, gradients, source }, errors }) => [
        ...gradients.map(([argument, formula], k) =>
          claim({
            id: `LA1.${id}.${argument}`,
            statement: `gradient through ${f}: that of ${argument} is ${formula}; largest relative error`,
            source,
            measured: errors.closed[k]!,
            atMost: 1e-10,
          }),
        ),
        claim({
          id: `LA1.${id}.differences`,
          statement: `gradient through ${f}, along a direction, against five-point differences; largest error relative to ‖∇f‖`,
          source: "five-point differences",
          measured: errors.difference,
          atMost: 1e-7,
        }),
      ]),
      tables: [
        {
          name: "gradients",
          title: `Gradients through decompositions: n = ${dim}, m = ${rows}, condition ${condition}, the worst of ${trials}`,
          columns: ["through", "gradient of", "is", "error", "error of differences", "(f, ∇f) ÷ f, operations"],
          rows: found.flatMap(({ one, errors }) =>
            one.gradients.map(([argument, formula], k) => [one.f, argument, formula, errors.closed[k]!, errors.difference, errors.ratio]),
          ),
        },
      ],
    };
  },
};
