/** HU1: E[vᵀHv] = tr H where E[vvᵀ] = I; the error of a mean of m samples is σ/√m, and hardly ever more than 3σ/√m. */
import { type Claim, claim } from "../../core/claim.js";
import type { Figure, Line } from "../../core/study.js";
import type { Product } from "../../numeric/matrix/lanczos.js";
import { hutchinson, isotropic } from "../../numeric/matrix/trace-estimation.js";
import { laws as directions } from "../../numeric/sampling/directions.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { type Context, type HutchinsonPart, lecture } from "./defaults.js";
import { form, type Law, laws, type Matrix, named, networkHessian, traceOf, varianceOf } from "./matrices.js";

/** Samples an estimate. */
const SIZES = [4, 8, 16, 32, 64, 128, 256];
/** From here on the sum is close enough to normal. */
const NORMAL = 16;

type Draw = (v: Float64Array, rng: Rng) => void;

/** The mean of vᵀHv, in units of its own standard error away from the trace. */
function sigmas(H: Matrix, draw: Draw, deviation: number, count: number, rng: Rng): { readonly mean: number; readonly away: number } {
  const v = new Float64Array(H.n);
  let total = 0;
  for (let k = 0; k < count; k++) {
    draw(v, rng);
    total += form(H, v) / count;
  }
  return { mean: total, away: Math.abs(total - traceOf(H)) / (deviation / Math.sqrt(count)) };
}

/** max |E[vvᵀ] − I|, in units of 1/√samples. */
export function anisotropy(n: number, draw: Draw, count: number, rng: Rng): number {
  const v = new Float64Array(n);
  const moments = new Float64Array(n * n);
  for (let k = 0; k < count; k++) {
    draw(v, rng);
    for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < n; j++, at++) moments[at]! += v[i]! * v[j]!;
  }
  return moments.reduce((most, m, k) => Math.max(most, Math.abs(m / count - (k % (n + 1) === 0 ? 1 : 0))), 0) * Math.sqrt(count);
}

/** Errors of means of m samples, for each m of SIZES; of one estimate the shorter ones are its beginning. */
function errors(H: Matrix, draw: Draw, estimates: number, rng: Rng): readonly (readonly number[])[] {
  const [v, trace] = [new Float64Array(H.n), traceOf(H)];
  const found = SIZES.map((): number[] => []);
  for (let k = 0; k < estimates; k++) {
    let total = 0;
    for (let m = 1, at = 0; at < SIZES.length; m++) {
      draw(v, rng);
      total += form(H, v);
      if (m === SIZES[at]) found[at++]!.push(total / m - trace);
    }
  }
  return found;
}
const rms = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, e) => sum + e * e, 0) / values.length);

function ofLaw(law: Law, H: Matrix, { params, rng, samples, tolerance }: Context): { readonly claims: Claim[]; readonly lines: Line[] } {
  const [n, name, deviation] = [H.n, named[law], Math.sqrt(varianceOf(H, law))];
  const draw = isotropic(law);
  const count = samples(Math.ceil(params.samples / 2));
  const all = errors(H, draw, samples(params.estimates), rng.split(`${law}/errors`));
  const size = all.map(rms);
  const normal = all.flatMap((found, k) => (SIZES[k]! >= NORMAL ? found.map((e) => Math.abs(e) * Math.sqrt(SIZES[k]!)) : []));
  const inside = normal.filter((e) => e <= 3 * deviation).length / normal.length;
  return {
    claims: [
      claim({
        id: `HU1.${law}`,
        statement: `tr H = E[vᵀHv] for ${name} vectors: standard errors that the mean of ${count} samples is away`,
        source: lecture,
        measured: sigmas(H, draw, deviation, count, rng.split(law)).away,
        atMost: 4,
      }),
      claim({
        id: `HU1.${law}.isotropic`,
        // Entries of variance 1 off the diagonal, up to 2 on it: the largest of n² of them.
        statement: `E[vvᵀ] = I for ${name} vectors: the largest error of an entry, times √samples`,
        source: lecture,
        measured: anisotropy(n, draw, samples(20_000), rng.split(`${law}/isotropic`)),
        atMost: Math.SQRT2 * Math.sqrt(2 * Math.log(n * n * 1e5)),
      }),
      claim({
        id: `HU1.${law}.slope`,
        statement: `${name} vectors: the error falls as the square root of the number of samples`,
        source: lecture,
        measured: logLogSlope(SIZES, size),
        expected: -0.5,
        absolute: tolerance(0.03),
      }),
      claim({
        id: `HU1.${law}.sigma`,
        statement: `${name} vectors: the part of estimates from ${NORMAL} and more samples that is within 3σ/√m`,
        source: lecture,
        measured: inside,
        atLeast: 1 - tolerance(0.01),
      }),
    ],
    lines: [
      { name, points: SIZES.map((m, k) => [m, size[k]!] as const) },
      { name: `${name}, σ/√m`, points: SIZES.map((m) => [m, deviation / Math.sqrt(m)] as const), style: "dashed" },
    ],
  };
}

/** What goes wrong with v on the unit sphere, which is not isotropic: E[vvᵀ] = I/n. */
function unscaled(H: Matrix, { rng, samples }: Context): Claim[] {
  const unit = directions.sphere.draw;
  const count = samples(20_000);
  const { mean, away } = sigmas(H, unit, Math.sqrt(varianceOf(H, "sphere")) / H.n, count, rng.split("unscaled"));
  return [
    claim({
      id: "HU1.unscaled",
      statement: `vectors on the unit sphere, without the √n, are caught: standard errors that the mean is away (mean·n ÷ trace = ${((mean * H.n) / traceOf(H)).toFixed(3)})`,
      source: lecture,
      measured: away,
      atLeast: 20,
    }),
    claim({
      id: "HU1.unscaled.isotropic",
      statement: "and so is E[vvᵀ], which is I/n: the largest error of an entry, times √samples",
      source: lecture,
      measured: anisotropy(H.n, unit, count, rng.split("unscaled/isotropic")),
      atLeast: 20,
    }),
  ];
}

/** The library's estimator on products by AD, and on the dense matrix that they make. */
function throughProducts(H: Matrix & { readonly product: Product }, { rng }: Context): Claim {
  const dense: Product = (v, out) => {
    for (let i = 0; i < H.n; i++) out[i] = H.A.subarray(i * H.n, (i + 1) * H.n).reduce((sum, a, j) => sum + a * v[j]!, 0);
  };
  const [byProducts, byMatrix] = [H.product, dense].map((product) => hutchinson(H.n, product, rng.split("products"), { products: 100 }));
  return claim({
    id: "HU1.products",
    statement: "100 products with the Hessian by AD estimate what the dense matrix does, and no matrix is needed: relative difference",
    source: lecture,
    measured: Math.abs(byProducts!.estimate / byMatrix!.estimate - 1),
    atMost: 1e-12,
  });
}

export const unbiased: HutchinsonPart = {
  id: "HU1",
  weight: 7,
  run: (context) => {
    const H = networkHessian(context.params, context.rng.split("hessian"));
    const found = laws.map((law) => ofLaw(law, H, context));
    const figure: Figure = {
      name: "samples",
      title: `Error of tr H against samples, H the Hessian of a network of ${H.n} parameters`,
      x: { label: "samples", log: true },
      y: { label: "rms error", log: true },
      lines: found.flatMap(({ lines }) => lines),
      note: "Another digit takes a hundred times as many products.",
    };
    return { claims: [...found.flatMap(({ claims }) => claims), ...unscaled(H, context), throughProducts(H, context)], figures: [figure] };
  },
};
