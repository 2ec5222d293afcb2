/** G = (c/k) Σ_j (f(x + h v_j) − f(x − h v_j)) / 2h · v_j, c E[vvᵀ] = I: unbiased as h → 0, for 2k values. */
import { UsageError } from "../core/errors.js";
import { defineGradientSource } from "../core/gradient-source.js";
import { choice, flag, integer, positive } from "../core/params.js";
import {
  type Directions,
  type Distribution,
  independent,
  laws,
  orthonormal,
  orthonormalVariance,
  sumAlong,
} from "../numeric/sampling/directions.js";
import type { Rng } from "../numeric/sampling/random.js";
import { quasiRandom, SOBOL_DIMENSIONS } from "../numeric/sampling/sobol.js";
import { addScaled } from "../numeric/vector.js";

/** How directions are chosen together. */
interface Choice {
  readonly distribution: Distribution;
  readonly directions: number;
  readonly orthogonal: boolean;
  readonly quasi: boolean;
}

function refuse({ distribution, orthogonal, quasi }: Choice, n: number): void {
  const fail = (why: string): never => {
    throw new UsageError(`two-point: ${why}`);
  };
  const { block, fromNormals } = laws[distribution];
  if (orthogonal && quasi) fail("orthogonal=true and quasi=true exclude each other");
  if (orthogonal && !block)
    fail(`orthogonal=true needs distribution=sphere or coordinate, ${distribution} directions cannot be orthonormal`);
  if (quasi && !fromNormals) fail(`quasi=true needs distribution=sphere or gaussian, there are no quasi-random ${distribution} directions`);
  if (quasi && n > SOBOL_DIMENSIONS) fail(`quasi=true needs at most ${SOBOL_DIMENSIONS} variables, here are ${n}`);
}

function directionsOf(choice: Choice, n: number, rng: Rng): Directions {
  refuse(choice, n);
  const { draw, block, fromNormals } = laws[choice.distribution];
  if (choice.orthogonal) return orthonormal(block!, choice.directions, n, rng);
  if (choice.quasi) return quasiRandom(fromNormals!, choice.directions, n, rng);
  return independent(draw, choice.directions, n, rng);
}

export default defineGradientSource({
  name: "two-point",
  summary: "random two-point estimate: 2 values for each direction",
  reference: "Nesterov & Spokoiny (2017), Found. Comput. Math. 17, eq. (30); Duchi et al. (2015), IEEE Trans. Inf. Theory 61(5)",
  defaults: {
    distribution: choice("sphere", "gaussian", "rademacher", "coordinate"),
    directions: integer(1, { min: 1 }),
    // Blocks of up to n orthonormal directions: with k ≤ n of them the variance is n/k − 1 instead of (n − 1)/k.
    orthogonal: flag(false),
    // Directions from a shifted Sobol' sequence, spread more evenly than independent ones: that pays for k ≥ n of them.
    quasi: flag(false),
    // Near ε^(1/3), which balances truncation ∝ h² against rounding ∝ ε/h, as for any central difference.
    h: positive(1e-5),
  },
  needs: "value",
  hvp: "difference",
  // Each quasi-random direction has the law as well; together they do as well as independent ones (k < n) or better, so this is an upper model.
  variance: (n, choice) => {
    refuse(choice, n);
    const { distribution, directions, orthogonal } = choice;
    return orthogonal ? orthonormalVariance(directions, n) : laws[distribution].variance(n) / directions;
  },
  cost: (_, { directions }) => ({ values: 2 * directions }),
  make: (evaluations, { h, ...choice }, rng) => {
    const n = evaluations.dim;
    const directions = directionsOf(choice, n, rng);
    const weight = laws[choice.distribution].factor(n) / choice.directions;
    const y = new Float64Array(n);
    const estimate = (x: Float64Array, g: Float64Array, fx = Number.NaN): number => {
      sumAlong(g, weight, directions, (v) => {
        const rise = evaluations.value(addScaled(y, x, h, v)) - evaluations.value(addScaled(y, x, -h, v));
        return rise / (2 * h);
      });
      return fx;
    };
    return Object.assign(estimate, { chosen: () => h });
  },
});
