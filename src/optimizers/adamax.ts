/** m ← b1 m + (1 − b1) g, u ← max(b2 u, |g| + eps); x ← x − step/(1 − b1ᵏ)·m/u: Adam with the ∞-norm. */
import { defineUpdateRule } from "../core/optimizer.js";
import { number, positive } from "../core/params.js";

export default defineUpdateRule({
  name: "adamax",
  summary: "Adam scaled by a decaying maximum of |g|",
  reference: "Kingma & Ba (2015), ICLR, arXiv:1412.6980, Algorithm 2",
  defaults: {
    step: positive(2e-3),
    b1: number(0.9, { min: 0, below: 1 }),
    b2: number(0.999, { min: 0, below: 1 }),
    // Not in the paper, which divides by 0 where g stays 0.
    eps: positive(1e-8),
  },
  rule: (n, { step, b1, b2, eps }) => {
    const [m, u] = [new Float64Array(n), new Float64Array(n)];
    let b1k = 1;
    return (x, g) => {
      b1k *= b1;
      for (let i = 0; i < n; i++) {
        m[i] = b1 * m[i]! + (1 - b1) * g[i]!;
        u[i] = Math.max(b2 * u[i]!, Math.abs(g[i]!) + eps);
        x[i]! -= ((step / (1 - b1k)) * m[i]!) / u[i]!;
      }
    };
  },
});
