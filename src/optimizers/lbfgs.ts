/** p = −H g, H the BFGS updates of γI by the last m pairs s = Δx, y = Δg, applied without a matrix: 4mn products. */
import { defineOptimizer } from "../core/optimizer.js";
import { integer, number } from "../core/params.js";
import { type Model, secantPair, steepest, wolfeDescent } from "../numeric/search/wolfe-descent.js";
import { addScaled, dot, scale } from "../numeric/vector.js";

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  /** 1/sᵀy */
  rho: number;
}

export default defineOptimizer({
  name: "lbfgs",
  summary: "quasi-Newton with the last `memory` secant pairs, strong Wolfe line search",
  reference: "Nocedal (1980), Math. Comp. 35(151); Nocedal & Wright (2006), Numerical Optimization, Algorithms 7.4, 7.5, eq. (7.20)",
  defaults: {
    memory: integer(10, { min: 1, max: 1000 }),
    c1: number(1e-4, { above: 0, below: 0.5 }),
    c2: number(0.9, { above: 0, below: 1 }),
  },
  uses: "gradient",
  run: (oracle, x0, { memory, c1, c2 }) => wolfeDescent(oracle, x0, { c1, c2 }, twoLoops(x0.length, memory)),
});

function twoLoops(n: number, memory: number): Model {
  const blank = (): Pair => ({ s: new Float64Array(n), y: new Float64Array(n), rho: 0 });
  /** Oldest first. */
  const pairs: Pair[] = [];
  let next = blank();
  let gamma = 1;
  const weights = new Float64Array(memory);
  return {
    direction: (at, p) => {
      if (pairs.length === 0) return steepest(at, p);
      p.set(at.g);
      for (let i = pairs.length - 1; i >= 0; i--) {
        const { s, y, rho } = pairs[i]!;
        weights[i] = rho * dot(s, p);
        addScaled(p, p, -weights[i]!, y);
      }
      scale(p, gamma);
      for (let i = 0; i < pairs.length; i++) {
        const { s, y, rho } = pairs[i]!;
        addScaled(p, p, weights[i]! - rho * dot(y, p), s);
      }
      scale(p, -1);
      return 1;
    },
    learn: (from, to) => {
      const { s, y } = next;
      if (!secantPair(from, to, s, y)) return;
      next.rho = 1 / dot(s, y);
      gamma = dot(s, y) / dot(y, y);
      pairs.push(next);
      next = pairs.length > memory ? pairs.shift()! : blank();
    },
    forget: () => pairs.splice(0).length > 0,
  };
}
