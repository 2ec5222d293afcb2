/** s ← decay·s + (1 − decay) g², x ← x − step·g/(√s + eps); centred: s less the square of the average g; momentum on what is subtracted. */
import { defineUpdateRule } from "../core/optimizer.js";
import { flag, number, positive } from "../core/params.js";

export default defineUpdateRule({
  name: "rmsprop",
  summary: "RMSProp: steps scaled by an average of g², optionally centred, with momentum",
  reference: "Tieleman & Hinton (2012), Coursera lecture 6.5; centred: Graves (2013), arXiv:1308.0850, eqs. (38)-(41)",
  defaults: {
    step: positive(0.01),
    decay: number(0.99, { min: 0, below: 1 }),
    eps: positive(1e-8),
    momentum: number(0, { min: 0, below: 1 }),
    centred: flag(false),
  },
  rule: (n, { step, decay, eps, momentum, centred }) => {
    const [s, average, m] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
    return (x, g) => {
      for (let i = 0; i < n; i++) {
        // eps stands outside the root, where implementations have it, not inside as in Graves (40).
        s[i] = decay * s[i]! + (1 - decay) * g[i]! * g[i]!;
        average[i] = decay * average[i]! + (1 - decay) * g[i]!;
        // Rounding may take the difference of the two below 0.
        const spread = centred ? Math.max(0, s[i]! - average[i]! * average[i]!) : s[i]!;
        m[i] = momentum * m[i]! + g[i]! / (Math.sqrt(spread) + eps);
        x[i]! -= step * m[i]!;
      }
    };
  },
});
