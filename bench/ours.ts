/** This project's engines. */
import { compile, type Expr, input, pullback } from "../src/ad/index.js";
import { secondsOf } from "./clock.js";
import type { Contender } from "./contender.js";

export const ours = (engine: "wasm" | "interpreter"): Contender => ({
  name: engine,
  tolerance: 1e-10,
  load: (one, arrays) => {
    const start = performance.now();
    const { loss, shapes, at } = one.traced(arrays);
    const x = shapes.map((shape) => input(shape));
    const y = loss(...x);
    const gradient = compile(x, [y, ...(pullback(y, x) as Expr[])], engine);
    const build = performance.now() - start;
    if (gradient.engine !== engine) return null;
    const value = compile(x, [y], engine);
    for (const program of [gradient, value]) program.inputs.forEach((view, k) => view.set(arrays[at[k]!]!));
    return {
      build,
      check: () => {
        gradient.run();
        return Float64Array.from(gradient.outputs.flatMap((view) => [...view]));
      },
      time: (what, ms) => secondsOf(what === "value" ? value.run : gradient.run, ms),
    };
  },
});
