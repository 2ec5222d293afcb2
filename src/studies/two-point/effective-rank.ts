/** The step that two-point descent allows is set by tr A, not by nL: stable in the mean square while Σ tλ/(2 − 2tλ) < 1, t = αc²E[v_i²v_j²]. */
import { constant, mul, square, sum } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Problem } from "../../core/problem.js";
import type { Line } from "../../core/study.js";
import { bisect } from "../../numeric/search/bisect.js";
import { meterOf } from "../methods.js";
import { asPrinted, lecture, share, type TwoPointPart } from "./defaults.js";
import { type Descent, descend, meanSquare } from "./runs.js";
import { criticalStep, fourthMoments, modeStep, radiusOfModes } from "./second-moment.js";

const laws = ["gaussian", "sphere"] as const;
const published = { gaussian: 0.61227, sphere: 0.6314 };
const SIGMAS = 4;
/** Iterations that are drawn. */
const SHOWN = 60;
const [RUNS, DRAWN] = [0.1, 0.001];

/** j^−decay, j = 1 … n: L = 1. */
const spectrum = (n: number, decay: number): Float64Array => Float64Array.from({ length: n }, (_, j) => Math.exp(-decay * Math.log(j + 1)));

const quadratic = (eigenvalues: Float64Array): Problem => ({
  dim: eigenvalues.length,
  x0: new Float64Array(eigenvalues.length).fill(1),
  f: (x) => mul(0.5, sum(mul(constant(eigenvalues), square(x)))),
});

/** det(I − D) = 0 for D = diag(1 − 2αλ_i + 2tαλ_i²) + tα 1(λ²)ᵀ, a matrix of rank one beside a diagonal. */
const secular = (eigenvalues: Float64Array, spread: number): number =>
  // Below the pole at t = 1/L the sum grows from 0 to ∞.
  bisect((t) => eigenvalues.reduce((s, lambda) => s + (t * lambda) / (2 - 2 * t * lambda), 0) > 1, 0, 1) / spread;

const sumOf = (m: Float64Array): number => m.reduce((s, mi) => s + mi, 0);

/** E‖x_k‖², k = 0 … SHOWN. */
function curve(next: (m: Float64Array) => Float64Array, n: number): (readonly [k: number, mean: number])[] {
  let m: Float64Array = new Float64Array(n).fill(1);
  return Array.from({ length: SHOWN + 1 }, (_, k) => {
    if (k > 0) m = next(m);
    return [k, sumOf(m)] as const;
  });
}

