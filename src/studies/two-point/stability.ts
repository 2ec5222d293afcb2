/** Where E‖x_k‖² diverges and where single runs do, for descent with the two-point estimate on the quadratic of figure 6: not at the same step. */
import { type Claim, claim } from "../../core/claim.js";
import { eigenvaluesOf, hessianOf, lectureQuadratic } from "../lecture-quadratic.js";
import { meterOf } from "../methods.js";
import { asPrinted, type Context, lecture, share, type TwoPointPart } from "./defaults.js";
import { lyapunovExponent, typicalStep } from "./lyapunov.js";
import { growth, type Mean, meanSquare } from "./runs.js";
import { criticalStep, fourthMoments, radiusOfSecondMoment, secondMomentStep } from "./second-moment.js";
import { figures } from "./stability-figures.js";

const figure6 = `${lecture}, figure 6`;
/** As computed independently for x² + 2xy + 3y², to the digits given. */
const known = { critical: 0.190983, typical: 0.239, below: 0.894, above: 1.124, lecture: 2.0 };

const SIGMAS = 4;
/** E‖x_k‖² has tails that grow with k: a mean of runs can be trusted for a few steps. */
const FEW = 3;
/** Parts of the samples of the study. */
const [RUNS, LONG] = [0.2, 1];

/** tr M after k steps from x0. */
function meanSquareAfter(k: number, x0: Float64Array, next: (M: Float64Array) => Float64Array): number {
  const [x, y] = [x0[0]!, x0[1]!];
  let M = Float64Array.of(x * x, x * y, x * y, y * y);
  for (let i = 0; i < k; i++) M = Float64Array.from(next(M));
  return M[0]! + M[3]!;
}

/**
 * Of a 2 × 2 Hessian with trace s and determinant p, v on the circle (c²E[v_i²v_j²] = 1/2, 3/2): the diagonal of M in the eigenbasis goes
 * through diag(d_i) + b 1wᵀ, whose larger eigenvalue is written out, and is 1 at 4pt² − 3st + 2 = 0, t = step/2.
 */
function closedForm(mu: number, L: number) {
  const [s, p] = [mu + L, mu * L];
  const critical = (2 * (3 * s - Math.sqrt(9 * s * s - 32 * p))) / (8 * p);
  const radius = (step: number): number => {
    const [a, b] = [step * mu, step * L];
    const [d11, d12, d21, d22] = [1 - 2 * a + 1.5 * a * a, (b * b) / 2, (a * a) / 2, 1 - 2 * b + 1.5 * b * b];
    return (d11 + d22 + Math.hypot(d11 - d22, 2 * Math.sqrt(d12 * d21))) / 2;
  };
  return { critical, radius };
}

interface Row {
  readonly step: number;
  readonly radius: number;
  /** E log ‖x_(k+1)‖/‖x_k‖, and that of a long run. */
  readonly exponent: number;
  readonly measured: Mean;
}

const zScore = ({ mean, error }: Mean, expected: number): number => Math.abs(mean - expected) / error;

