/** ∂f/∂x_i ≈ (f(x + h_i e_i) − f(x)) / h_i, h_i = h max(|x_i|, 1) or h: n + 1 values, n where f(x) is known. */
import { defineGradientSource } from "../core/gradient-source.js";
import { choice, positive } from "../core/params.js";

export default defineGradientSource({
  name: "forward-difference",
  summary: "forward differences: n + 1 values",
  reference: "Nocedal & Wright (2006), Numerical Optimization, §8.1, eq. (8.1)",
  // √ε balances truncation ∝ h against rounding ∝ ε/h.
  defaults: { h: positive(Math.sqrt(Number.EPSILON)), scale: choice("relative", "absolute") },
  needs: "value",
  hvp: "difference",
  variance: () => 0,
  cost: (n) => ({ values: n + 1 }),
  make: (evaluations, { h, scale }) => {
    const y = new Float64Array(evaluations.dim);
    return (x, g, fx = Number.NaN) => {
      const f = Number.isNaN(fx) ? evaluations.value(x) : fx;
      y.set(x);
      for (let i = 0; i < y.length; i++) {
        const xi = x[i]!;
        y[i] = xi + (scale === "relative" ? h * Math.max(Math.abs(xi), 1) : h);
        // Divided by the step that was taken, not by the one that was meant: x_i + h_i is rounded.
        g[i] = (evaluations.value(y) - f) / (y[i]! - xi);
        y[i] = xi;
      }
      return f;
    };
  },
});
