/** Minima along n directions one after another; the sum of the moves replaces the direction that gained most, unless that would flatten the set. */

import { requireDim } from "../core/errors.js";
import type { Oracle } from "../core/evaluations.js";
import { defineOptimizer } from "../core/optimizer.js";
import { positive } from "../core/params.js";
import { lineMinimum } from "../numeric/search/line-minimum.js";
import { addScaled, norm2, same } from "../numeric/vector.js";

/** 2 GiB of doubles. */
const LARGEST = 16384;

export default defineOptimizer({
  name: "powell",
  summary: "Powell's conjugate directions, without derivatives",
  reference: "Powell (1964), Comput. J. 7(2); the test for replacing a direction: Press et al. (2007), Numerical Recipes, §10.7",
  defaults: { step: positive(1), tolerance: positive(1e-4) },
  uses: "value",
  *run(oracle, x0, { step, tolerance }) {
    const n = x0.length;
    requireDim("optimizer powell", n, LARGEST, `a set of ${n} directions in ${n} dimensions`, "coordinate-descent");
    const x = x0.slice();
    let f = oracle.value(x);
    yield { x, f };
    const directions = Array.from({ length: n }, (_, i) => new Float64Array(n).map((_, j) => (i === j ? 1 : 0)));
    const [before, far] = [new Float64Array(n), new Float64Array(n)];
    for (;;) {
      before.set(x);
      const fBefore = f;
      let [gain, most] = [0, 0];
      for (const [i, direction] of directions.entries()) {
        const fi = f;
        f = moveAlong(oracle, x, f, direction, step, tolerance);
        if (fi - f > gain) [gain, most] = [fi - f, i];
      }
      yield { x, f };
      if (same(x, before) || f === Number.NEGATIVE_INFINITY) return "finished";
      const move = x.map((xi, i) => xi - before[i]!);
      const fFar = oracle.value(addScaled(far, x, 1, move));
      if (!(fFar < fBefore)) continue;
      const [drop, bend] = [fBefore - f - gain, fBefore - fFar];
      if (2 * (fBefore - 2 * f + fFar) * drop * drop >= gain * bend * bend) continue;
      const length = norm2(move);
      const direction = move.map((mi) => mi / length);
      f = moveAlong(oracle, x, f, direction, step, tolerance);
      directions.splice(most, 1);
      directions.push(direction);
    }
  },
});

/** Moves x to a minimum along a unit direction, never up; returns f there. */
function moveAlong(oracle: Oracle, x: Float64Array, f: number, direction: Float64Array, step: number, tolerance: number): number {
  const trial = new Float64Array(x.length);
  const found = lineMinimum((t) => oracle.value(addScaled(trial, x, t, direction)), f, step, tolerance);
  if (!(found.f < f || (Number.isNaN(f) && Number.isFinite(found.f)))) return f;
  addScaled(x, x, found.t, direction);
  return found.f;
}