export const stability: TwoPointPart = {
  id: "TP5",
  weight: 5,
  run: (context: Context) => {
    const { params, rng } = context;
    const A = hessianOf(params);
    const [mu, L] = eigenvaluesOf(params);
    const law = fourthMoments.sphere(2);
    const radiusAt = (step: number): number => radiusOfSecondMoment(A, 2, law, step);
    const exact = closedForm(mu, L);
    const critical = criticalStep(radiusAt, L);
    const typical = typicalStep(A, critical, mu);
    const between = Math.sqrt(critical * typical);
    const steps = { below: 0.95 * critical, critical, above: 1.05 * critical, between, typical, lecture: params.step };

    const problem = lectureQuadratic.make({ ...params, dim: 2 }, rng, () => "");
    const meter = meterOf(problem);
    const descent = (step: number) => ({ meter, x0: problem.x0, given: { distribution: "sphere" }, step });
    const rows = Object.entries(steps).map(([name, step]) => {
      const runs = meanSquare(descent(step), FEW, share(context, RUNS), rng.split(`${name} mean square`));
      const recursion = meanSquareAfter(FEW, problem.x0, secondMomentStep(A, 2, law, step));
      const measured = growth(descent(step), share(context, LONG), rng.split(`${name} growth`));
      return { name, step, radius: radiusAt(step), runs, recursion, exponent: lyapunovExponent(A, step), measured };
    });
    const at = (name: keyof typeof steps) => rows.find((row) => row.name === name)!;

    const radiusClaim = (name: "below" | "above" | "lecture", what: string): Claim =>
      claim({
        id: `TP5.${name}`,
        statement: `spectral radius of the recursion of E[xxᵀ] at ${what}`,
        source: figure6,
        measured: at(name).radius,
        expected: exact.radius(steps[name]),
        relative: 1e-9,
      });
    const claims = [
      claim({
        id: "TP5.critical",
        statement: "descent with the slide's formula (d = 2): step from which on E‖x_k‖² diverges, by the recursion of E[xxᵀ]",
        source: figure6,
        measured: critical,
        expected: exact.critical,
        relative: 1e-9,
      }),
      radiusClaim("below", "0.95 of that step"),
      radiusClaim("above", "1.05 of that step"),
      radiusClaim("lecture", `the step of the figure, ${params.step}`),
      claim({
        id: "TP5.recursion",
        statement: `runs agree with the recursion: mean ‖x_k‖², k = ${FEW}, at six steps: standard errors off, at worst`,
        source: "the registered gd and two-point",
        measured: Math.max(...rows.map(({ runs, recursion }) => zScore(runs, recursion))),
        atMost: SIGMAS,
      }),
      claim({
        id: "TP5.typical",
        statement: "step from which on single runs diverge almost surely (Lyapunov exponent 0), in units of the critical step",
        source: "Furstenberg & Kesten (1960), Ann. Math. Stat. 31(2)",
        measured: typical / critical,
        // λ ≤ ½ log ρ by Jensen's inequality.
        atLeast: 0.999,
      }),
      claim({
        id: "TP5.exponent",
        statement: "runs agree with that exponent: E log ‖x_(k+1)‖/‖x_k‖ at six steps: standard errors off, at worst",
        source: "the registered two-point",
        measured: Math.max(...rows.map(({ measured, exponent }) => zScore(measured, exponent))),
        atMost: SIGMAS,
      }),
      ...bothAt(at("between")),
      ...(asPrinted(params, "xx", "xy", "yy", "step")
        ? asFigured({ critical, typical, below: at("below").radius, above: at("above").radius, lecture: at("lecture").radius })
        : []),
    ];
    return {
      claims,
      tables: [
        {
          name: "stability",
          title: "Two-point descent: mean-square growth a step, and growth of single runs",
          columns: ["step", "at", "radius", "E‖x_3‖²", "runs", "± error", "exponent", "runs", "± error"],
          rows: rows.map(({ name, step, radius, recursion, runs, exponent, measured }) => [
            step,
            name,
            radius,
            recursion,
            runs.mean,
            runs.error,
            exponent,
            measured.mean,
            measured.error,
          ]),
        },
      ],
      figures: figures(context, { meter, problem, A, critical, typical, radiusAt }),
    };
  },
};

/** Between the two steps the mean grows and every run shrinks. For nearly round functions the two are one, and nothing can be seen there. */
function bothAt({ step, radius, exponent, measured }: Row): Claim[] {
  if (exponent > -2 * SIGMAS * measured.error) return [];
  return [
    claim({
      id: "TP5.differ",
      statement: `at step ${step.toPrecision(4)}, between the two, E‖x_k‖² grows while single runs shrink`,
      source: figure6,
      measured: `mean ${radius > 1 ? "grows" : "shrinks"}, runs ${measured.mean + SIGMAS * measured.error < 0 ? "shrink" : "do not shrink"}`,
      expected: "mean grows, runs shrink",
    }),
  ];
}

/** At the lecture's function and step. */
function asFigured(measured: Readonly<Record<keyof typeof known, number>>): readonly Claim[] {
  const what = {
    critical: "critical step, (3 − √5)/4",
    typical: "step from which on single runs diverge",
    below: "radius at 0.95 of the critical step",
    above: "radius at 1.05 of it",
    lecture: "radius at the lecture's step, 0.25",
  };
  return (Object.keys(known) as (keyof typeof known)[]).map((name) =>
    claim({
      id: `TP5.figure6-${name}`,
      statement: `x² + 2xy + 3y²: ${what[name]}`,
      source: figure6,
      measured: measured[name],
      expected: known[name],
      absolute: name === "critical" ? 1e-6 : 1e-3,
    }),
  );
}
