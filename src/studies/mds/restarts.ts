/** Frame k of an animation, k = 1, 2, …: the method anew from x0, for k iterations. What it cost is the sum over the frames. */
import { defineOptimizer, type Iterate, type Optimizer } from "../../core/optimizer.js";
import type { Params } from "../../core/params.js";

/** Yield k is what frame k ends with. The method must not be random: frames would not continue each other. */
export const restarted = (method: Optimizer, params: Params, frames: number): Optimizer =>
  defineOptimizer({
    name: `restarted-${method.name}`,
    summary: `${method.summary}, anew for every frame`,
    reference: method.reference,
    defaults: {},
    uses: method.uses,
    *run(oracle, x0, _, rng) {
      yield { x: x0, f: Number.NaN };
      for (let frame = 1; frame <= frames; frame++) {
        let iterate: Iterate = { x: x0, f: Number.NaN };
        let iteration = 0;
        for (iterate of method.run(oracle, x0, params, rng)) if (iteration++ === frame) break;
        yield iterate;
      }
      return "finished";
    },
  });
