/** ∂f/∂x_i ≈ Σ_j w_j (f(x + a_j h_i e_i) − f(x + b_j h_i e_i)) / Σ_j w_j (a_j − b_j) h_i: a difference for each coordinate. */

import { median } from "../statistics/statistics.js";
import type { Scheme } from "./difference-scheme.js";
import { type Evaluated, type StepRule, stepChoice } from "./difference-step.js";

/** Writes the gradient to g; returns f(x), given or evaluated on the way, or NaN. `chosen` tells the median h_i of the last call. */
export interface DifferenceGradient {
  (x: Float64Array, g: Float64Array, fx?: number): number;
  readonly chosen: () => number;
}

export function differenceGradient(f: Evaluated, scheme: Scheme, rule: StepRule): DifferenceGradient {
  const y = new Float64Array(f.dim);
  const steps = new Float64Array(f.dim);
  const choose = stepChoice(f, scheme, rule);
  const usesCentre = scheme.pairs.some(([, , b]) => b === 0);
  const estimate = (x: Float64Array, g: Float64Array, fx = Number.NaN): number => {
    const centre = choose(x, steps, usesCentre && Number.isNaN(fx) ? f.value(x) : fx);
    y.set(x);
    for (let i = 0; i < y.length; i++) {
      const xi = x[i]!;
      const h = steps[i]!;
      let rise = 0;
      let run = 0;
      for (const [w, a, b] of scheme.pairs) {
        const up = xi + a * h;
        const down = xi + b * h;
        y[i] = up;
        const above = f.value(y);
        y[i] = down;
        rise += w * (above - (b === 0 ? centre : f.value(y)));
        // The step that was taken, not the one that was meant: x_i + h_i is rounded.
        run += w * (up - down);
      }
      g[i] = rise / run;
      y[i] = xi;
    }
    return centre;
  };
  return Object.assign(estimate, { chosen: () => median([...steps]) });
}
