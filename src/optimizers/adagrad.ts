/** s ← s + g², x ← x − step·g/(√s + eps): steps that shrink where gradients have been large. */
import { defineUpdateRule } from "../core/optimizer.js";
import { positive } from "../core/params.js";

export default defineUpdateRule({
  name: "adagrad",
  summary: "AdaGrad: steps scaled by the sum of all g²",
  reference: "Duchi, Hazan & Singer (2011), J. Mach. Learn. Res. 12, Figure 1 (diagonal)",
  defaults: { step: positive(0.01), eps: positive(1e-10) },
  rule: (n, { step, eps }) => {
    const s = new Float64Array(n);
    return (x, g) => {
      for (let i = 0; i < n; i++) {
        s[i]! += g[i]! * g[i]!;
        x[i]! -= (step * g[i]!) / (Math.sqrt(s[i]!) + eps);
      }
    };
  },
});
