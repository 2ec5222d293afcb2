/** What each optimizer promises on a convex quadratic: (f − f*)/(f(x0) − f*) after so many iterations, by the law that is known for it. */
import { constant, dot, matmul, mul, sub } from "../../src/ad/index.js";
import type { Params } from "../../src/core/params.js";
import { defineProblem } from "../../src/core/problem.js";

const A = [
  [10, 2, 1],
  [2, 4, -1],
  [1, -1, 1],
] as const;
const xmin = [1, -1, 0.5] as const;
const x0 = [0.2, 0.6, -0.3] as const;
/** Of A: the least and the greatest eigenvalue (NumPy), and max sᵀAs over signs s, the Lipschitz constant of ∇f for the ∞-norm. */
const [mu, L, LInf] = [0.43151521, 10.65273019, 19];
const [n, kappa] = [A.length, L / mu];

/** f(x) = ½ (x − x*)ᵀA(x − x*): traced, with its closed form, so that every gradient source can serve it. */
export const bowl = defineProblem({
  name: "bowl",
  summary: "-",
  reference: "-",
  defaults: { dim: n },
  make: () => ({
    dim: n,
    x0: Float64Array.from(x0),
    fmin: 0,
    f: (x) => {
      const d = sub(x, constant(Float64Array.from(xmin)));
      return mul(0.5, dot(d, matmul(constant(Float64Array.from(A.flat()), [n, n]), d)));
    },
    gradient: (x, g) => {
      for (const [i, row] of A.entries()) g[i] = row.reduce((s, a, j) => s + a * (x[j]! - xmin[j]!), 0);
    },
  }),
});

const distance = x0.map((xi, i) => xi - xmin[i]!);
const f0 = A.reduce((s, row, i) => s + 0.5 * distance[i]! * row.reduce((t, a, j) => t + a * distance[j]!, 0), 0);

/** What is left when every coordinate is within `radius` of the minimiser's: f − f* ≤ ½ sup sᵀAs radius². */
const ball = (radius: number): number => (0.5 * LInf * radius * radius) / f0;
/** Steepest descent in the ∞-norm by steps of a length h: f falls until ‖g‖₁ ≤ L∞h/2, and rises by no more than L∞h²/2 after that. */
const signs = (h: number): number => ((LInf * h) ** 2 / (8 * mu) + 0.5 * LInf * h * h) / f0;
const ROUNDING = 1e-20;

export interface Promised {
  readonly given?: Params;
  readonly iterations: number;
  readonly gap: number;
  /**
   * With a gradient source of relative variance ω > 0, after 1 + ω times as many iterations; absent where nothing is known to hold. A law
   * holds in the mean: a single run is above a hundred times the mean with a probability of less than 1 %.
   */
  readonly random?: number;
}

/** Of what has no row of its own. */
export const standard: Promised = { iterations: 1000, gap: 1e-4 };

