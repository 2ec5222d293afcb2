/** MC4: Schwarz's theorem, ∂²f/∂x_i∂x_j = ∂²f/∂x_j∂x_i for f ∈ C², by rows that do not assume it. */
import { claim } from "../../core/claim.js";
import { catalogue } from "./catalogue.js";
import { type CalculusPart, lecture } from "./defaults.js";
import { asymmetry, rowwiseHessian } from "./schwarz.js";

export const mc4: CalculusPart = {
  id: "MC4",
  run: ({ params: { dim, results, points }, rng }) => {
    const { functions, point } = catalogue(rng, dim, results);
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
