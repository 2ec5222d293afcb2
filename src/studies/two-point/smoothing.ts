/** E[G] is the gradient of a smoothed f: off by O(ε²). Σx⁴ on the sphere: c·4ε²E[v_i⁴] x_i = 12 x_i ε²/(n + 2), exactly. */
import { square, sum } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Problem } from "../../core/problem.js";
import { type Distribution, laws } from "../../numeric/sampling/directions.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { dot, norm2 } from "../../numeric/vector.js";
import { estimateOf, meterOf } from "../methods.js";
import { type Context, lecture, share, type TwoPointPart, tolerated } from "./defaults.js";
import { normalPoint, wavy, wavyPoint } from "./sampling.js";

const LENGTHS = [0.01, 0.02, 0.05, 0.1, 0.2];
/** Polynomials of degree 4 have no further terms: as long as may be, for the least rounding. */
const QUARTIC_LENGTH = 0.5;
/** Part of the samples of the study: a slope needs fewer, a coefficient to 1 % of a law with heavy tails more. */
const [FOR_SLOPE, FOR_COEFFICIENT] = [0.1, 10];

/** E[v_i⁴]·c: 3/(n + 2) on the sphere, 3, 1, 1. */
const kurtosis: Readonly<Record<Distribution, (n: number) => number>> = {
  sphere: (n) => 3 / (n + 2),
  gaussian: () => 3,
  rademacher: () => 1,
  coordinate: () => 1,
};

interface Means {
  /** E[G] − ∇f, by the difference to the directional derivative along the same direction. */
  readonly bias: Float64Array;
  /** The same without that: the mean of G less the exact gradient. */
  readonly plain: Float64Array;
}

/** Both estimates draw from streams with the same key: the same directions, one after the other. */
function means(problem: Problem, x: Float64Array, distribution: Distribution, h: number, count: number, rng: Rng): Means {
  const meter = meterOf(problem);
  const difference = estimateOf("two-point", { distribution, h }, meter, rng.split("directions"));
  const derivative = estimateOf("forward-gradient", { distribution }, meter, rng.split("directions"));
  const n = x.length;
  const [g, exact, a, b] = [0, 0, 0, 0].map(() => new Float64Array(n)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [bias, plain] = [new Float64Array(n), new Float64Array(n)];
  meter.vjp(x, exact);
  for (let k = 0; k < count; k++) {
    difference(x, a);
    derivative(x, b);
    for (let i = 0; i < n; i++) {
      bias[i]! += (a[i]! - b[i]!) / count;
      g[i]! += a[i]! / count;
    }
  }
  for (let i = 0; i < n; i++) plain[i] = g[i]! - exact[i]!;
  return { bias, plain };
}

function quarticCoefficient(context: Context): number {
  const { params, rng } = context;
  const x = normalPoint(params.dim, rng.split("quartic point"));
  const problem: Problem = { dim: params.dim, x0: x, f: (at) => sum(square(square(at))) };
  const { bias } = means(problem, x, params.distribution, QUARTIC_LENGTH, share(context, FOR_COEFFICIENT), rng.split("quartic"));
  return dot(bias, x) / (dot(x, x) * QUARTIC_LENGTH * QUARTIC_LENGTH);
}

/** The name of a line. */
const exact = "with the JVP along the same directions";

export const smoothing: TwoPointPart = {
  id: "TP3",
  weight: 8,
  run: (context) => {
    const { params, rng } = context;
    const { dim: n, distribution } = params;
    const x = wavyPoint(n, rng.split("point"));
    const count = share(context, FOR_SLOPE);
    const rows = LENGTHS.map((h) => {
      const { bias, plain } = means(wavy(n), x, distribution, h, count, rng.split("wavy"));
      return { h, bias: norm2(bias), plain: norm2(plain) };
    });
    const lengths = rows.map(({ h }) => h);
    const [law, coefficient] = [4 * kurtosis[distribution](n), quarticCoefficient(context)];
    return {
      claims: [
        claim({
          id: "TP3.slope",
          statement: "smoothing bias of the two-point estimate on Σ sin x + exp x: log–log slope in ε",
          source: lecture,
          measured: logLogSlope(
            lengths,
            rows.map(({ bias }) => bias),
          ),
          expected: 2,
          absolute: tolerated(context, 0.05),
        }),
        claim({
          id: "TP3.drowned",
          statement: `without the JVP along the same directions ${count} samples drown the bias at ε = ${LENGTHS[0]}: error of the mean ÷ bias`,
          source: "control variates",
          measured: rows[0]!.plain / rows[0]!.bias,
          atLeast: 10,
        }),
        claim({
          id: "TP3.quartic",
          statement: `the bias on Σx⁴ is C xε² exactly, C = 4cE[v_i⁴]${distribution === "sphere" ? " = 12/(d + 2)" : ""}: C`,
          source: lecture,
          measured: coefficient,
          expected: law,
          relative: tolerated(context, 0.01),
        }),
      ],
      tables: [
        {
          name: "smoothing",
          title: `Bias of ${distribution} two-point estimates on Σ sin x + exp x, n = ${n}, ${count} samples, c = ${laws[distribution].factor(n)}`,
          columns: ["ε", "bias, with the JVP", "error of the plain mean"],
          rows: rows.map(({ h, bias, plain }) => [h, bias, plain]),
        },
      ],
      figures: [
        {
          name: "smoothing",
          title: "Smoothing bias of the two-point estimate",
          x: { label: "ε", log: true },
          y: { label: "‖E[G] − ∇f‖", log: true },
          lines: [
            { name: exact, points: rows.map(({ h, bias }) => [h, bias]) },
            { name: "plain mean", points: rows.map(({ h, plain }) => [h, plain]) },
            {
              name: "ε²",
              of: exact,
              style: "dashed",
              points: lengths.map((h) => [h, (rows.at(-1)!.bias * h * h) / (lengths.at(-1)! * lengths.at(-1)!)]),
            },
          ],
          note: "The bias is quadratic in ε; sampling noise does not see ε at all.",
        },
      ],
    };
  },
};
