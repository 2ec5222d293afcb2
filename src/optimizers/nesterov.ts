/** x_k = y_k − step·∇f(y_k), y_{k+1} = x_k + β_k (x_k − x_{k−1}): the gradient is taken where momentum will have carried x. Yields y_k. */
import { defineOptimizer } from "../core/optimizer.js";
import { number, oneOf, positive } from "../core/params.js";
import { spectral } from "../numeric/matrix/spectral.js";
import { armijoDescent } from "../numeric/search/armijo.js";
import { secondOpinion } from "../numeric/search/second-opinion.js";
import { normInf } from "../numeric/vector.js";

/** f(x_k) ≤ f(y_k) − ½ step ‖∇f(y_k)‖², what a step of 1/L would give: step 1(c) of (2.2.7) there. */
const DECREASE = 0.5;
/** Of an estimate G with E‖G‖² = (1 + ω)‖∇f‖² it is 1/(1 + ω) of that, and ω is not known: halved where a search fails, down to this. */
const LEAST = 1e-4;

export default defineOptimizer({
  name: "nesterov",
  summary: "Nesterov's accelerated gradient, for convex and for strongly convex f",
  reference:
    "Nesterov (2018), Lectures on Convex Optimization, §2.2: (2.2.7), strongly convex (2.2.22); convex: Su, Boyd & Candès (2016), JMLR 17(153), eq. (1)",
  defaults: {
    step: oneOf("auto", "armijo", positive(1)),
    // β_k = k/(k + 3) for convex f; (√κ − 1)/(√κ + 1), κ = 1/(step·mu), for strongly convex f; or a number.
    momentum: oneOf("convex", "strongly-convex", number(0.9, { min: 0, below: 1 })),
    mu: positive(1),
  },
  uses: "gradient",
  iterations: ({ step }, omega) => spectral(step, omega),
  *run(oracle, x0, { step, momentum, mu }) {
    const y = x0.slice();
    const x = x0.slice();
    const before = new Float64Array(x.length);
    const g = new Float64Array(x.length);
    const armijo = typeof step === "number" ? null : armijoDescent(oracle, x.length);
    let decrease = DECREASE;
    let f = oracle.gradient(y, g);
    for (let k = 0; ; k++) {
      yield { x: y, f, g };
      before.set(x);
      x.set(y);
      let length = step as number;
      if (armijo) {
        if (Number.isNaN(armijo.search(x, f, g, g, decrease))) {
          if (!secondOpinion(oracle, y, f, g)) return normInf(g) === 0 ? "finished" : "line-search";
          decrease = Math.max(LEAST, decrease / 2);
          x.set(before);
          continue;
        }
        length = armijo.accepted();
      } else for (let i = 0; i < x.length; i++) x[i] = y[i]! - length * g[i]!;
      const beta = momentum === "convex" ? k / (k + 3) : momentum === "strongly-convex" ? strong(length, mu) : momentum;
      for (let i = 0; i < x.length; i++) y[i] = x[i]! + beta * (x[i]! - before[i]!);
      f = oracle.gradient(y, g);
    }
  },
});

/** (√κ − 1)/(√κ + 1); 0 where the step is longer than 1/mu, which no function with that mu allows. */
function strong(step: number, mu: number): number {
  const root = Math.sqrt(Math.max(1, 1 / (step * mu)));
  return (root - 1) / (root + 1);
}
