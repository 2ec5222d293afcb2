/** m ← momentum·m + (1 − dampening)(g + w x), x ← x − step·m, with m = g + w x at first and w the weight decay: a ball that rolls. */
import { defineOptimizer } from "../core/optimizer.js";
import { number, oneOf, positive } from "../core/params.js";
import { spectral } from "../numeric/matrix/spectral.js";
import { armijoDescent } from "../numeric/search/armijo.js";
import { secondOpinion } from "../numeric/search/second-opinion.js";
import { addScaled, normInf } from "../numeric/vector.js";

export default defineOptimizer({
  name: "heavy-ball",
  summary: "gradient descent with momentum, dampening and coupled weight decay",
  reference: "Polyak (1964), USSR Comput. Math. 4(5), eq. (9); dampening and the first m as in PyTorch's SGD",
  defaults: {
    step: oneOf("auto", "armijo", positive(1)),
    momentum: number(0.9, { min: 0, below: 1 }),
    dampening: number(0, { min: 0, max: 1 }),
    "weight-decay": number(0, { min: 0 }),
  },
  uses: "gradient",
  iterations: ({ step }, omega) => spectral(step, omega),
  *run(oracle, x0, { step, momentum, dampening, "weight-decay": decay }) {
    const x = x0.slice();
    const g = new Float64Array(x.length);
    const m = new Float64Array(x.length);
    const armijo = typeof step === "number" ? null : armijoDescent(oracle, x.length);
    let f = oracle.gradient(x, g);
    for (let k = 0; ; k++) {
      yield { x, f, g };
      for (let i = 0; i < m.length; i++) {
        const slope = g[i]! + decay * x[i]!;
        m[i] = k === 0 ? slope : momentum * m[i]! + (1 - dampening) * slope;
      }
      let known = Number.NaN;
      if (armijo) {
        if (Number.isNaN(f)) f = oracle.value(x);
        known = armijo.search(x, f, g, m);
        if (Number.isNaN(known)) {
          // The heavy ball need not go down: where it does not, it starts anew.
          m.set(g);
          known = armijo.search(x, f, g, m);
        }
        if (Number.isNaN(known)) {
          if (secondOpinion(oracle, x, f, g)) continue;
          return normInf(g) === 0 ? "finished" : "line-search";
        }
      } else addScaled(x, x, -(step as number), m);
      f = oracle.gradient(x, g, known);
    }
  },
});
