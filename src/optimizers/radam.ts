/** Adam, its step rectified for the variance of 1/√v̂ while few g² have been seen; until that variance exists (ρ > 5), momentum alone. */
import { defineUpdateRule } from "../core/optimizer.js";
import { number, positive } from "../core/params.js";

/** Liu et al. §4.2: the variance is finite for ρ > 4; like the authors' code the rectified step begins above 5. */
const TRACTABLE = 5;

export default defineUpdateRule({
  name: "radam",
  summary: "rectified Adam: warms up by itself",
  reference: "Liu et al. (2020), ICLR, arXiv:1908.03265, Algorithm 2",
  defaults: {
    step: positive(1e-3),
    b1: number(0.9, { min: 0, below: 1 }),
    b2: number(0.999, { above: 0, below: 1 }),
    eps: positive(1e-8),
  },
  rule: (n, { step, b1, b2, eps }) => {
    const [m, v] = [new Float64Array(n), new Float64Array(n)];
    const limit = 2 / (1 - b2) - 1;
    let [b1k, b2k] = [1, 1];
    return (x, g, k) => {
      b1k *= b1;
      b2k *= b2;
      const rho = limit - (2 * k * b2k) / (1 - b2k);
      const rectified = rho > TRACTABLE;
      const r = rectified ? Math.sqrt(((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho)) : 1;
      const [length, root] = [(step * r) / (1 - b1k), Math.sqrt(1 - b2k)];
      for (let i = 0; i < n; i++) {
        m[i] = b1 * m[i]! + (1 - b1) * g[i]!;
        v[i] = b2 * v[i]! + (1 - b2) * g[i]! * g[i]!;
        x[i]! -= rectified ? (length * m[i]! * root) / (Math.sqrt(v[i]!) + eps) : length * m[i]!;
      }
    };
  },
});
