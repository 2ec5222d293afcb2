/** f(x) = ½ L r² for r = ‖x‖ ≤ knee, else L knee (r − knee/2), from ‖x0‖ = 1: L-smooth and convex, f* = 0. */
import { le, mul, norm, square, sub, where } from "../../ad/index.js";
import { positive } from "../../core/params.js";
import { defineProblem } from "../../core/problem.js";

export const huber = defineProblem({
  name: "huber",
  summary: "quadratic within the knee, a cone outside it",
  reference: "Huber (1964), Ann. Math. Stat. 35(1); Drori & Teboulle (2014), Math. Program. 145, §3",
  defaults: { dim: 1, knee: positive(0.1), L: positive(1) },
  make: ({ dim, knee, L }) => ({
    dim,
    x0: new Float64Array(dim).fill(1 / Math.sqrt(dim)),
    fmin: 0,
    xmin: new Float64Array(dim),
    f: (x) => {
      const r = norm(x);
      return where(le(r, knee), mul(L / 2, square(r)), mul(L * knee, sub(r, knee / 2)));
    },
  }),
});
