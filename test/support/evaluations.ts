/** Plain functions behind the interface that gradient sources see: no budget, but a count. */
import type { Evaluations } from "../../src/core/evaluations.js";

export interface Counted extends Evaluations {
  readonly differentiable: boolean;
  readonly counts: { values: number; jvps: number; vjps: number; hvps: number; analytic: number };
}

/** f and its gradient, written by hand; hess is optional. */
export function evaluationsOf(
  dim: number,
  f: (x: Float64Array) => number,
  grad?: (x: Float64Array) => number[],
  hess?: (x: Float64Array, v: Float64Array) => number[],
): Counted {
  const counts = { values: 0, jvps: 0, vjps: 0, hvps: 0, analytic: 0 };
  const gradient = (x: Float64Array): number[] => {
    if (!grad) throw new Error("no gradient given");
    return grad(x);
  };
  return {
    dim,
    differentiable: grad !== undefined,
    counts,
    value: (x) => {
      counts.values++;
      return f(x);
    },
    jvp: (x, v) => {
      counts.jvps++;
      return [f(x), gradient(x).reduce((s, gi, i) => s + gi * v[i]!, 0)];
    },
    vjp: (x, g) => {
      counts.vjps++;
      g.set(gradient(x));
      return f(x);
    },
    hvp: (x, v, out) => {
      counts.hvps++;
      out.set(hess!(x, v));
      return f(x);
    },
    analytic: (x, g) => {
      counts.analytic++;
      g.set(gradient(x));
    },
  };
}

export const array = (...x: number[]): Float64Array => Float64Array.from(x);