export const promises: Readonly<Record<string, readonly Promised[]>> = {
  gd: [
    // Step 1/L: each error is multiplied by 1 − λ/L ≤ 1 − 1/κ; in the mean f falls by 1 − 1/κ(1 + ω) where G is random, with step 1/L(1 + ω).
    { iterations: 300, gap: (1 - 1 / kappa) ** 600, random: 100 * (1 - 1 / kappa) ** 300 },
    { given: { step: "armijo" }, iterations: 300, gap: 1e-10, random: 1e-6 },
    { given: { step: "wolfe" }, iterations: 100, gap: 1e-10 },
    { given: { step: "barzilai-borwein" }, iterations: 100, gap: 1e-14 },
    // ‖x₊ − x*‖² ≤ ‖x − x*‖² − (f − f*)²/‖g‖² ≤ (1 − 1/4κ) ‖x − x*‖², as f − f* ≥ ‖g‖²/2L and f − f* ≥ μ‖x − x*‖²/2.
    { given: { step: "polyak" }, iterations: 1000, gap: kappa * (1 - 1 / (4 * kappa)) ** 1000 },
  ],
  "heavy-ball": [
    // Errors have complex factors of modulus √momentum where λ/L > (1 − √momentum)²: k κ momentum^(k/2) bounds their growth before.
    { iterations: 300, gap: kappa * (300 * 0.9 ** 150) ** 2 },
    // A sum of noise is no smaller than its parts: momentum is to average where gradients are random.
    { given: { dampening: 0.9 }, iterations: 600, gap: 1e-12, random: 1e-6 },
    { given: { step: "armijo" }, iterations: 300, gap: 1e-10, random: 1e-4 },
  ],
  nesterov: [
    // 2L‖x0 − x*‖²/(k + 1)², with ‖x0 − x*‖² ≤ 2 f(x0)/μ.
    { iterations: 300, gap: (4 * kappa) / 301 ** 2 },
    // Theorem 2.2.3: (1 − 1/√κ)^k (f(x0) − f* + μ/2 ‖x0 − x*‖²), and the last is at most the first.
    { given: { momentum: "strongly-convex", mu }, iterations: 150, gap: 2 * (1 - 1 / Math.sqrt(kappa)) ** 150 },
    { given: { momentum: "strongly-convex", mu, step: "armijo" }, iterations: 150, gap: 1e-10 },
    // The noise of random gradients adds up where momentum nears 1: no acceleration is known for them with this step.
    { given: { momentum: 0.5, step: "armijo" }, iterations: 300, gap: 1e-10, random: 1e-6 },
  ],
  adagrad: [{ given: { step: 1 }, iterations: 500, gap: 1e-8, random: 1e-4 }],
  // The first steps are √eps: it takes hundreds of them to find its length.
  adadelta: [{ iterations: 1500, gap: 1e-2, random: 1e-2 }],
  rmsprop: [
    { iterations: 500, gap: ball(0.01), random: ball(0.02) },
    { given: { centred: true, momentum: 0.5 }, iterations: 500, gap: ball(0.02), random: ball(0.04) },
  ],
  rprop: [{ iterations: 300, gap: ball(2e-6) }],
  adam: [
    { given: { step: 0.02 }, iterations: 500, gap: ball(0.02), random: ball(0.02) },
    { given: { step: 0.02, amsgrad: true }, iterations: 500, gap: ball(0.02), random: ball(0.02) },
  ],
  adamw: [{ given: { step: 0.02 }, iterations: 500, gap: ball(0.02), random: ball(0.02) }],
  adamax: [{ given: { step: 0.02 }, iterations: 1000, gap: ball(0.02), random: ball(0.02) }],
  radam: [{ given: { step: 0.02 }, iterations: 1000, gap: ball(0.02), random: ball(0.02) }],
  "sign-descent": [
    { given: { decay: false }, iterations: 300, gap: signs(0.01), random: signs(0.01) },
    { given: { step: 0.1 }, iterations: 300, gap: signs(0.1 / Math.sqrt(300)), random: signs(0.1 / Math.sqrt(300)) },
  ],
  // In the mean f falls by 1 − μ/(n max A_ii) an iteration.
  "coordinate-descent": [{ iterations: 1000, gap: 100 * (1 - mu / (n * 10)) ** 1000 }],
  "nonlinear-cg": [{ iterations: 30, gap: ROUNDING }],
  lbfgs: [{ iterations: 30, gap: ROUNDING }],
  bfgs: [{ iterations: 30, gap: ROUNDING }],
  "newton-cg": [{ iterations: 15, gap: ROUNDING }],
  newton: [{ iterations: 5, gap: ROUNDING }],
  "nelder-mead": [
    { iterations: 300, gap: ROUNDING },
    { given: { adaptive: true, restarts: 2 }, iterations: 500, gap: ROUNDING },
  ],
  "pattern-search": [{ iterations: 300, gap: ROUNDING }],
  powell: [{ iterations: 10, gap: ROUNDING }],
  // Steps of 1/√k: what is left is of their size.
  "stochastic-three-points": [{ iterations: 1000, gap: 2 * ball(1 / Math.sqrt(1000)) }],
  // ln ‖x − x*‖ falls by some 0.2/n an iteration on a sphere, and by a κ-th of that at worst.
  "one-plus-one-es": [{ iterations: 2000, gap: 1e-10 }],
  "cma-es": [
    { iterations: 150, gap: 1e-10 },
    { given: { covariance: "separable" }, iterations: 300, gap: 1e-10 },
  ],
  "differential-evolution": [{ iterations: 100, gap: 1e-5 }],
  // The best of k points in a box of side 4: a ball that holds 5 of k has a radius of ∛(5 · 4³/(k · 4π/3)).
  "random-search": [{ iterations: 2000, gap: 2 * ball(Math.cbrt(240 / (2000 * Math.PI))) }],
};
