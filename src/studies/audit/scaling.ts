/** Errata of multidimensional scaling: the loss, what it determines, and how figure 5 and the notebook behind it count and differentiate. */
import { grad } from "../../ad/index.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { descent, fixedStep, iterationsAtHit, iterationsTo, mapProblem, maps, scaledDistances } from "../mds/cities.js";
import { animation } from "../mds/md7.js";
import { optimum } from "../mds/md8.js";
import { ends } from "../mds/md10.js";
import { spectrum } from "../mds/minimum.js";
import type { Errata } from "./erratum.js";

const [FEW, , ALL] = maps;
const STARTS = 20;
const TARGET = 1e-2;
/** step·N of equal steps: that of the smallest map. */
const STEP = FEW.step * FEW.N;
/** Of the largest eigenvalue, 4N. */
const ZERO = 1e-3;

const freedom = (N: number): number => spectrum(mapProblem(N), optimum(N)).filter((lambda) => Math.abs(lambda) < ZERO * 4 * N).length;

const [dims, products] = [maps.map(({ N }) => 2 * N), maps.map(({ N, step }) => N * step)];
const growth = (counts: readonly number[]): number => logLogSlope(dims, counts);

/** 2 Σ_j (‖W_i − W_j‖ − D_ij)(W_i − W_j)/‖W_i − W_j‖, as in the notebook; the loss adds up both (i, j) and (j, i). */
function halfGradient(W: Float64Array, D: Float64Array): Float64Array {
  const N = W.length / 2;
  return W.map((_, at) => {
    const [i, k] = [Math.floor(at / 2), at % 2];
    let sum = 0;
    for (let j = 0; j < N; j++) {
      const distance = Math.hypot(W[2 * i]! - W[2 * j]!, W[2 * i + 1]! - W[2 * j + 1]!);
      if (j !== i) sum += ((distance - D[i * N + j]!) * (W[at]! - W[2 * j + k]!)) / distance;
    }
    return 2 * sum;
  });
}

export const scaling: Errata = ({ seed }) => {
  const { many, sstress } = ends(STARTS, seed);
  const frame = animation(ALL.N, ALL.frames).at(-1)!;
  const { x0, f } = mapProblem(FEW.N);
  return [
    {
      id: "mds-loss",
      slide: "mds",
      kind: "wrong",
      says: "the loss Σ (‖W_i − W_j‖² − D_ij)² of distances D",
      quantity: `Least loss of ${ALL.N} cities from ${STARTS} starts, and with D_ij² in the place of D_ij`,
      printed: Math.min(...many),
      computed: sstress.f,
      apart: { timesAtLeast: 1e4 },
      shown: "MD10",
    },
    {
      id: "mds-coordinates",
      slide: "mds",
      kind: "loose",
      says: "the original coordinates are recovered",
      quantity: `Directions in which ${FEW.N} cities move at no cost: two shifts and a turn`,
      printed: 0,
      computed: freedom(FEW.N),
      apart: { difference: 3 },
      shown: "MD8",
    },
    {
      id: "mds-d",
      slide: "mds",
      kind: "loose",
      says: "W_i ∈ R^d, and d variables",
      quantity: `d of the map, and d of the slides around it, where it counts variables and is a factor of G: ${ALL.N} cities`,
      printed: 2,
      computed: mapProblem(ALL.N).x0.length,
      apart: { times: ALL.N },
      shown: "TP1",
    },
    {
      id: "mds-axis",
      slide: "map",
      kind: "wrong",
      says: "figure 5 draws the cost of Nelder–Mead",
      quantity: `Evaluations at the last of ${ALL.frames} frames, ${ALL.N} cities: those of the last restart, and of all of them`,
      printed: frame.printed,
      computed: frame.audited,
      apart: { timesAtLeast: 10 },
      shown: "MD7",
    },
    {
      id: "mds-steps",
      slide: "map",
      kind: "loose",
      says: "figure 5: gradient descent takes longer for more cities",
      quantity: `Log–log slope in n of iterations to stress ≤ ${TARGET}: with the steps of the figure, of which step·N falls, and with equal step·N`,
      printed: growth(maps.map(({ N, step, frames }) => iterationsTo(descent(N, step, frames), TARGET))),
      computed: growth(maps.map(({ N }) => iterationsAtHit(fixedStep(N, STEP / N, TARGET)))),
      // Iterations are inversely proportional to the step.
      apart: { difference: -growth(products), relative: 0.25 },
      shown: "MD3",
    },
    {
      id: "mds-gradient",
      slide: "map",
      kind: "wrong",
      says: "notebook of figure 5: ∇_i = 2 Σ_j (d_ij − D_ij)(W_i − W_j)/d_ij",
      quantity: `First entry of the gradient of its loss Σ_ij (d_ij − D_ij)² at the start of ${FEW.N} cities, d_ij = ‖W_i − W_j‖: steps of the figure are half of what it sets`,
      printed: halfGradient(x0, scaledDistances(FEW.N))[0]!,
      computed: grad(f)(x0)[0]!,
      apart: { times: 2, relative: 1e-12 },
      shown: null,
    },
  ];
};
