/** Errata of convergence rates and costs: of which iterate, of which estimate, of which problem, and of how many evaluations they speak. */
import { add, cos, sum } from "../../ad/index.js";
import { run } from "../../bench/run.js";
import { evals } from "../../core/cost.js";
import type { TracedProblem } from "../../core/problem.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { logLogSlope, mean } from "../../numeric/statistics/fit.js";
import { typed } from "../../report/numbers.js";
import { spent } from "../finite-differences/cost.js";
import { doublings } from "../rates/defaults.js";
import { descent } from "../rates/descent.js";
import { checkpoints, worst } from "../rates/stochastic.js";
import type { Errata } from "./erratum.js";

/** f = 1 + cos x is 1-smooth, and its least value is 0. */
const hill = (x0: number): TracedProblem => ({ dim: 1, x0: Float64Array.of(x0), f: (x) => add(1, sum(cos(x))) });
const START = 1e-9;
const LONG_ENOUGH = 60;

/** max k |f′(x_k)|²/2L(f0 − f*): 1 at most if the bound on the least slope held for the last one. */
function lastSlope(rng: Rng): number {
  const { f, slopes } = descent(hill(START), "reverse", 1, LONG_ENOUGH)(rng);
  return Math.max(...slopes.map((slope, k) => (k * slope) / (2 * f[0]!)));
}

const CONDITION = 10;
const GAP = 1e-4;

/** Iterations of descent to a relative gap, half the eigenvalues μ, half L, x0 = 1. */
function iterationsWith(gradients: string, dim: number): number {
  const params = { condition: CONDITION, spectrum: "two-level" };
  return run({ problem: "quadratic", dim, params, optimizers: "gd", gradients, target: GAP, budget: 1e6 })[0]!.iterations;
}

const STEPS = 500;
const [FIRST, LAST] = [16, 64];
/** Pairs of runs at the last dimension: the exponent is then good to 0.05. */
const RUNS = 6;

/** p in steps ∝ d^p to a given error of two-point mirror descent with noise: the slope of the error in d over minus that in k. */
function exponentOfSteps(rng: Rng): number {
  const ds = doublings(FIRST, LAST);
  const found = ds.map((d) => worst("two-point", d, STEPS, (RUNS * LAST) / d, rng));
  const inK = mean(found.map(({ gaps }) => logLogSlope(checkpoints(STEPS), gaps)));
  return (
    logLogSlope(
      ds,
      found.map(({ gaps }) => gaps.at(-1)!),
    ) / -inK
  );
}

export const iterations: Errata = ({ params: { dim }, rng }) => [
  {
    id: "last-gradient",
    slide: "curse",
    kind: "needs an assumption",
    says: "‖∇f(x_k)‖² = O(1/k) for smooth f",
    quantity: `k‖∇f(x_k)‖²/2L(f0 − f*) at its largest, for 1 + cos x from ${typed(START)}, and larger from nearer to 0: 1 bounds it for the least gradient so far, or for convex f`,
    printed: 1,
    computed: lastSlope(rng),
    // x at most doubles, so some x_k is in [π/4, π/2], where sin² ≥ 1/2; k is at least the logarithm.
    apart: { timesAtLeast: Math.log2(Math.PI / 4 / START) / 8 },
    shown: "RA1",
  },
  {
    id: "many-points",
    slide: "curse",
    kind: "loose",
    says: "O(n/k), G being two-point or many-point",
    quantity: `Iterations of descent with central differences in those of gradient descent, n = ${dim}: their n is in the evaluations`,
    printed: dim,
    computed: iterationsWith("central-difference", dim) / iterationsWith("reverse", dim),
    apart: { times: dim, relative: 1e-12 },
    shown: "RA3",
  },
  {
    id: "sqrt-n",
    slide: "curse",
    kind: "needs an assumption",
    says: "with two-point estimates no better than √n",
    quantity: "p in steps ∝ n^p to a given error: √n is of the error after as many steps, in stochastic optimisation",
    printed: 0.5,
    computed: exponentOfSteps(rng.split("stochastic")),
    apart: { differenceAtLeast: 0.25 },
    shown: "RA4",
  },
  {
    id: "cost",
    slide: "cost",
    kind: "loose",
    says: "a gradient by (L(w + εe_k) − L(w))/ε takes 2dT",
    quantity: `Evaluations of L, d = ${dim}: L(w) is needed once`,
    printed: 2 * dim,
    computed: evals(spent("forward-difference", dim, 1)),
    apart: { times: (2 * dim) / (dim + 1) },
    shown: "FD1",
  },
];
