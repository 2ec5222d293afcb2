/** ∂f/∂x_i by central differences with steps h_i, h_i/1.4, h_i/1.4², …, extrapolated to 0: 2n depth values. */
import { defineGradientSource } from "../core/gradient-source.js";
import { choice, integer, positive } from "../core/params.js";
import { ridders } from "../numeric/differences/ridders.js";
import { median } from "../numeric/statistics/statistics.js";

export default defineGradientSource({
  name: "ridders",
  summary: "central differences extrapolated to h = 0: 16n values",
  reference: "Ridders (1982), Adv. Eng. Softw. 4(2), pp. 75-76; every row of the tableau is computed",
  defaults: {
    // The first and longest step: f is to be smooth as far as that.
    h: positive(0.1),
    scale: choice("relative", "absolute"),
    depth: integer(8, { min: 2 }),
  },
  needs: "value",
  hvp: "difference",
  variance: () => 0,
  cost: (n, { depth }) => ({ values: 2 * n * depth }),
  make: (evaluations, { h, scale, depth }) => {
    const y = new Float64Array(evaluations.dim);
    const steps = new Float64Array(evaluations.dim);
    const estimate = (x: Float64Array, g: Float64Array, fx = Number.NaN): number => {
      y.set(x);
      for (let i = 0; i < y.length; i++) {
        const xi = x[i]!;
        const phi = (t: number): number[] => {
          y[i] = xi + t;
          return [evaluations.value(y)];
        };
        const [best] = ridders(phi, 1, scale === "relative" ? h * Math.max(Math.abs(xi), 1) : h, depth);
        g[i] = best!.value;
        steps[i] = best!.h;
        y[i] = xi;
      }
      return fx;
    };
    return Object.assign(estimate, { chosen: () => median([...steps]) });
  },
});
