/** MD6: one Nelder–Mead run on each map, standard coefficients stopped at a cap, adaptive ones not: no gradient, no restarts. */
import { claim } from "../../core/claim.js";
import { evals } from "../../core/cost.js";
import type { Findings } from "../../core/study.js";
import { curvature, evalsAtHit, maps, onMap, toLoss } from "./cities.js";
import { type Context, lecture, type MdsPart, published } from "./defaults.js";

/** Enough for the adaptive coefficients on 34 cities, which take about 6e4. */
const UNCAPPED = 200000;
const SOLVED = 1e-2;
const SOLVED_WELL = 1e-3;

/** What 200n evaluations of the standard coefficients come to where they are not enough. */
const atCap: Readonly<Record<number, number>> = { 15: 0.6, 34: 9 };

function measure({ cap }: Context["params"]) {
  const capped = { target: 0, budget: `${cap}n`, budgetUnit: "evals" } as const;
  return maps.map(({ N }) => ({
    N,
    standard: onMap(N, { ...capped, optimizers: "nelder-mead" })[0]!,
    differences: onMap(N, { ...capped, optimizers: `gd[step=${1 / curvature(N)}]`, gradients: "forward-difference" })[0]!,
    adaptive: toLoss(N, SOLVED_WELL, { optimizers: "nelder-mead[adaptive=true]", budget: UNCAPPED, budgetUnit: "evals" })[0]!,
  }));
}
type Row = ReturnType<typeof measure>[number];

function findings({ params }: Context): Findings {
  const rows = measure(params);
  return {
    claims: [
      ...(published(params, "cap") ? rows.flatMap(publishedClaims) : []),
      ...rows.map(({ N, adaptive }) =>
        claim({
          id: `MD6.adaptive.${N}`,
          statement: `adaptive Nelder–Mead without a cap solves ${N} cities, stress ${SOLVED_WELL} after ${evalsAtHit(adaptive)} evaluations: least stress of the run`,
          source: lecture,
          measured: adaptive.fBest,
          atMost: SOLVED_WELL,
        }),
      ),
      claim({
        id: "MD6.gradient",
        statement: `with ${params.cap}n evaluations Nelder–Mead is nowhere below gradient descent on forward differences: least ratio of their stress`,
        source: lecture,
        measured: Math.min(...rows.map(({ standard, differences }) => standard.f / differences.f)),
        // Where both have converged they differ by roundings.
        atLeast: 1 - 1e-6,
      }),
    ],
    tables: [
      {
        name: "nelder-mead",
        title: `One Nelder–Mead run on stress: standard with at most ${params.cap}n evaluations, adaptive without a cap`,
        columns: ["N", "n", "evaluations", "standard", "forward-difference descent", `adaptive: evaluations to ${SOLVED_WELL}`],
        rows: rows.map(({ N, standard, differences, adaptive }) => [
          N,
          2 * N,
          evals(standard.cost),
          standard.f,
          differences.f,
          evalsAtHit(adaptive),
        ]),
      },
    ],
  };
}

function publishedClaims({ N, standard }: Row) {
  const stated = (id: string, what: string) => ({
    id,
    statement: `standard Nelder–Mead on ${N} cities, ${evals(standard.cost)} evaluations: ${what}`,
    source: lecture,
    measured: standard.f,
  });
  const about = atCap[N];
  if (about === undefined) return [claim({ ...stated(`MD6.${N}`, "solved, stress"), atMost: SOLVED })];
  return [
    claim({ ...stated(`MD6.${N}`, "not solved, stress"), atLeast: 0.1 }),
    claim({ ...stated(`MD6.${N}.about`, `stress about ${about}`), expected: about, relative: 0.1 }),
  ];
}

export const md6: MdsPart = { id: "MD6", run: findings };
