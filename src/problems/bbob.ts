/** Black-box optimization benchmarking: shifted functions of known minimum, f1 sphere, f2 ellipsoid, f8 Rosenbrock. */
import { abs, add, constant, type Expr, exp, gt, log, mul, ne, neg, sin, slice, square, sub, sum, where } from "../ad/index.js";
import { integer, oneOf } from "../core/params.js";
import { defineProblem } from "../core/problem.js";
import { instanceSeed, optimalValue, optimum } from "../data/bbob.js";
import type { Rng } from "../numeric/sampling/random.js";

interface Shifted {
  /** f − f_opt. */
  readonly f: (x: Expr) => Expr;
  readonly xmin: Float64Array;
}

/** By the suite's number, for n variables. */
const functions: Readonly<Record<number, (n: number, seed: number) => Shifted>> = {
  1: (n, seed) => {
    const xmin = optimum(n, seed);
    return { xmin, f: (x) => sum(square(sub(x, constant(xmin)))) };
  },
  2: (n, seed) => {
    const xmin = optimum(n, seed);
    const weights = constant(Float64Array.from({ length: n }, (_, i) => Math.exp((6 * Math.LN10 * i) / Math.max(1, n - 1))));
    return { xmin, f: (x) => sum(mul(weights, square(oscillated(sub(x, constant(xmin)))))) };
  },
  8: (n, seed) => {
    const xmin = optimum(n, seed).map((xi) => 0.75 * xi);
    const c = Math.max(1, Math.sqrt(n) / 8);
    return {
      xmin,
      f: (x) => {
        const z = add(mul(c, sub(x, constant(xmin))), 1);
        const a = slice(z, 0, n - 1);
        return sum(add(mul(100, square(sub(square(a), slice(z, 1, n)))), square(sub(a, 1))));
      },
    };
  },
};

export default defineProblem({
  name: "bbob",
  summary: "functions of the BBOB suite: 1 sphere, 2 ellipsoid (separable), 8 Rosenbrock",
  reference: "Hansen, Finck, Ros & Auger (2009), Real-parameter black-box optimization benchmarking 2009, INRIA RR-6829",
  defaults: {
    dim: integer(10, { min: 2, max: 1e6 }),
    function: oneOf("1", "2", "8"),
    // The suite's own instances, not those of --instances, which only draw other starts.
    instance: integer(1, { min: 1, max: 1e5 }),
  },
  make: ({ dim, function: id, instance }, rng) => {
    const seed = instanceSeed(Number(id), instance);
    const { f, xmin } = functions[Number(id)]!(dim, seed);
    const fmin = optimalValue(seed);
    const start = (r: Rng): Float64Array => Float64Array.from({ length: dim }, () => 8 * r.uniform() - 4);
    return { dim, x0: start(rng.split("x0")), start, fmin, xmin, f: (x) => add(f(x), fmin) };
  },
});

/** The suite's T_osz: x bent by two sines of its logarithm, other ones on either side of 0. */
function oscillated(x: Expr): Expr {
  const up = gt(x, 0);
  const t = log(where(ne(x, 0), abs(x), 1));
  const bend = add(sin(mul(where(up, 10, 5.5), t)), sin(mul(where(up, 7.9, 3.1), t)));
  const size = exp(add(t, mul(0.049, bend)));
  return where(ne(x, 0), where(up, size, neg(size)), 0);
}
