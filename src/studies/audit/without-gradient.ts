/** Errata of descent without gradients: the factor d, and what the figures draw in its place. */
import { dot } from "../../numeric/vector.js";
import { descend as differences } from "../finite-differences/biased-descent.js";
import { eigenvaluesOf, hessianOf, lectureQuadratic, stationaryAt } from "../lecture-quadratic.js";
import { estimateOf, meterOf } from "../methods.js";
import { linear, normalPoint, sampled } from "../two-point/sampling.js";
import { criticalStep, fourthMoments, radiusOfSecondMoment } from "../two-point/second-moment.js";
import type { Errata } from "./erratum.js";

/** The figures' x² + 2xy + 3y², their step, and the lengths of their differences. */
const form = { xx: 1, xy: 2, yy: 3 };
const STEP = 0.25;
const [ONE_SIDED, LONG] = [0.11, 1.1];
const ITERATIONS = 50;
/** Directions on the circle whose mean is that of all of them, for polynomials up to degree 7. */
const DIRECTIONS = 8;
const SAMPLES = 200_000;

/** E[G]·∇f/‖∇f‖² at the start for G = (f(x + εv) − f(x))/ε · v, as the notebook behind figure 6 has it. */
function shareOfGradient(problem: ReturnType<typeof lectureQuadratic.make>): number {
  const meter = meterOf(problem);
  const g = new Float64Array(2);
  const f = meter.vjp(problem.x0, g);
  let total = 0;
  for (let k = 0; k < DIRECTIONS; k++) {
    const v = Float64Array.of(Math.cos((2 * Math.PI * k) / DIRECTIONS), Math.sin((2 * Math.PI * k) / DIRECTIONS));
    const rise = meter.value(problem.x0.map((xi, i) => xi + ONE_SIDED * v[i]!)) - f;
    total += ((rise / ONE_SIDED) * dot(g, v)) / DIRECTIONS;
  }
  return total / dot(g, g);
}

/** f where descent with forward differences of length h ends, x = −(h/2) H⁻¹ diag H. */
function restingValue(h: number): number {
  const H = hessianOf(form);
  const limit = stationaryAt(form, [(h * H[0]!) / 2, (h * H[3]!) / 2]);
  const [x, y] = [limit[0]!, limit[1]!];
  return form.xx * x * x + form.xy * x * y + form.yy * y * y;
}

export const withoutGradient: Errata = ({ params: { dim }, rng, samples, tolerance }) => {
  const a = normalPoint(dim, rng.split("gradient"));
  const gaussian = estimateOf("two-point", { distribution: "gaussian", h: 1 }, meterOf(linear(a)), rng.split("gaussian"));
  const { mean } = sampled(gaussian, new Float64Array(dim), a, samples(SAMPLES), dim);

  const [, L] = eigenvaluesOf(form);
  const radiusAt = (step: number): number => radiusOfSecondMoment(hessianOf(form), 2, fourthMoments.sphere(2), step);
  const problem = lectureQuadratic.make({ ...form, dim: 2 }, rng, () => "");
  const drawn = differences(form, STEP, ITERATIONS, "figure 7", `forward-difference[h=${LONG},scale=absolute]`);
  const central = differences(form, STEP, ITERATIONS, "G of figure 7", `central-difference[h=${LONG},scale=absolute]`);
  return [
    {
      id: "two-point-factor",
      slide: "twoPoint",
      kind: "needs an assumption",
      says: "G = d (L(w + εv) − L(w − εv))/2ε · v for spherically symmetric v",
      quantity: `E[G]·∇f/‖∇f‖² for Gaussian v, d = ${dim}: the factor d is for unit vectors`,
      printed: 1,
      computed: dot(mean, a) / dot(a, a),
      // (v·u)² has variance 2: four standard errors.
      apart: { times: dim, relative: tolerance(4 * Math.sqrt(2 / SAMPLES)) },
      shown: "TP1",
    },
    {
      id: "two-point-figure",
      slide: "twoPoint",
      kind: "wrong",
      says: "figure 6 illustrates the G beside it",
      quantity: "E[G]·∇f/‖∇f‖² of what its notebook draws, (f(x + εv) − f(x))/ε · v: no factor d = 2, and one-sided",
      printed: 1,
      computed: shareOfGradient(problem),
      apart: { times: 2, relative: 1e-12 },
      shown: null,
    },
    {
      id: "two-point-step",
      slide: "twoPoint",
      kind: "needs an assumption",
      says: `figure 6: step ${STEP}`,
      quantity:
        "Step below which E‖x‖² converges with the G beside it: (3 − √5)/4. Without its factor d, as drawn, the step is half as long",
      printed: STEP,
      computed: criticalStep(radiusAt, L),
      apart: { times: 1 / (3 - Math.sqrt(5)), relative: 1e-9 },
      shown: "TP5",
    },
    {
      id: "difference-figure",
      slide: "differences",
      kind: "wrong",
      says: "figure 7 illustrates the G beside it",
      quantity: `f after ${ITERATIONS} steps as drawn, with forward differences of length ${LONG}, and with the central ones of G`,
      printed: drawn.record.f,
      computed: central.record.f,
      apart: { difference: restingValue(LONG), relative: 1e-5 },
      shown: "FD4",
    },
  ];
};
