/** Points W, [N, embed], whose distances are to be given ones: Σ over ordered pairs of (‖W_i − W_j‖ − D_ij)², or of squares of these. */
import { constant, type Expr, gt, reshape, sqrt, square, squaredDistances, sub, sum, where } from "../ad/index.js";
import { UsageError } from "../core/errors.js";
import { choice, integer, oneOf, type Params, settled, text } from "../core/params.js";
import { defineProblem, type Read } from "../core/problem.js";
import { bestKnown } from "../data/best-known.js";
import { parseDistances } from "../data/distance-file.js";
import type { DistanceTable } from "../data/distance-table.js";
import { eurodist } from "../data/eurodist.js";
import { europe } from "../data/europe.js";
import { DataError } from "../data/sheet.js";
import { mersenneUniforms, type Rng } from "../numeric/sampling/random.js";

const shipped: Readonly<Record<string, DistanceTable>> = { europe, eurodist };
const RANDOM_POINTS = 20;
/** An N × N array of doubles takes 2 GiB. */
const MOST_POINTS = 16384;
/** Of the start for given distances: the same numbers for every N, so that it is NumPy's RandomState(42).rand. */
const START = 42;

/** From S_ij = ‖W_i − W_j‖², [N, N], and D, [N, N]. */
const losses = {
  sstress: (S: Expr, D: Float64Array) => sum(square(sub(S, constant(D.map(squared), S.shape)))),
  literal: (S: Expr, D: Float64Array) => sum(square(sub(S, constant(D, S.shape)))),
  stress: (S: Expr, D: Float64Array) => sum(square(sub(root(S), constant(D, S.shape)))),
};
const squared = (d: number): number => d * d;

/** √S with derivative 0 at 0, as the norm that it is: on the diagonal, and where points coincide. */
function root(S: Expr): Expr {
  const apart = gt(S, 0);
  return where(apart, sqrt(where(apart, S, 1)), 0);
}

export default defineProblem({
  name: "mds",
  summary: "multidimensional scaling: points on a map from the distances between them",
  reference:
    "sstress: Takane, Young & de Leeuw (1977), Psychometrika 42(1); stress: Kruskal (1964), Psychometrika 29(1), both raw; literal compares ‖W_i − W_j‖² with D_ij",
  defaults: {
    // points · embed. By default 20 random points, and all points of a data set.
    dim: settled(oneOf("auto", integer(RANDOM_POINTS * 2, { min: 1 })), defaultDim),
    data: oneOf("random", "europe", "eurodist", text("", "the path of a file: a matrix of distances, or name,lat,lon")),
    loss: choice("sstress", "literal", "stress"),
    embed: integer(2, { min: 1, max: 1000 }),
    scale: choice("max", "none"),
  },
  make: ({ dim, data, loss, embed, scale }, rng, read) => {
    const random = data === "random";
    const table = random ? null : tableOf(data, read);
    const n = pointsOf(dim, embed, table, data);
    const points = random ? uniforms(n * embed, rng.split("points")) : null;
    const D = points ? distancesOf(points, embed) : table!.first(n);
    const largest = D.reduce((a, b) => Math.max(a, b), 0);
    if (largest === 0 && scale === "max") throw fail(`all distances of data=${data} are 0: there is nothing to scale by`);
    const unit = scale === "max" ? largest : 1;
    const scaled = D.map((d) => d / unit);
    return {
      dim: n * embed,
      x0: random ? uniforms(n * embed, rng.split("x0")) : mersenneUniforms(START, n * embed),
      start: (r) => uniforms(n * embed, r),
      f: (x) => losses[loss](squaredDistances(reshape(x, [n, embed])), scaled),
      // Random distances are those of points in the same space. `literal` fits squares to them, which does not come out even.
      ...(points && loss !== "literal" && { fmin: 0, xmin: points.map((p) => p / unit) }),
      ...(table && { labels: table.labels.slice(0, n) }),
      ...(embed === 2 && bestOf(data, loss, n, largest / unit)),
    };
  },
});

function defaultDim({ data, embed }: Params): number | "auto" {
  if (data === "random") return RANDOM_POINTS * (embed as number);
  return Object.hasOwn(shipped, String(data)) ? shipped[String(data)]!.labels.length * (embed as number) : "auto";
}

const fail = (message: string): UsageError => new UsageError(`problem mds: ${message}`);

function tableOf(data: string, read: Read): DistanceTable {
  if (Object.hasOwn(shipped, data)) return shipped[data]!;
  try {
    return parseDistances(read(data), data);
  } catch (error) {
    if (error instanceof DataError) throw fail(error.message);
    if (error instanceof UsageError)
      throw new UsageError(`${error.message} (data is random, ${Object.keys(shipped).join(", ")} or a file)`);
    throw error;
  }
}

/** How many points `dim` variables make, all of them for "auto". */
function pointsOf(dim: number | "auto", embed: number, table: DistanceTable | null, data: string): number {
  const available = table?.labels.length ?? Number.POSITIVE_INFINITY;
  const n = dim === "auto" ? available : dim / embed;
  if (n < 2) throw fail(`dim ${dim} makes fewer than 2 points in ${embed} dimensions: dim at least ${2 * embed}`);
  if (Math.floor(n) > available) {
    const points = `${Math.ceil(n)} points in ${embed} dimensions`;
    throw fail(`dim ${dim} takes ${points}, data=${data} has ${available}: dim at most ${available * embed}`);
  }
  if (!Number.isInteger(n)) {
    const nearest = [Math.floor(n), Math.ceil(n)].filter((m) => m <= available).map((m) => m * embed);
    throw fail(`dim ${dim} is not a multiple of embed = ${embed}: ${nearest.join(" or ")} would be`);
  }
  if (n > MOST_POINTS) {
    const gib = Number(((8 * n * n) / 1073741824).toPrecision(3));
    throw fail(
      `${n} points have ${n} × ${n} distances, ${gib} GiB for each such array: at most ${MOST_POINTS} points, dim ${MOST_POINTS * embed}`,
    );
  }
  return n;
}

/** The table is for a largest distance of 1: with c instead, the least loss is c⁴ (sstress) or c² times as much. */
function bestOf(data: string, loss: keyof typeof losses, n: number, c: number): { fbest?: number } {
  const scaled = Object.hasOwn(bestKnown, data) ? bestKnown[data as keyof typeof bestKnown][loss][n - 2] : undefined;
  return scaled === undefined ? {} : { fbest: scaled * c * c * (loss === "sstress" ? c * c : 1) };
}

function uniforms(count: number, rng: Rng): Float64Array {
  return Float64Array.from({ length: count }, () => rng.uniform());
}

/** Euclidean distances, [N, N], of N points, [N, embed]. */
function distancesOf(points: Float64Array, embed: number): Float64Array {
  const n = points.length / embed;
  const D = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = 0; k < embed; k++) sum += squared(points[i * embed + k]! - points[j * embed + k]!);
      D[i * n + j] = Math.sqrt(sum);
      D[j * n + i] = Math.sqrt(sum);
    }
  return D;
}
