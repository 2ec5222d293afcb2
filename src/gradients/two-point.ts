/** G = (c/k) Σ_j (f(x + h v_j) − f(x − h v_j)) / 2h · v_j, c E[vvᵀ] = I: unbiased as h → 0, for 2k values. */
import { UsageError } from "../core/errors.js";
import { defineGradientSource } from "../core/gradient-source.js";
import { choice, flag, integer, positive } from "../core/params.js";
import { coordinate, coordinateBlock, gaussian, haarBlock, rademacher, sphere } from "../numeric/directions.js";
import { addScaled } from "../numeric/vector.js";

/**
 * Per law: E[vvᵀ] = I/factor(n); E‖G − ∇f‖² = variance(n)·‖∇f‖² for one direction; how to draw many that are orthonormal,
 * if that keeps the law.
 */
const laws = {
  sphere: { draw: sphere, block: haarBlock, factor: (n: number) => n, variance: (n: number) => n - 1 },
  gaussian: { draw: gaussian, block: null, factor: () => 1, variance: (n: number) => n + 1 },
  rademacher: { draw: rademacher, block: null, factor: () => 1, variance: (n: number) => n - 1 },
  coordinate: { draw: coordinate, block: coordinateBlock, factor: (n: number) => n, variance: (n: number) => n - 1 },
};

function blockOf(distribution: keyof typeof laws): (typeof laws)["sphere"]["block"] {
  const { block } = laws[distribution];
  if (!block)
    throw new UsageError(
      `two-point: orthogonal=true needs distribution=sphere or coordinate, ${distribution} directions cannot be orthonormal`,
    );
  return block;
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
    // Near ε^(1/3), which balances truncation ∝ h² against rounding ∝ ε/h, as for any central difference.
    h: positive(1e-5),
  },
  needs: "value",
  hvp: "difference",
  variance: (n, { distribution, directions: k, orthogonal }) => {
    if (!orthogonal) return laws[distribution].variance(n) / k;
    blockOf(distribution);
    // Full blocks are exact; what is left over projects on k mod n of n dimensions. For k ≤ n this is n/k − 1.
    const rest = k % n;
    return (rest * (n - rest)) / (k * k);
  },
  cost: (_, { directions }) => ({ values: 2 * directions }),
  make: (evaluations, { distribution, directions, orthogonal, h }, rng) => {
    const n = evaluations.dim;
    const { draw, factor } = laws[distribution];
    const drawBlock = orthogonal ? blockOf(distribution) : null;
    const block = Array.from({ length: orthogonal ? Math.min(n, directions) : 1 }, () => new Float64Array(n));
    const y = new Float64Array(n);
    return (x, g, fx = Number.NaN) => {
      g.fill(0);
      for (let done = 0; done < directions; done += block.length) {
        const batch = block.slice(0, directions - done);
        if (drawBlock) drawBlock(batch, rng);
        else draw(batch[0]!, rng);
        for (const v of batch) {
          const rise = evaluations.value(addScaled(y, x, h, v)) - evaluations.value(addScaled(y, x, -h, v));
          addScaled(g, g, (factor(n) / directions) * (rise / (2 * h)), v);
        }
      }
      return fx;
    };
  },
});
