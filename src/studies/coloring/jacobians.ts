/** JA5, Jacobians: how many products J v and uᵀ J give all entries. */
import { type Claim, claim } from "../../core/claim.js";
import type { Cell } from "../../core/study.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { type ColoringPart, curtis, patternOf, survey } from "./defaults.js";
import { type JacobianColoring, type Measured, measureJacobian } from "./measure.js";
import { anyJacobian, arrowhead, band, fivePoint, type Structure } from "./structures.js";

const colorings = ["column", "row", "bidirectional"] as const;

interface Case {
  readonly structure: Structure;
  readonly expected: Partial<Record<JacobianColoring, number | { readonly atLeast: number }>>;
}

function cases(n: number, lower: number, upper: number, side: number): Case[] {
  return [
    { structure: band("diagonal", n, 0, 0), expected: { column: 1 } },
    { structure: band("tridiagonal", n, 1, 1), expected: { column: 3 } },
    { structure: band("band", n, lower, upper), expected: { column: Math.min(n, lower + upper + 1) } },
    { structure: fivePoint(side), expected: { column: { atLeast: 5 } } },
    { structure: arrowhead(n), expected: { column: n, row: n, bidirectional: 3 } },
  ];
}

/** What holds for every structure. */
function general({ id, what }: Structure, all: Readonly<Record<JacobianColoring, Measured>>): Claim[] {
  const found = Object.values(all);
  return [
    claim({
      id: `JA5.jacobian.${id}.structure`,
      statement: `${what}: places that the program's structure has wrong`,
      source: survey,
      measured: all.column.misplaced,
      expected: 0,
    }),
    claim({
      id: `JA5.jacobian.${id}.entries`,
      statement: `${what}: entries recovered from columns, rows and both against the closed form, largest error`,
      source: survey,
      measured: Math.max(...found.map(({ error }) => error)),
      atMost: 1e-14,
    }),
    claim({
      id: `JA5.jacobian.${id}.both`,
      statement: `${what}: both together take no more than the better of columns and rows`,
      source: survey,
      measured: all.bidirectional.colors,
      atMost: Math.min(all.column.colors, all.row.colors),
    }),
    claim({
      id: `JA5.jacobian.${id}.bound`,
      statement: `${what}: columns take at least as many colours as the fullest row has entries`,
      source: curtis,
      measured: all.column.colors,
      atLeast: fullestRow(all.column),
    }),
  ];
}

const fullestRow = ({ pattern: { rows, starts } }: Measured): number =>
  Array.from({ length: rows }, (_, i) => starts[i + 1]! - starts[i]!).reduce((a, b) => Math.max(a, b), 0);

function examined({ structure, expected }: Case, rng: Rng): { readonly claims: Claim[]; readonly row: readonly Cell[] } {
  const { id, what, n } = structure;
  const by = (coloring: JacobianColoring): Measured => measureJacobian(structure, coloring, rng.split(`${id} ${coloring}`));
  const all = { column: by("column"), row: by("row"), bidirectional: by("bidirectional") };
  const counted = colorings.flatMap((coloring) => {
    const wanted = expected[coloring];
    if (wanted === undefined) return [];
    return claim({
      id: `JA5.jacobian.${id}.${coloring}`,
      statement: `${what}, n = ${n}: colours, ${coloring === "bidirectional" ? "columns and rows together" : `${coloring}s`}`,
      source: coloring === "bidirectional" ? "Coleman & Verma (1998), SIAM J. Sci. Comput. 19(4)" : curtis,
      measured: all[coloring].colors,
      ...(typeof wanted === "number" ? { expected: wanted } : wanted),
    });
  });
  const { pattern, sweeps } = all.bidirectional;
  return {
    claims: [...counted, ...general(structure, all)],
    row: [
      what,
      pattern.rows,
      pattern.columns,
      pattern.indices.length,
      fullestRow(all.column),
      ...colorings.map((coloring) => all[coloring].colors),
      `${sweeps[0]} + ${sweeps[1]}`,
    ],
  };
}

export const jacobians: ColoringPart = {
  id: "JA5.jacobian",
  weight: 2,
  run: ({ params: { dim, lower, upper, side, pattern }, rng }) => {
    const given = patternOf(pattern);
    const found = (given ? [{ structure: anyJacobian(given), expected: {} }] : cases(dim, lower, upper, side)).map((one) =>
      examined(one, rng),
    );
    return {
      claims: found.flatMap(({ claims }) => claims),
      tables: [
        {
          name: "jacobians",
          title: "Colours of sparse Jacobians: products that give all entries",
          columns: ["structure", "rows", "columns", "entries", "fullest row", "by columns", "by rows", "both", "J v + uᵀJ"],
          rows: found.map(({ row }) => row),
        },
      ],
    };
  },
};
