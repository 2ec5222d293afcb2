/** SP1: Gauss rules by Lanczos have the moments vᵀAᵏv, k ≤ 2m − 1; averaged over random v they are the distribution of eigenvalues. */
import { type Claim, claim } from "../../core/claim.js";
import type { Cell, Figure } from "../../core/study.js";
import type { Quadrature } from "../../numeric/matrix/gauss-rule.js";
import { lanczosQuadrature, spectralDensity } from "../../numeric/matrix/lanczos-quadrature.js";
import { rademacher } from "../../numeric/sampling/directions.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { dot } from "../../numeric/vector.js";
import { coordinates, productWith, randomRotation, withSpectrum } from "../operators.js";
import { asPublished, lecture, type SpectrumPart } from "./defaults.js";
import { massOf, momentError, type Points, snapped, supDistance } from "./distance.js";
import { power, type Spectrum, spectra } from "./matrices.js";

const source = `${lecture}; Lin, Saad & Yang (2016), SIAM Rev. 58(1)`;
interface Found {
  readonly spectrum: Spectrum;
  readonly distance: number;
  readonly moments: number;
  readonly density: Quadrature;
}

function ofSpectrum(spectrum: Spectrum, Q: readonly Float64Array[], probes: number, rng: Rng): Found {
  const { eigenvalues, steps } = spectrum;
  const n = eigenvalues.length;
  const product = productWith(withSpectrum(eigenvalues, Q));
  const density = spectralDensity(n, product, rng.split("probes"), { steps, probes })!;
  const ascending = eigenvalues.slice().sort();
  const draws = rng.split("moments");
  const moments = Array.from({ length: 3 }, () => {
    const v = new Float64Array(n);
    rademacher(v, draws);
    return momentError(lanczosQuadrature(product, v, steps)!, eigenvalues, coordinates(Q, v));
  });
  return { spectrum, distance: supDistance(snapped(density, ascending), massOf(ascending)), moments: Math.max(...moments), density };
}

/** The rule that random ones scatter around: of a v that has the same share in every eigenvector. */
function withoutChance(eigenvalues: Float64Array, steps: number): number {
  const even = new Float64Array(eigenvalues.length).fill(1 / Math.sqrt(eigenvalues.length));
  const rule = lanczosQuadrature((v, out) => void out.set(v.map((vi, i) => eigenvalues[i]! * vi)), even, steps)!;
  const ascending = eigenvalues.slice().sort();
  return supDistance(snapped(rule, ascending), massOf(ascending));
}

function claimsOf({ spectrum: { name, title, steps }, distance, moments }: Found, probes: number, most: number): Claim[] {
  return [
    claim({
      id: `SP1.${name}`,
      statement: `${title}: ${probes} probes of ${steps} steps, sup distance of the distribution functions`,
      source,
      measured: distance,
      atMost: most,
    }),
    claim({
      id: `SP1.${name}.moments`,
      statement: `${title}: moments up to degree ${2 * steps - 1} in units of ‖A‖ᵏ, largest error`,
      source: "Golub & Meurant (2010), Matrices, Moments and Quadrature, chapter 6",
      measured: moments,
      atMost: 5e-14,
    }),
  ];
}

/** Both distribution functions, as stairs. */
function figureOf({ spectrum: { name, title, eigenvalues, steps }, density }: Found): Figure {
  const stairs = (points: Points): (readonly [number, number])[] => {
    let total = 0;
    return points.flatMap(([at, mass]) => {
      const before = total;
      total += mass;
      return [[at, before] as const, [at, total] as const];
    });
  };
  return {
    name: `distribution-${name}`,
    title: `Eigenvalues below t: ${title}`,
    x: { label: "t", log: false },
    y: { label: "part below t", log: false },
    lines: [
      { name: `${steps} steps`, points: stairs(Array.from(density.nodes, (node, j) => [node, density.weights[j]!] as const)) },
      { name: "exact", points: stairs(massOf(eigenvalues.slice().sort())), style: "dashed" },
    ],
  };
}

export const quadrature: SpectrumPart = {
  id: "SP1",
  weight: 6,
  run: ({ params, rng, samples, tolerance }) => {
    const probes = samples(params.probes);
    const Q = randomRotation(params.size, rng.split("rotation"));
    const rotations = new Map([[params.size, Q]]);
    const found = spectra(params.size, params.decay, params.steps).map((one) => {
      const n = one.eigenvalues.length;
      const rotation = rotations.get(n) ?? randomRotation(n, rng.split(`rotation/${n}`));
      return ofSpectrum(one, rotation, probes, rng.split(one.name));
    });
    const published = asPublished(params, "size", "steps", "decay");
    const unit = new Float64Array(params.size);
    return {
      claims: [
        claim({
          id: "SP1.rotation",
          statement: "the eigenvectors are orthonormal: largest error of QᵀQ",
          source: "Stewart (1980), SIAM J. Numer. Anal. 17(3)",
          measured: Q.reduce((most, q, i) => {
            unit.fill(0)[i] = 1;
            return Math.max(most, ...Q.map((p, j) => Math.abs(dot(p, q) - unit[j]!)));
          }, 0),
          atMost: 1e-14,
        }),
        ...found.flatMap((one) => claimsOf(one, probes, tolerance(0.05))),
        ...(published
          ? [
              claim({
                id: "SP1.power-large.steps",
                statement: `${2 * params.steps} steps are too few for i^−2 with n = ${params.size}, whatever the number of probes: the sup distance of the rule without chance`,
                source: lecture,
                measured: withoutChance(power(params.size, params.decay), 2 * params.steps),
                atLeast: 0.05,
              }),
            ]
          : []),
      ],
      tables: [
        {
          name: "quadrature",
          title: `Stochastic Lanczos quadrature, ${probes} probes`,
          columns: ["eigenvalues", "n", "steps", "sup distance", "moments"],
          rows: found.map(({ spectrum: { title, eigenvalues, steps }, distance, moments }): Cell[] => [
            title,
            eigenvalues.length,
            steps,
            distance,
            moments,
          ]),
        },
      ],
      figures: found.map(figureOf),
    };
  },
};
