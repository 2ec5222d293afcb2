/** MD9: is it PCA? For Euclidean distances classical scaling gives the principal component scores; distances on a globe are not Euclidean. */
import { claim } from "../../core/claim.js";
import type { Findings } from "../../core/study.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { meterOf } from "../methods.js";
import { mapProblem, maps, scaledDistances } from "./cities.js";
import { classicalScaling, principalScores } from "./classical.js";
import { type Context, lecture, type MdsPart } from "./defaults.js";
import { optimum } from "./md8.js";
import { aligned } from "./procrustes.js";

/** Points of the Euclidean case: more coordinates than the map has. */
const POINTS = 34;
const COORDINATES = 5;
/** Eigenvalues of smaller size than this part of the largest may be rounding. */
const ROUNDING = 1e-9;

const published = { iterative: 2.369e-4, classical: 5.806e-4 };

/** Normal coordinates of unequal spread, so that the principal axes are well apart. */
const cloud = (rng: Rng): Float64Array =>
  Float64Array.from({ length: POINTS * COORDINATES }, (_, k) => rng.normal() / (1 + (k % COORDINATES)));

/** [N, N] of points [N, p]. */
export function euclidean(P: Float64Array, p: number): Float64Array {
  const N = P.length / p;
  return Float64Array.from({ length: N * N }, (_, k) => {
    const [i, j] = [Math.floor(k / N), k % N];
    let sum = 0;
    for (let l = 0; l < p; l++) sum += (P[i * p + l]! - P[j * p + l]!) * (P[i * p + l]! - P[j * p + l]!);
    return Math.sqrt(sum);
  });
}

/** How far classical scaling of D is from the scores of P, in the size of the scores: max |X Q − S| / max |S|. */
export function distanceFromScores(D: Float64Array, P: Float64Array, p: number): number {
  const scores = principalScores(P, p);
  const X = aligned(classicalScaling(D).X, scores);
  const largest = scores.reduce((m, s) => Math.max(m, Math.abs(s)), 0);
  return X.reduce((m, x, k) => Math.max(m, Math.abs(x - scores[k]!)), 0) / largest;
}

function findings({ rng }: Context): Findings {
  const P = cloud(rng.split("cloud"));
  const rows = maps.map(({ N }) => {
    const meter = meterOf(mapProblem(N));
    const { X, eigenvalues } = classicalScaling(scaledDistances(N));
    const negative = eigenvalues.filter((lambda) => lambda < -ROUNDING * eigenvalues[0]!).length;
    return { N, eigenvalues, negative, classical: meter.value(X), iterative: meter.value(optimum(N)) };
  });
  const largest = rows.at(-1)!;
  const stated = (part: string, statement: string, measured: number) => ({
    id: `MD9.${part}`,
    statement,
    source: `${lecture}; Gower (1966), Biometrika 53`,
    measured,
  });
  return {
    claims: [
      claim({
        ...stated(
          "pca",
          `${POINTS} points in ${COORDINATES} dimensions: classical scaling to 2 gives the principal component scores, up to a turn`,
          distanceFromScores(euclidean(P, COORDINATES), P, COORDINATES),
        ),
        atMost: 1e-10,
      }),
      ...rows.map(({ N, negative }) =>
        claim({
          ...stated(`negative.${N}`, `distances of ${N} cities are not Euclidean: negative eigenvalues of their Gram matrix`, negative),
          atLeast: 1,
        }),
      ),
      claim({
        ...stated("iterative", `stress of the iterative map of ${largest.N} cities`, largest.iterative),
        expected: published.iterative,
        relative: 1e-3,
      }),
      claim({
        ...stated("classical", `stress of the classical map of ${largest.N} cities`, largest.classical),
        expected: published.classical,
        relative: 1e-3,
      }),
      claim({
        ...stated(
          "better",
          "the iterative map beats the classical one: least ratio of their stress",
          Math.min(...rows.map(({ classical, iterative }) => classical / iterative)),
        ),
        atLeast: 1,
      }),
    ],
    tables: [
      {
        name: "classical",
        title: "Classical scaling against minimised stress",
        columns: ["N", "n", "negative eigenvalues", "of", "least ÷ largest", "third ÷ largest", "classical stress", "iterative stress"],
        rows: rows.map(({ N, eigenvalues, negative, classical, iterative }) => [
          N,
          2 * N,
          negative,
          N,
          eigenvalues.at(-1)! / eigenvalues[0]!,
          eigenvalues[2]! / eigenvalues[0]!,
          classical,
          iterative,
        ]),
      },
    ],
    figures: [
      {
        name: "gram-spectrum",
        title: "Eigenvalues of the Gram matrix of the cities, size in parts of the largest",
        x: { label: "rank", log: false },
        y: { label: "|eigenvalue| ÷ largest", log: true },
        lines: [
          { name: "positive", style: "points", points: sizes(largest.eigenvalues, 1) },
          { name: "negative", style: "points", points: sizes(largest.eigenvalues, -1) },
        ],
        note: "Two stand out: the map. The globe makes the rest: positive ones ask for further dimensions, negative ones no Euclidean space has.",
      },
    ],
  };
}

/** In the order of their sizes, those of one sign; the one that centring makes 0 is left out. */
const sizes = (eigenvalues: Float64Array, sign: number): (readonly [rank: number, size: number])[] =>
  [...eigenvalues]
    .sort((a, b) => Math.abs(b) - Math.abs(a))
    .map((lambda, k) => [k + 1, (sign * lambda) / eigenvalues[0]!] as const)
    .filter(([, size]) => size > ROUNDING);

export const md9: MdsPart = { id: "MD9", run: findings };
