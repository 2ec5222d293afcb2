/** JA5, Hessians: symmetry lets an entry be read in either of two places, or found by substitution. */

import { grad, type Sparsity } from "../../ad/index.js";
import { isSymmetric } from "../../ad/jacobian/sparsity.js";
import { type Claim, claim } from "../../core/claim.js";
import type { Cell, Findings } from "../../core/study.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { type ColoringPart, colemanCai, colemanMore, patternOf, survey } from "./defaults.js";
import { measureHessian, measureJacobian } from "./measure.js";
import { anyHessian, type Structure, symmetricArrowhead, symmetricTridiagonal } from "./structures.js";

interface Case {
  readonly structure: Structure;
  readonly star?: number;
  readonly acyclic?: number;
}

function examined({ structure, ...expected }: Case, rng: Rng): { readonly claims: Claim[]; readonly row: readonly Cell[] } {
  const { id, what, n } = structure;
  const [star, acyclic] = (["star", "acyclic"] as const).map((coloring) =>
    measureHessian(structure, coloring, rng.split(`${id} ${coloring}`)),
  );
  const columns = measureJacobian({ ...structure, f: (x) => grad(structure.f)(x) }, "column", rng.split(`${id} columns`));
  const all = { star: star!, acyclic: acyclic! };
  return {
    claims: [
      ...(["star", "acyclic"] as const).flatMap((coloring) => {
        const wanted = expected[coloring];
        if (wanted === undefined) return [];
        return claim({
          id: `JA5.hessian.${id}.${coloring}`,
          statement: `${what}, n = ${n}: colours of ${coloring === "star" ? "a star" : "an acyclic"} colouring`,
          source: coloring === "star" ? colemanMore : colemanCai,
          measured: all[coloring].colors,
          expected: wanted,
        });
      }),
      claim({
        id: `JA5.hessian.${id}.structure`,
        statement: `${what}: places that the structure of the gradient's program has wrong`,
        source: survey,
        measured: all.star.misplaced,
        expected: 0,
      }),
      claim({
        id: `JA5.hessian.${id}.entries`,
        statement: `${what}: entries read (star) and substituted (acyclic) at a point of small integers against the closed form, largest error`,
        source: survey,
        measured: Math.max(all.star.error, all.acyclic.error),
        atMost: 1e-14,
      }),
    ],
    row: [what, n, all.star.pattern.indices.length, columns.colors, all.star.colors, all.acyclic.colors],
  };
}

/** A pattern that is not symmetric is none of a Hessian. */
function cases(n: number, given: Sparsity | null): Case[] {
  if (given) return isSymmetric(given) ? [{ structure: anyHessian(given) }] : [];
  return [
    { structure: symmetricArrowhead(n), star: 2 },
    { structure: symmetricTridiagonal(n), star: 3, acyclic: 2 },
  ];
}

export const hessians: ColoringPart = {
  id: "JA5.hessian",
  weight: 2,
  run: ({ params: { dim, pattern }, rng }): Findings => {
    const found = cases(dim, patternOf(pattern)).map((one) => examined(one, rng));
    return {
      claims: found.flatMap(({ claims }) => claims),
      tables:
        found.length === 0
          ? []
          : [
              {
                name: "hessians",
                title: "Colours of sparse Hessians: Hessian-vector products that give all entries",
                columns: ["structure", "n", "entries", "columns, symmetry unused", "star", "acyclic"],
                rows: found.map(({ row }) => row),
              },
            ],
    };
  },
};
