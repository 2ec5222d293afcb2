/** x ← x − step_k·g: gradient descent, and the ways to choose its step. */
import type { Oracle } from "../core/evaluations.js";
import { defineOptimizer } from "../core/optimizer.js";
import { number, oneOf, positive } from "../core/params.js";
import { spectral } from "../numeric/matrix/spectral.js";
import { armijoDescent } from "../numeric/search/armijo.js";
import { secondOpinion } from "../numeric/search/second-opinion.js";
import { type Model, steepest, wolfeDescent } from "../numeric/search/wolfe-descent.js";
import { addScaled, dot, normInf } from "../numeric/vector.js";

/** Nocedal & Wright (2006), eq. (3.7). */
const CONDITIONS = { c1: 1e-4, c2: 0.9 };

export default defineOptimizer({
  name: "gd",
  summary: "gradient descent: a given step, line searches, Barzilai and Borwein's or Polyak's step",
  reference:
    "Cauchy (1847), C. R. Acad. Sci. 25; Armijo (1966), Pacific J. Math. 16(1); Barzilai & Borwein (1988), IMA J. Numer. Anal. 8(1), eq. (6); Polyak (1969), USSR Comput. Math. 9(3); decay and delay: Spall (1998), IEEE Trans. Aerosp. Electron. Syst. 34(3), §III",
  defaults: {
    step: oneOf("auto", "armijo", "wolfe", "barzilai-borwein", "polyak", positive(1)),
    // Iteration k = 0, 1, … takes step ((delay + 1)/(delay + k + 1))^decay; Spall's decay is 0.602. Only a given step decays.
    decay: number(0, { min: 0 }),
    delay: number(0, { min: 0 }),
    // What Polyak's step takes for the minimum.
    fstar: number(0),
  },
  uses: "gradient",
  // E f(x − sG) ≤ f − s‖∇f‖² + ½ L s² (1 + ω) ‖∇f‖²: with s = 1/(L(1 + ω)) the decrease of exact gradients with κ(1 + ω) in place of κ.
  iterations: ({ step, decay }, omega) => (step === "auto" && decay === 0 ? 1 + omega : spectral(step, omega)),
  *run(oracle, x0, { step, decay, delay, fstar }) {
    if (step === "wolfe") return yield* wolfeDescent(oracle, x0, CONDITIONS, alongGradient());
    const x = x0.slice();
    const g = new Float64Array(x.length);
    const move = typeof step === "number" ? constant(step, decay, delay) : moves[step as keyof typeof moves](oracle, x.length, fstar);
    let f = oracle.gradient(x, g);
    for (let k = 0; ; k++) {
      yield { x, f, g };
      const known = move(x, f, g, k);
      if (known === "finished") return known;
      if (known !== "stuck") f = oracle.gradient(x, g, known);
      else if (!secondOpinion(oracle, x, f, g)) return normInf(g) === 0 ? "finished" : "line-search";
    }
  },
});

/** Changes x; returns f there, NaN where it was not seen; or why x stays: g leads nowhere, or there is nowhere to go. */
type Move = (x: Float64Array, f: number, g: Float64Array, k: number) => number | "stuck" | "finished";

const moves: Readonly<Record<"armijo" | "barzilai-borwein" | "polyak", (oracle: Oracle, n: number, fstar: number) => Move>> = {
  armijo: (oracle, n) => {
    const { search } = armijoDescent(oracle, n);
    return (x, f, g) => {
      const found = search(x, f, g, g);
      return Number.isNaN(found) ? "stuck" : found;
    };
  },
  "barzilai-borwein": (_, n) => {
    const [s, y, before] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
    let step = Number.NaN;
    return (x, _f, g, k) => {
      addScaled(y, g, -1, before);
      // Where the curvature along s is not positive the secant has no minimum: the last step is kept.
      if (k > 0 && dot(s, y) > 0) step = dot(s, s) / dot(s, y);
      // The first moves no coordinate by more than 1: nothing gives a scale yet.
      else if (k === 0) step = 1 / Math.max(1, normInf(g));
      before.set(g);
      for (let i = 0; i < n; i++) s[i] = -step * g[i]!;
      addScaled(x, x, 1, s);
      return Number.NaN;
    };
  },
  polyak: (oracle, _, fstar) => (x, f, g) => {
    const square = dot(g, g);
    const above = (Number.isNaN(f) ? oracle.value(x) : f) - fstar;
    if (above <= 0) return "finished";
    if (!(square > 0 && above > 0)) return "stuck";
    addScaled(x, x, -above / square, g);
    return Number.NaN;
  },
};

function constant(step: number, decay: number, delay: number): Move {
  return (x, _, g, k) => {
    addScaled(x, x, -step * gain(k, decay, delay), g);
    return Number.NaN;
  };
}

/** ((delay + 1)/(delay + k + 1))^decay: 1 in iteration 0, so that `step` is the first. */
const gain = (k: number, decay: number, delay: number): number =>
  decay > 0 ? Math.exp(decay * Math.log((delay + 1) / (delay + k + 1))) : 1;

/** Along −g, each search from the step that would change f as much as the last one did: Nocedal & Wright (2006), §3.5. */
function alongGradient(): Model {
  let [alpha, slope] = [Number.NaN, Number.NaN];
  return {
    direction(at, p) {
      const first = steepest(at, p);
      const square = dot(at.g, at.g);
      return Number.isNaN(alpha) ? first : (alpha * slope) / square;
    },
    learn(from, _, taken) {
      [alpha, slope] = [taken, dot(from.g, from.g)];
    },
    forget() {
      const had = !Number.isNaN(alpha);
      alpha = Number.NaN;
      return had;
    },
  };
}
