/** Figure 6 as printed (one run, against iterations), as audited (many runs, against evaluations), and both kinds of growth against the step. */
import type { Meter } from "../../core/meter.js";
import { makeOracle } from "../../core/oracle.js";
import type { Problem } from "../../core/problem.js";
import type { Figure, Line } from "../../core/study.js";
import { linspace } from "../../numeric/grid.js";
import { type Rng, stream } from "../../numeric/sampling/random.js";
import { quantile } from "../../numeric/statistics/statistics.js";
import { meterOf, optimizerNamed, paramsOf, sourceNamed } from "../methods.js";
import type { Context } from "./defaults.js";
import { lyapunovExponent } from "./lyapunov.js";
import { descend } from "./runs.js";
import { fourthMoments, secondMomentStep } from "./second-moment.js";

const ITERATIONS = 50;
const RUNS = 201;
/** Points of the curves against the step. */
const STEPS = 31;

interface Found {
  readonly meter: Meter;
  readonly problem: Problem;
  readonly A: Float64Array;
  readonly critical: number;
  readonly typical: number;
  readonly radiusAt: (step: number) => number;
}

/** f(x_k), k = 0 … ITERATIONS, off the books. */
function values(found: Found, step: number, rng: Rng): number[] {
  const { meter, problem } = found;
  const f: number[] = [];
  descend({ meter, x0: problem.x0, given: { distribution: "sphere" }, step }, ITERATIONS, rng, (x) => void f.push(meter.audit(x)));
  return f;
}

/** Gradient descent with reverse mode. */
function exactDescent({ problem }: Found, step: number): { readonly f: number[]; readonly work: number[] } {
  const meter = meterOf(problem);
  const gd = optimizerNamed("gd");
  const source = sourceNamed("reverse");
  const oracle = makeOracle(meter, source, paramsOf(source), stream("reverse mode draws nothing"));
  const [f, work]: [number[], number[]] = [[], []];
  for (const iterate of gd.run(oracle, problem.x0, paramsOf(gd, { step }), stream("gd draws nothing"))) {
    f.push(iterate.f);
    work.push(meter.cost.ops / meter.opsPerValue);
    if (f.length > ITERATIONS) break;
  }
  return { f, work };
}

/** E f(x_k) = ½ tr(A M_k) */
function expectedValues({ A, problem }: Found, step: number): number[] {
  const next = secondMomentStep(A, 2, fourthMoments.sphere(2), step);
  const [x, y] = [problem.x0[0]!, problem.x0[1]!];
  let M = Float64Array.of(x * x, x * y, x * y, y * y);
  return Array.from({ length: ITERATIONS + 1 }, () => {
    const f = (A[0]! * M[0]! + 2 * A[1]! * M[1]! + A[3]! * M[3]!) / 2;
    M = Float64Array.from(next(M));
    return f;
  });
}

export function figures({ params: { step }, rng }: Context, found: Found): Figure[] {
  const runs = Array.from({ length: RUNS }, (_, run) => values(found, step, rng.split(`figure ${run}`)));
  const exact = exactDescent(found, step);
  // Two values an iteration; row k is reached after k of them.
  const against = (name: string, f: readonly number[], at: (k: number) => number, style: Line["style"] = "solid"): Line => ({
    name,
    style,
    points: f.map((value, k) => [at(k), value]),
  });
  const spread = (p: number): number[] =>
    exact.f.map((_, k) =>
      quantile(
        runs.map((run) => run[k]!),
        p,
      ),
    );
  const evaluations = (k: number): number => 2 * k;
  const steps = linspace(0.5 * found.critical, 1.5 * found.typical, STEPS);
  const f = { label: "f", log: true };
  return [
    {
      name: "figure6-printed",
      title: `Two-point descent with step ${step}, one run, against iterations`,
      x: { label: "iterations", log: false },
      y: f,
      lines: [against("reverse", exact.f, (k) => k), against("two-point, one run", runs[0]!, (k) => k)],
      note: "What one run does says little: another seed may go either way.",
    },
    {
      name: "figure6-audited",
      title: `The same, ${RUNS} runs, against evaluations`,
      x: { label: "function-evaluation equivalents", log: false },
      y: f,
      lines: [
        against("reverse", exact.f, (k) => exact.work[k]!),
        against("two-point, median", spread(0.5), evaluations),
        against("two-point, 10 %", spread(0.1), evaluations),
        against("two-point, 90 %", spread(0.9), evaluations),
        against("two-point, mean by the recursion", expectedValues(found, step), evaluations, "dashed"),
      ],
      note: "The mean grows by the spectral radius a step, carried by ever fewer runs.",
    },
    {
      name: "two-thresholds",
      title: "Growth of two-point descent a step, in the mean square and of single runs",
      x: { label: "step", log: false },
      y: { label: "growth", log: false },
      lines: [
        { name: "½ log spectral radius", points: steps.map((at) => [at, Math.log(found.radiusAt(at)) / 2]) },
        { name: "Lyapunov exponent", points: steps.map((at) => [at, lyapunovExponent(found.A, at)]) },
        { name: "0", points: [steps[0]!, steps.at(-1)!].map((at) => [at, 0]), style: "dashed" },
      ],
      note: "Where the upper curve is above 0 and the lower one below it, E‖x‖² diverges although every run converges.",
    },
  ];
}
