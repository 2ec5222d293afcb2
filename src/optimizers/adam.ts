/** m ← b1 m + (1 − b1) g, v ← b2 v + (1 − b2) g²; x ← x − step·m̂/(√v̂ + eps), m̂ = m/(1 − b1ᵏ), v̂ = v/(1 − b2ᵏ). AMSGrad: the largest v so far. */
import { defineUpdateRule } from "../core/optimizer.js";
import { flag, number, positive } from "../core/params.js";

export default defineUpdateRule({
  name: "adam",
  summary: "Adam: steps scaled by averages of g and g², optionally AMSGrad",
  reference: "Kingma & Ba (2015), ICLR, arXiv:1412.6980, Algorithm 1; Reddi, Kale & Kumar (2018), ICLR, Algorithm 2",
  defaults: {
    step: positive(1e-3),
    b1: number(0.9, { min: 0, below: 1 }),
    b2: number(0.999, { min: 0, below: 1 }),
    eps: positive(1e-8),
    amsgrad: flag(false),
  },
  rule: (n, { step, b1, b2, eps, amsgrad }) => {
    const [m, v] = [new Float64Array(n), new Float64Array(n)];
    // The paper's AMSGrad has no bias correction; the implementations that people use correct the largest v.
    const largest = amsgrad ? new Float64Array(n) : v;
    let [b1k, b2k] = [1, 1];
    return (x, g) => {
      b1k *= b1;
      b2k *= b2;
      const [length, root] = [step / (1 - b1k), Math.sqrt(1 - b2k)];
      for (let i = 0; i < n; i++) {
        m[i] = b1 * m[i]! + (1 - b1) * g[i]!;
        v[i] = b2 * v[i]! + (1 - b2) * g[i]! * g[i]!;
        if (amsgrad) largest[i] = Math.max(largest[i]!, v[i]!);
        x[i]! -= (length * m[i]!) / (Math.sqrt(largest[i]!) / root + eps);
      }
    };
  },
});
