/** Coordinates are tried ± step one by one; what was gained is tried once more as a whole; where nothing gains the step shrinks. */
import type { Oracle } from "../core/evaluations.js";
import { defineOptimizer } from "../core/optimizer.js";
import { number, positive } from "../core/params.js";
import { rank } from "../numeric/statistics/statistics.js";
import { same } from "../numeric/vector.js";

interface Seen {
  readonly x: Float64Array;
  readonly f: number;
}

export default defineOptimizer({
  name: "pattern-search",
  summary: "Hooke and Jeeves: exploratory moves along coordinates, then the pattern they make",
  reference: "Hooke & Jeeves (1961), J. ACM 8(2); Kelley (1999), Iterative Methods for Optimization, Algorithms 8.3.1 and 8.3.2",
  defaults: { step: positive(0.5), shrink: number(0.5, { above: 0, below: 1 }) },
  uses: "value",
  *run(oracle, x0, { step, shrink }) {
    let base: Seen = { x: x0.slice(), f: oracle.value(x0) };
    yield base;
    for (let h = step; ; ) {
      let found = explore(oracle, base, h);
      if (found === base) {
        h *= shrink;
        if (base.x.every((xi) => xi + h === xi)) return "finished";
      }
      while (rank(found.f) < rank(base.f)) {
        const pattern = found.x.map((xi, i) => 2 * xi - base.x[i]!);
        base = found;
        yield base;
        // −∞ is as low as can be, and a pattern may leave the finite numbers.
        if (!pattern.every(Number.isFinite)) return "finished";
        found = explore(oracle, { x: pattern, f: oracle.value(pattern) }, h);
        if (same(found.x, base.x)) break;
      }
      yield base;
    }
  },
});

/** The best of x ± h e_i, coordinate after coordinate; `from` itself where none is better. */
function explore(oracle: Oracle, from: Seen, h: number): Seen {
  let best = from;
  const x = from.x.slice();
  for (let i = 0; i < x.length; i++) {
    const centre = x[i]!;
    for (const xi of [centre + h, centre - h]) {
      x[i] = xi;
      const f = oracle.value(x);
      if (rank(f) < rank(best.f)) {
        best = { x: x.slice(), f };
        break;
      }
      x[i] = centre;
    }
  }
  return best;
}
