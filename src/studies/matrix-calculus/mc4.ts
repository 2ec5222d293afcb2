/** MC4: Schwarz's theorem, ∂²f/∂x_i∂x_j = ∂²f/∂x_j∂x_i for f ∈ C², by rows that do not assume it; of f: Rⁿ → Rᵐ, slice by slice. */
import { type Expr, input, jacfwd, slice, sum } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import { evaluator, relativeError } from "../dense.js";
import { catalogue } from "./catalogue.js";
import { type CalculusPart, lecture } from "./defaults.js";
import { asymmetry, rowwiseHessian } from "./schwarz.js";

/** The Jacobian of the Jacobian, [m, n, n]: how far its slices are from the Hessians of the m results, relative to the largest entry. */
function sliceError(f: (x: Expr) => Expr, m: number, n: number, at: readonly Float64Array[]): number {
  const x = input([n]);
  const tensor = evaluator([x], [jacfwd(jacfwd(f))(x)]);
  const slices = Array.from({ length: m }, (_, k) => rowwiseHessian((e) => sum(slice(f(e), k, k + 1)), n));
  return Math.max(
    ...at.map((point) =>
      relativeError(
        tensor(point)[0]!,
        slices.flatMap((H) => [...H(point)]),
      ),
    ),
  );
}

export const mc4: CalculusPart = {
  id: "MC4",
  run: ({ params: { dim, results, points }, rng }) => {
    const { functions, maps, point } = catalogue(rng, dim, results);
    const at = Array.from({ length: points }, point);
    const rows = functions.map(({ name, f }) => {
      const H = rowwiseHessian(f, dim);
      return { name, worst: Math.max(...at.map((x) => asymmetry(H(x), dim))) };
    });
    return {
      claims: [
        claim({
          id: "MC4",
          statement: `|H − Hᵀ| relative to the largest entry, row i of H being ∇(∂f/∂x_i), over ${functions.length} functions`,
          source: `${lecture}: Schwarz's theorem`,
          measured: Math.max(...rows.map(({ worst }) => worst)),
          atMost: 1e-12,
        }),
        claim({
          id: "MC4.tensor",
          statement: `f: Rⁿ → Rᵐ has a tensor of m slices, each the Hessian of a result: largest relative error of J(Jf), over ${maps.length} maps`,
          source: `${lecture}: the Hessian`,
          measured: Math.max(...maps.map(({ f, results }) => sliceError(f, results, dim, at))),
          atMost: 1e-12,
        }),
      ],
      tables: [
        {
          name: "asymmetry",
          title: "Asymmetry of Hessians that were computed row by row, relative to the largest entry",
          columns: ["function", "|H − Hᵀ|"],
          rows: rows.map(({ name, worst }) => [name, worst]),
        },
      ],
    };
  },
};
