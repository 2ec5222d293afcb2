/** Hand-written JavaScript. */
import type { Case } from "./cases.js";
import { secondsOf } from "./clock.js";
import type { Contender } from "./contender.js";
import { chain, type Kernel, logistic, mds, mlp, rosenbrock } from "./kernels.js";

function kernelOf({ kind, sizes }: Case, arrays: readonly Float64Array[]): Kernel {
  const [m, n] = sizes as [number, number];
  const [first, second, third] = arrays as [Float64Array, Float64Array, Float64Array];
  switch (kind) {
    case "mds":
      return mds(m, n, first, second);
    case "mlp":
      return mlp(m, sizes.slice(1), arrays);
    case "logistic":
      return logistic(m, n, first, second, third);
    case "rosenbrock":
      return rosenbrock(m, first);
    case "chain":
      return chain(m, first);
  }
}

/** What a kernel returned: kept, so that no call is dead code. */
const kept = new Float64Array(1);

export const hand: Contender = {
  name: "JS by hand",
  tolerance: 1e-10,
  load: (one, arrays) => {
    const kernel = kernelOf(one, arrays);
    return {
      check: () => Float64Array.from([kernel.gradient(), ...kernel.g]),
      time: (what, ms) => {
        const run = kernel[what];
        return secondsOf(() => {
          kept[0] = run();
        }, ms);
      },
    };
  },
};
