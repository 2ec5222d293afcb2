/** HU3: where eigenvalues decay most of the trace is in a small subspace, which Hutch++ finds: error ∝ 1/products and better, not 1/√products. */
import { claim } from "../../core/claim.js";
import type { Cell } from "../../core/study.js";
import type { Product } from "../../numeric/matrix/lanczos.js";
import { hutchinson, hutchPlusPlus } from "../../numeric/matrix/trace-estimation.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { logLogSlope, mean } from "../../numeric/statistics/fit.js";
import { productWith, randomRotation, withSpectrum } from "../operators.js";
import { type HutchinsonPart, lecture } from "./defaults.js";

const PRODUCTS = [12, 24, 48, 96];
const source = `${lecture}; Meyer, Musco, Musco & Woodruff (2021), SOSA`;
/** One estimate costs about as much as a thousand samples of HU1. */
const SHARE = 1 / 25;

interface Spectrum {
  readonly name: string;
  readonly statement: string;
  /** From how many products on Hutch++ is to be the better one; never for ∞. */
  readonly better: number;
  readonly eigenvalue: (i: number) => number;
}
const spectra = (decay: number): Spectrum[] => [
  { name: "power", statement: `eigenvalues i^−${decay}`, better: PRODUCTS[0]!, eigenvalue: (i) => Math.exp(-decay * Math.log(i)) },
  // The first ten or so are much alike: as long as the subspace has no room for them there is little in it.
  { name: "exponential", statement: "eigenvalues e^(−i/10)", better: 48, eigenvalue: (i) => Math.exp(-i / 10) },
  // Of one size: no subspace holds more than its share.
  {
    name: "flat",
    statement: "eigenvalues 1, 1, −1, 1, 1, −1, …",
    better: Number.POSITIVE_INFINITY,
    eigenvalue: (i) => (i % 3 === 0 ? -1 : 1),
  },
];

const estimators = { hutchinson, "hutch++": hutchPlusPlus };
type Estimator = keyof typeof estimators;

/** rms error relative to the trace, by number of products. */
function errors(which: Estimator, n: number, product: Product, trace: number, estimates: number, rng: Rng): number[] {
  return PRODUCTS.map((products) => {
    const stream = rng.split(`${which}/${products}`);
    let total = 0;
    for (let k = 0; k < estimates; k++) {
      const error = estimators[which](n, product, stream, { products }).estimate / trace - 1;
      total += error * error;
    }
    return Math.sqrt(total / estimates);
  });
}

export const decaying: HutchinsonPart = {
  id: "HU3",
  weight: 5,
  run: ({ params, rng, samples, tolerance }) => {
    const { size: n, decay } = params;
    const estimates = samples(Math.ceil(params.estimates * SHARE));
    const Q = randomRotation(n, rng.split("rotation"));
    const found = spectra(decay).map((spectrum) => {
      const eigenvalues = Float64Array.from({ length: n }, (_, i) => spectrum.eigenvalue(i + 1));
      const trace = eigenvalues.reduce((a, b) => a + b);
      const product = productWith(withSpectrum(eigenvalues, Q));
      const of = (which: Estimator): number[] => errors(which, n, product, trace, estimates, rng.split(spectrum.name));
      const [hutch, hutchPP] = [of("hutchinson"), of("hutch++")];
      return { ...spectrum, hutch, hutchPP, slope: logLogSlope(PRODUCTS, hutchPP), ratios: hutchPP.map((e, k) => e / hutch[k]!) };
    });
    const decays = found.filter(({ better }) => Number.isFinite(better));
    return {
      claims: [
        ...decays.map(({ name, statement, slope }) =>
          claim({
            id: `HU3.${name}.slope`,
            statement: `${statement}: the error of Hutch++ falls at least as 1/products: log–log slope`,
            source,
            measured: slope,
            atMost: -1,
          }),
        ),
        ...decays.map(({ name, statement, ratios, better }) =>
          claim({
            id: `HU3.${name}.better`,
            statement: `${statement}: error of Hutch++ ÷ error of Hutchinson's estimator, the largest from ${better} to ${PRODUCTS.at(-1)} products`,
            source,
            measured: Math.max(...ratios.filter((_, k) => PRODUCTS[k]! >= better)),
            atMost: 1,
          }),
        ),
        ...found
          .filter((spectrum) => !decays.includes(spectrum))
          .map(({ name, statement, ratios }) =>
            claim({
              id: `HU3.${name}`,
              statement: `${statement}: there Hutch++ is no better, as a third of the products estimates nearly all: error of Hutch++ ÷ error of Hutchinson's estimator, geometric mean`,
              source,
              measured: Math.exp(mean(ratios.map(Math.log))),
              atLeast: 1.2 - tolerance(0.2),
            }),
          ),
      ],
      tables: [
        {
          name: "hutch-plus-plus",
          title: `rms error relative to the trace, n = ${n}, ${estimates} estimates each`,
          columns: ["spectrum", "products", "Hutchinson", "Hutch++", "ratio"],
          rows: found.flatMap(({ statement, hutch, hutchPP, ratios }) =>
            PRODUCTS.map((m, k): Cell[] => [statement, m, hutch[k]!, hutchPP[k]!, ratios[k]!]),
          ),
        },
      ],
      figures: [
        {
          name: "hutch-plus-plus",
          title: `Trace of a matrix with ${decays[0]!.statement}, n = ${n}`,
          x: { label: "products", log: true },
          y: { label: "rms error ÷ trace", log: true },
          lines: [
            { name: "Hutchinson", points: PRODUCTS.map((m, k) => [m, decays[0]!.hutch[k]!] as const) },
            { name: "Hutch++", points: PRODUCTS.map((m, k) => [m, decays[0]!.hutchPP[k]!] as const) },
            ...[0.5, 1].map((p) => ({
              name: `products^−${p}`,
              points: PRODUCTS.map((m) => [m, decays[0]!.hutch[0]! * Math.exp(-p * Math.log(m / PRODUCTS[0]!))] as const),
              style: "dashed" as const,
            })),
          ],
          note: "Hutchinson's estimator gains half a digit for ten times the products, Hutch++ one digit at least.",
        },
      ],
    };
  },
};
