/**
 * x ← (1 − step·decay) x, then Adam's step: weight decay that the scaling by √v̂ does not touch. The paper's decay is not multiplied by the
 * step, the implementations that people use do it.
 */
import { defineUpdateRule } from "../core/optimizer.js";
import { number, positive } from "../core/params.js";

export default defineUpdateRule({
  name: "adamw",
  summary: "Adam with decoupled weight decay",
  reference: "Loshchilov & Hutter (2019), ICLR, arXiv:1711.05101, Algorithm 2",
  defaults: {
    step: positive(1e-3),
    b1: number(0.9, { min: 0, below: 1 }),
    b2: number(0.999, { min: 0, below: 1 }),
    eps: positive(1e-8),
    decay: number(0.01, { min: 0 }),
  },
  rule: (n, { step, b1, b2, eps, decay }) => {
    const [m, v] = [new Float64Array(n), new Float64Array(n)];
    let [b1k, b2k] = [1, 1];
    return (x, g) => {
      b1k *= b1;
      b2k *= b2;
      const [length, root] = [step / (1 - b1k), Math.sqrt(1 - b2k)];
      for (let i = 0; i < n; i++) {
        m[i] = b1 * m[i]! + (1 - b1) * g[i]!;
        v[i] = b2 * v[i]! + (1 - b2) * g[i]! * g[i]!;
        x[i] = x[i]! * (1 - step * decay) - (length * m[i]!) / (Math.sqrt(v[i]!) / root + eps);
      }
    };
  },
});
