/** Ridge regression of one's own, for the command line: adbench run examples/ridge.ts -n 20 -p penalty=0.1 */
import { add, constant, defineProblem, integer, matmul, mul, positive, square, sub, sum } from "adbench";

export default defineProblem({
  name: "ridge",
  summary: "|A x - b|^2 / m + penalty |x|^2 for random A [m, n] and b [m]",
  reference: "Hoerl & Kennard (1970), Technometrics 12(1)",
  // A parameter knows its type and its limits: -p penalty=-1 is refused before anything runs.
  defaults: { dim: integer(10, { min: 1 }), samples: integer(50, { min: 1 }), penalty: positive(0.01) },
  make: ({ dim, samples, penalty }, rng) => {
    const normals = (length: number) => Float64Array.from({ length }, () => rng.normal());
    const A = constant(normals(samples * dim), [samples, dim]);
    const b = constant(normals(samples));
    return {
      dim,
      x0: new Float64Array(dim),
      f: (x) => {
        const residual = sub(matmul(A, x), b);
        return add(mul(sum(square(residual)), 1 / samples), mul(sum(square(x)), penalty));
      },
    };
  },
});
