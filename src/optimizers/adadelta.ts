/** δ = √(d + eps)/√(s + eps)·g with averages s of g² and d of δ², x ← x − step·δ: steps in the units of x. */
import { defineUpdateRule } from "../core/optimizer.js";
import { number, positive } from "../core/params.js";

export default defineUpdateRule({
  name: "adadelta",
  summary: "Adadelta: steps in the units of x, from averages of g² and of past steps",
  reference: "Zeiler (2012), arXiv:1212.5701, Algorithm 1",
  defaults: { step: positive(1), decay: number(0.9, { min: 0, below: 1 }), eps: positive(1e-6) },
  rule: (n, { step, decay, eps }) => {
    const [s, d] = [new Float64Array(n), new Float64Array(n)];
    return (x, g) => {
      for (let i = 0; i < n; i++) {
        s[i] = decay * s[i]! + (1 - decay) * g[i]! * g[i]!;
        const delta = (Math.sqrt(d[i]! + eps) / Math.sqrt(s[i]! + eps)) * g[i]!;
        d[i] = decay * d[i]! + (1 - decay) * delta * delta;
        x[i]! -= step * delta;
      }
    };
  },
});
