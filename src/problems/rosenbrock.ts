/** f(x) = Σ_i 100 (x_{i+1} − x_i²)² + (1 − x_i)², i = 1 … n − 1: a curved valley along which little changes. */
import { add, mul, slice, square, sub, sum } from "../ad/index.js";
import { integer } from "../core/params.js";
import { defineProblem } from "../core/problem.js";

export default defineProblem({
  name: "rosenbrock",
  summary: "Rosenbrock's valley, chained over n variables",
  reference: "Rosenbrock (1960), Comput. J. 3(3); the chain: Toint (1978), Math. Comp. 32(143), here with constant coefficients",
  defaults: { dim: integer(10, { min: 2, max: 1e7 }) },
  make: ({ dim }) => ({
    dim,
    x0: Float64Array.from({ length: dim }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
    fmin: 0,
    xmin: new Float64Array(dim).fill(1),
    f: (x) => {
      const a = slice(x, 0, dim - 1);
      const b = slice(x, 1, dim);
      return sum(add(mul(100, square(sub(b, square(a)))), square(sub(1, a))));
    },
    gradient: (x, g) => {
      g.fill(0);
      for (let i = 0; i + 1 < dim; i++) {
        const r = x[i + 1]! - x[i]! * x[i]!;
        g[i] = g[i]! - 400 * x[i]! * r - 2 * (1 - x[i]!);
        g[i + 1] = 200 * r;
      }
    },
  }),
});
