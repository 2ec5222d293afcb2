/**
 * MD8: stress = 2N‖X‖² − 2ρ(X) + const for centred X, ρ = Σ D_ij ‖X_i − X_j‖ convex and homogeneous: ∇²ρ ⪰ 0 and ∇²ρ X = 0. So max λ = 4N
 * at every X, along X itself. Near the optimum D_ij ≈ ‖X_i − X_j‖ makes tr ∇²stress ≈ 4N (N − 1). Shifts, and at an optimum turns, cost nothing.
 */
import { claim } from "../../core/claim.js";
import type { Findings } from "../../core/study.js";
import { cities } from "../../data/europe.js";
import { curvature, MOST, mapProblem, maps } from "./cities.js";
import { lecture, type MdsPart } from "./defaults.js";
import { marks, northUp } from "./map.js";
import { minimum, spectrum } from "./minimum.js";

/** Eigenvalues below this part of 4N count as 0: two translations, one rotation. */
const ZERO = 1e-3;
const GTOL = 1e-12;
const source = `${lecture}; de Leeuw (1988), J. Classif. 5(2): the derivative of the Guttman transform`;
/** step·N: nearly as fast as any. */
const STEP = 0.45;

/** The map that descent from the standard start ends in. */
export const optimum = (N: number): Float64Array => minimum(mapProblem(N), STEP / N, GTOL, MOST);

interface Row {
  readonly N: number;
  /** Ascending. */
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/** `at`: the point whose Hessian is taken. */
export const spectra = (at: (N: number) => Float64Array = optimum): Row[] =>
  maps.map(({ N }) => {
    const problem = mapProblem(N);
    return { N, start: spectrum(problem, problem.x0), end: spectrum(problem, at(N)) };
  });

const zeros = ({ N, end }: Row): number => end.filter((lambda) => Math.abs(lambda) < ZERO * curvature(N)).length;
const trace = ({ end }: Row): number => end.reduce((sum, lambda) => sum + lambda, 0);

export const spectrumClaims = (rows: readonly Row[]): Findings["claims"] =>
  rows.flatMap((row) => {
    const { N, start, end } = row;
    const stated = (part: string, statement: string, measured: number) => ({
      id: `MD8.${N}.${part}`,
      statement,
      source,
      measured,
    });
    return [
      claim({ ...stated("zeros", `${N} cities: eigenvalues of the Hessian at the optimum below ${ZERO}·4N`, zeros(row)), expected: 3 }),
      claim({
        ...stated("largest", `${N} cities: the largest eigenvalue at the optimum is 4N`, end.at(-1)!),
        expected: 4 * N,
        relative: 1e-10,
      }),
      claim({
        ...stated("start", `${N} cities: and at the start, where nothing is fitted yet`, start.at(-1)!),
        expected: 4 * N,
        relative: 1e-10,
      }),
      claim({
        ...stated("rank", `${N} cities: effective rank, trace ÷ largest eigenvalue, is N − 1`, trace(row) / end.at(-1)!),
        expected: N - 1,
        relative: 1e-3,
      }),
    ];
  });

function findings(): Findings {
  const rows = spectra();
  const map = northUp(optimum(cities.length));
  return {
    claims: spectrumClaims(rows),
    tables: [
      {
        name: "spectrum",
        title: "Eigenvalues of the Hessian of stress at the optimum, in units of 4N",
        columns: ["N", "n", "zero", "least but these", "median", "largest − 1", "largest at the start − 1", "trace ÷ largest", "N − 1"],
        rows: rows.map((row) => {
          const { N, start, end } = row;
          const L = curvature(N);
          return [
            N,
            2 * N,
            zeros(row),
            end[zeros(row)]! / L,
            end[N]! / L,
            end.at(-1)! / L - 1,
            start.at(-1)! / L - 1,
            trace(row) / end.at(-1)!,
            N - 1,
          ];
        }),
      },
      {
        name: "map",
        title: "The map at the optimum of stress, north up, thousands of km",
        columns: ["city", "east", "north"],
        rows: cities.map(({ name }, i) => [name, map[2 * i]!, map[2 * i + 1]!]),
      },
    ],
    figures: [
      {
        name: "map",
        title: `${cities.length} European cities from their distances alone`,
        x: { label: "thousands of km east", log: false },
        y: { label: "thousands of km north", log: false },
        lines: [marks("cities", map)],
        note: "The distances say nothing about place, turn or mirror image: three zero eigenvalues for the first two; here north was put up.",
      },
      {
        name: "spectrum",
        title: "Eigenvalues of the Hessian of stress at the optimum",
        x: { label: "rank, in n", log: false },
        y: { label: "eigenvalue ÷ 4N", log: false },
        lines: rows.map(({ N, end }) => ({
          name: `N = ${N}`,
          points: Array.from(end, (lambda, k) => [(k + 1) / (2 * N), lambda / curvature(N)] as const),
        })),
        note: "Relative to 4N the spectra hardly depend on N, which is why the same relative step does as well on every map.",
      },
    ],
  };
}

export const md8: MdsPart = { id: "MD8", run: findings };
