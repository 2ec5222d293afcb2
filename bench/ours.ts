/** This project's engines. */
import { compile, type Expr, input, type Program, pullback } from "../src/ad/index.js";
import type { Case } from "./cases.js";
import { secondsOf } from "./clock.js";
import type { Contender } from "./contender.js";

/** The value and its gradient, and the value alone. */
export function programs(one: Case, arrays: readonly Float64Array[], engine?: Program["engine"]): { both: Program; value: Program } {
  const { loss, shapes, at } = one.traced(arrays);
  const x = shapes.map((shape) => input(shape));
  const y = loss(...x);
  const both = compile(x, [y, ...(pullback(y, x) as Expr[])], engine);
  const value = compile(x, [y], engine);
  for (const program of [both, value]) program.inputs.forEach((view, k) => view.set(arrays[at[k]!]!));
  return { both, value };
}

export const ours = (engine: Program["engine"]): Contender => ({
  name: engine,
  tolerance: 1e-10,
  load: (one, arrays) => {
    const { both, value } = programs(one, arrays, engine);
    if (both.engine !== engine) return null;
    return {
      check: () => {
        both.run();
        return Float64Array.from(both.outputs.flatMap((view) => [...view]));
      },
      time: (what, ms) => secondsOf(what === "value" ? value.run : both.run, ms),
    };
  },
});
