/** HU2: Var vᵀAv = 2(‖A‖_F² − Σ a_ii²) for signs, 2‖A‖_F² for normals, 2n/(n + 2)(‖A‖_F² − (tr A)²/n) on the sphere of radius √n. */
import { claim } from "../../core/claim.js";
import type { Cell } from "../../core/study.js";
import { isotropic } from "../../numeric/matrix/trace-estimation.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { type HutchinsonPart, lecture, tolerated } from "./defaults.js";
import { form, type Law, laws, type Matrix, named, networkHessian, randomMatrices, traceOf, varianceOf } from "./matrices.js";

const formula: Readonly<Record<Law, string>> = {
  rademacher: "2(‖A‖² − Σ a_ii²)",
  gaussian: "2‖A‖²",
  sphere: "2n/(n + 2)·(‖A‖² − tr²/n)",
};

/** Mean square deviation of vᵀAv from tr A: the mean is known, and nothing cancels. */
export function sampleVariance(matrix: Matrix, law: Law, count: number, rng: Rng): number {
  const [v, draw, trace] = [new Float64Array(matrix.n), isotropic(law), traceOf(matrix)];
  let total = 0;
  for (let k = 0; k < count; k++) {
    draw(v, rng);
    const deviation = form(matrix, v) - trace;
    total += deviation * deviation;
  }
  return total / count;
}

export const variance: HutchinsonPart = {
  id: "HU2",
  weight: 7,
  run: (context) => {
    const { params, rng, samples } = context;
    const count = samples(params.samples);
    const matrices = [...randomMatrices(params.dim, rng.split("matrices")), networkHessian(params, rng.split("hessian"))];
    const rows = matrices.flatMap((matrix) =>
      laws.map((law) => {
        const measured = sampleVariance(matrix, law, count, rng.split(`${matrix.name}/${law}`));
        return { matrix, law, measured, expected: varianceOf(matrix, law) };
      }),
    );
    return {
      claims: rows.map(({ matrix: { name, A }, law, measured, expected }) =>
        claim({
          id: `HU2.${name}.${law}`,
          statement: `Var vᵀAv for a ${name === "hessian" ? "Hessian" : `${name} matrix`} and ${named[law]} vectors is ${formula[law]}`,
          source: lecture,
          measured,
          expected,
          // Only rounding is left where signs meet a diagonal matrix.
          ...(expected === 0 ? { absolute: 1e-24 * A.reduce((s, a) => s + a * a, 0) } : { relative: tolerated(context, 0.02) }),
        }),
      ),
      tables: [
        {
          name: "variance",
          title: `Variance of vᵀAv, ${count} samples`,
          columns: ["A", "n", "v", "formula", "expected", "measured", "standard deviation ÷ trace"],
          rows: rows.map(({ matrix, law, measured, expected }): Cell[] => [
            matrix.name,
            matrix.n,
            named[law],
            formula[law],
            expected,
            measured,
            Math.sqrt(expected) / Math.abs(traceOf(matrix)),
          ]),
        },
      ],
    };
  },
};