export const effectiveRank: TwoPointPart = {
  id: "TP6",
  weight: 6,
  run: (context) => {
    const { params, rng } = context;
    const { modes: n, decay } = params;
    const eigenvalues = spectrum(n, decay);
    const trace = sumOf(eigenvalues);
    const meter = meterOf(quadratic(eigenvalues));
    const ones = new Float64Array(n).fill(1);
    const naive = 2 / n;
    const rows = laws.map((distribution) => {
      const law = fourthMoments[distribution](n);
      const radiusAt = (step: number): number => radiusOfModes(eigenvalues, law, step);
      const critical = criticalStep(radiusAt, 1);
      const descent = (step: number): Descent => ({ meter, x0: ones, given: { distribution }, step });
      const runs = meanSquare(descent(critical), 1, share(context, RUNS), rng.split(`${distribution} runs`));
      // At the limit products of several v have tails that no mean of runs can be trusted with.
      const recursion = sumOf(modeStep(eigenvalues, law, critical)(ones));
      return {
        distribution,
        law,
        critical,
        expected: secular(eigenvalues, law.trace),
        below: radiusAt(0.99 * critical),
        above: radiusAt(1.01 * critical),
        // Σ tλ/(2 − 2tλ) ≤ t tr A/(2 − 2tL): below this step it is less than 1.
        certain: 2 / (law.trace * (trace + 2)),
        away: Math.abs(runs.mean - recursion) / runs.error,
        descent,
      };
    });
    const asPublished = asPrinted(params, "modes", "decay");
    const shown = rows[0]!;
    const drawn = (factor: number): Line => {
      const sums = new Float64Array(SHOWN + 1);
      const count = share(context, DRAWN);
      for (let run = 0; run < count; run++)
        descend(shown.descent(factor * shown.critical), SHOWN, rng.split(`drawn ${factor} ${run}`), (x, k) => {
          sums[k]! += x.reduce((s, xi) => s + xi * xi, 0) / count;
        });
      return { name: `mean of ${count} runs at ${factor} of the limit`, style: "points", points: Array.from(sums, (s, k) => [k, s]) };
    };
    const recursionAt = (step: number, name: string, of?: string): Line => ({
      name,
      style: "dashed",
      ...(of !== undefined && { of }),
      points: curve(modeStep(eigenvalues, shown.law, step), n),
    });
    const mean = drawn(0.9);
    const source = `${lecture}; Nesterov & Spokoiny (2017), Found. Comput. Math. 17, for 1/(nL)`;
    return {
      claims: rows.flatMap(({ distribution, critical, expected, below, above, certain, away }) => [
        claim({
          id: `TP6.${distribution}`,
          statement: `${distribution} two-point descent, eigenvalues j^−${decay}, n = ${n}: largest step that is stable in the mean square`,
          source,
          measured: critical,
          expected,
          relative: 1e-9,
        }),
        ...(asPublished
          ? [
              claim({
                id: `TP6.${distribution}-published`,
                statement: "the same, against an independent computation to five digits",
                source,
                measured: critical,
                expected: published[distribution],
                absolute: 1e-4,
              }),
            ]
          : []),
        claim({
          id: `TP6.${distribution}-below`,
          statement: "at 0.99 of it E‖x_k‖² converges: logarithm of the spectral radius",
          source: "the recursion of E[xxᵀ]",
          measured: Math.log(below),
          atMost: 0,
        }),
        claim({
          id: `TP6.${distribution}-above`,
          statement: "at 1.01 of it E‖x_k‖² diverges: logarithm of the spectral radius",
          source: "the recursion of E[xxᵀ]",
          measured: Math.log(above),
          atLeast: 0,
        }),
        claim({
          id: `TP6.${distribution}-rank`,
          statement: `it follows the effective rank tr A/L = ${trace.toPrecision(4)}, not n: in units of 2/(nL), at least nL/(tr A + 2L)`,
          source: "Σ tλ/(2 − 2tλ) ≤ t tr A/(2 − 2tL)",
          measured: critical / naive,
          // Equal where all eigenvalues are.
          atLeast: (certain / naive) * (1 - 1e-9),
        }),
        claim({
          id: `TP6.${distribution}-runs`,
          statement: "runs at the limit agree with the recursion: mean ‖x_1‖²: standard errors off",
          source: "the registered gd and two-point",
          measured: away,
          atMost: SIGMAS,
        }),
      ]),
      tables: [
        {
          name: "effective-rank",
          title: `Largest stable step, eigenvalues j^−${decay}, n = ${n}, tr A = ${trace.toPrecision(4)}`,
          columns: ["directions", "limit", "2/(nL)", "limit ÷ 2/(nL)", "2/(c(tr A + 2L))", "radius at 0.99", "radius at 1.01"],
          rows: rows.map(({ distribution, critical, certain, below, above }) => [
            distribution,
            critical,
            naive,
            critical / naive,
            certain,
            below,
            above,
          ]),
        },
      ],
      figures: [
        {
          name: "effective-rank",
          title: `Two-point descent, Gaussian directions, eigenvalues j^−${decay}, n = ${n}`,
          x: { label: "iterations", log: false },
          y: { label: "E‖x‖²", log: true },
          lines: [
            recursionAt(naive, "2/(nL)"),
            recursionAt(0.9 * shown.critical, "0.9 of the limit", mean.name),
            recursionAt(1.1 * shown.critical, "1.1 of the limit"),
            mean,
          ],
          note: "The step may be longer than 2/(nL) by about n/(effective rank + 2).",
        },
      ],
    };
  },
};
