/** SP2: where a network starts, its Hessian has large negative eigenvalues; where it has learnt its data, it has none. */
import { type Claim, claim } from "../../core/claim.js";
import type { Cell, Figure } from "../../core/study.js";
import { linspace } from "../../numeric/grid.js";
import { gaussRule } from "../../numeric/matrix/gauss-rule.js";
import { lanczos, type Product } from "../../numeric/matrix/lanczos.js";
import { blurred, spectralDensity } from "../../numeric/matrix/lanczos-quadrature.js";
import { symmetricEigen } from "../../numeric/matrix/symmetric-eigen.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { median } from "../../numeric/statistics/statistics.js";
import { denseOf } from "../operators.js";
import { lecture, type SpectrumPart } from "./defaults.js";
import { type Trained, trained } from "./network.js";

const source = `${lecture}, figure 30; Ghorbani, Krishnan & Xiao (2019), ICML`;
/** A negative eigenvalue is large that is this part of the largest positive one. */
const LARGE = 1 / 20;
/** Of Lanczos: enough for both ends of the spectrum. */
const STEPS = 60;
/** Up to here all eigenvalues are computed, of the first network. */
const DENSE = 700;

interface Ends {
  readonly least: number;
  readonly largest: number;
}
const indefiniteness = ({ least, largest }: Ends): number => Math.max(0, -least) / largest;

function endsOf(n: number, product: Product, rng: Rng): Ends {
  const T = lanczos(
    product,
    Float64Array.from({ length: n }, () => rng.normal()),
    STEPS,
  );
  const nodes = T ? gaussRule(T).nodes : new Float64Array([Number.NaN]);
  return { least: nodes[0]!, largest: nodes.at(-1)! };
}

interface Run {
  readonly network: Trained;
  readonly start: Ends;
  readonly end: Ends;
  /** The least eigenvalue of the Gauss–Newton matrix before and after, relative to the largest: after, all may be next to nothing. */
  readonly gaussNewton: number;
}

function runOf(network: Trained, rng: Rng): Run {
  const { dim, hessian, gaussNewton, start, end } = network;
  const ends = [start, end].map((x) => endsOf(dim, gaussNewton(x), rng.split("gauss-newton")));
  return {
    network,
    start: endsOf(dim, hessian(start), rng.split("start")),
    end: endsOf(dim, hessian(end), rng.split("end")),
    gaussNewton: Math.min(...ends.map(({ least }) => least)) / Math.max(...ends.map(({ largest }) => largest)),
  };
}

/** All eigenvalues of the first network, before and after. */
function exactly({ network: { dim, hessian, start, end }, ...ends }: Run): Claim[] {
  if (dim > DENSE) return [];
  const spectra = [start, end].map((x) => symmetricEigen(denseOf(dim, hessian(x)), dim)!.values.sort());
  const beyond = spectra.map((values) => values.filter((lambda) => lambda < -LARGE * values.at(-1)!).length);
  const error = spectra.map((values, k) => {
    const { least, largest } = k === 0 ? ends.start : ends.end;
    return Math.max(Math.abs(least - values[0]!), Math.abs(largest - values.at(-1)!)) / values.at(-1)!;
  });
  return [
    claim({
      id: "SP2.exact.start",
      statement: `all ${dim} eigenvalues of the first network at its start: how many large negative ones`,
      source,
      measured: beyond[0]!,
      atLeast: 1,
    }),
    claim({ id: "SP2.exact.end", statement: "and after training", source, measured: beyond[1]!, expected: 0 }),
    claim({
      id: "SP2.exact.ends",
      statement: `${STEPS} steps of Lanczos find the ends of both spectra: largest error, relative to the largest eigenvalue`,
      source,
      measured: Math.max(...error),
      atMost: 1e-2,
    }),
  ];
}

function figure({ network: { dim, hessian, start, end }, ...ends }: Run, rng: Rng): Figure {
  const low = Math.min(ends.start.least, ends.end.least);
  const high = Math.max(ends.start.largest, ends.end.largest);
  const sigma = 0.01 * (high - low);
  const line = (name: string, x: Float64Array) => {
    const density = spectralDensity(dim, hessian(x), rng.split(name), { steps: 40, probes: 10 })!;
    // Far from all eigenvalues a density of normals is as good as 0, and its logarithm says nothing.
    const height = (t: number): number => {
      const value = blurred(density, sigma, t);
      return value > 1e-5 ? value : Number.NaN;
    };
    return { name, points: linspace(low - 4 * sigma, high + 4 * sigma, 400).map((t) => [t, height(t)] as const) };
  };
  return {
    name: "figure30",
    title: `Density of the eigenvalues of a Hessian, ${dim} parameters`,
    x: { label: "eigenvalue", log: false },
    y: { label: "density", log: true },
    lines: [line("before training", start), line("after training", end)],
    note: "Most eigenvalues are near 0 before and after; the large negative ones are there before only.",
  };
}

export const training: SpectrumPart = {
  id: "SP2",
  weight: 10,
  run: ({ params, rng, samples }) => {
    const runs = Array.from({ length: samples(params.seeds) }, (_, k) => {
      const stream = rng.split(`${k}`);
      return runOf(trained(params, stream), stream);
    });
    const had = runs.filter(({ start }) => indefiniteness(start) > LARGE);
    const lost = had.filter(({ end }) => indefiniteness(end) <= LARGE);
    const size = `beyond 1/${1 / LARGE} of the largest positive one`;
    return {
      claims: [
        claim({
          id: "SP2.start",
          statement: `part of ${runs.length} seeds whose Hessian at the start has negative eigenvalues ${size}`,
          source,
          measured: had.length / runs.length,
          atLeast: 0.5,
        }),
        claim({
          id: "SP2.vanish",
          statement: "part of the seeds that have them at the start which have none after training",
          source,
          measured: lost.length / had.length,
          atLeast: 0.9,
        }),
        claim({
          id: "SP2.shrink",
          statement: "of those: −λmin/λmax after training ÷ before, median",
          source,
          measured: median(had.map(({ start, end }) => indefiniteness(end) / indefiniteness(start))),
          atMost: 0.1,
        }),
        claim({
          id: "SP2.gauss-newton",
          statement:
            "without the curvature of the network itself there are none, but for rounding: least eigenvalue of the Gauss–Newton matrix ÷ the largest",
          source: "Schraudolph (2002), Neural Comput. 14(7)",
          measured: Math.min(...runs.map(({ gaussNewton }) => gaussNewton)),
          atLeast: -1e-10,
        }),
        ...exactly(runs[0]!),
      ],
      tables: [
        {
          name: "training",
          title: `Ends of the spectrum before and after ${params.iterations} iterations of L-BFGS, layers ${params.layers}, ${params.activation}`,
          columns: ["seed", "f before", "λmin", "λmax", "−λmin/λmax", "f after", "λmin after", "λmax after", "−λmin/λmax after"],
          rows: runs.map(({ network: { loss }, start, end }, k): Cell[] => [
            k,
            loss.start,
            start.least,
            start.largest,
            indefiniteness(start),
            loss.end,
            end.least,
            end.largest,
            indefiniteness(end),
          ]),
        },
      ],
      figures: [figure(runs[0]!, rng.split("figure"))],
    };
  },
};
