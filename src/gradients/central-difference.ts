/** ∂f/∂x_i ≈ (f(x + h_i e_i) − f(x − h_i e_i)) / 2h_i, h_i = h max(|x_i|, 1) or h: 2n values, f(x) is not among them. */
import { defineGradientSource } from "../core/gradient-source.js";
import { choice, positive } from "../core/params.js";

export default defineGradientSource({
  name: "central-difference",
  summary: "central differences: 2n values",
  reference: "Nocedal & Wright (2006), Numerical Optimization, §8.1, eq. (8.7)",
  // ε^(1/3) balances truncation ∝ h² against rounding ∝ ε/h.
  defaults: { h: positive(Math.cbrt(Number.EPSILON)), scale: choice("relative", "absolute") },
  needs: "value",
  hvp: "difference",
  variance: () => 0,
  cost: (n) => ({ values: 2 * n }),
  make: (evaluations, { h, scale }) => {
    const y = new Float64Array(evaluations.dim);
    return (x, g, fx = Number.NaN) => {
      y.set(x);
      for (let i = 0; i < y.length; i++) {
        const xi = x[i]!;
        const step = scale === "relative" ? h * Math.max(Math.abs(xi), 1) : h;
        const up = xi + step;
        const down = xi - step;
        y[i] = up;
        const above = evaluations.value(y);
        y[i] = down;
        // Divided by the step that was taken, not by the one that was meant.
        g[i] = (above - evaluations.value(y)) / (up - down);
        y[i] = xi;
      }
      return fx;
    };
  },
});
