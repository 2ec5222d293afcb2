/** MC3: convex where all eigenvalues of the Hessian are ≥ 0, concave where they are ≤ 0, neither where both signs occur. */
import { constant, dot, type Expr, hessian, logsumexp, neg, square, sum } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import { symmetricEigen } from "../../numeric/matrix/symmetric-eigen.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { relativeError } from "../dense.js";
import { type CalculusPart, lecture } from "./defaults.js";
import { delta, table } from "./known.js";

const POINTS = 200;
/** Of the largest eigenvalue at all points: what counts as 0. */
const ZERO = 1e-12;

interface Shape {
  readonly id: string;
  readonly name: string;
  readonly dim: number;
  readonly f: (x: Expr) => Expr;
  readonly expected: string;
}

const shapes = (n: number): Shape[] => [
  { id: "bowl", name: "x² + y²", dim: 2, f: (x) => sum(square(x)), expected: "convex" },
  { id: "dome", name: "−x² − y²", dim: 2, f: (x) => neg(sum(square(x))), expected: "concave" },
  { id: "saddle", name: "x² − y²", dim: 2, f: (x) => dot(constant([1, -1]), square(x)), expected: "neither convex nor concave" },
  { id: "quartic", name: "x⁴", dim: 1, f: (x) => sum(square(square(x))), expected: "convex, Hessian singular at 0" },
  {
    id: "logsumexp",
    name: `log Σ e^x in ${n} dimensions`,
    dim: n,
    f: (x) => logsumexp(x),
    expected: "convex, Hessian singular everywhere",
  },
];

/** At 0 and at random points: all eigenvalues, ascending. */
function spectra({ f, dim }: Shape, rng: Rng): Float64Array[] {
  const H = hessian(f);
  const points = Array.from({ length: POINTS }, (_, k) => Float64Array.from({ length: dim }, () => (k === 0 ? 0 : 4 * rng.uniform() - 2)));
  return points.map((x) => symmetricEigen(H(x), dim)!.values.sort());
}

export function classified(spectra: readonly Float64Array[]): string {
  const all = spectra.flatMap((values) => [...values]);
  const zero = ZERO * Math.max(...all.map(Math.abs));
  const [least, largest] = [Math.min(...all), Math.max(...all)];
  const shape = least >= -zero ? "convex" : largest <= zero ? "concave" : "neither convex nor concave";
  const singular = spectra.map((values) => values.some((lambda) => Math.abs(lambda) <= zero));
  if (singular.every(Boolean)) return `${shape}, Hessian singular everywhere`;
  return singular[0] ? `${shape}, Hessian singular at 0` : shape;
}

export const mc3: CalculusPart = {
  id: "MC3",
  run: ({ params: { dim }, rng }) => {
    const rows = shapes(dim).map((shape) => ({ shape, values: spectra(shape, rng.split(shape.id)) }));
    const x = Float64Array.from({ length: 2 }, () => rng.normal());
    const twice = table(2, 2, (i, j) => 2 * delta(i, j));
    return {
      claims: [
        claim({
          id: "MC3.identity",
          statement: "the Hessian of x² + y² is 2I: largest difference",
          source: lecture,
          measured: relativeError(hessian((at) => sum(square(at)))(x), twice),
          expected: 0,
        }),
        ...rows.map(({ shape: { id, name, expected }, values }) =>
          claim({
            id: `MC3.${id}`,
            statement: `${name}, by the eigenvalues of its Hessian at 0 and ${POINTS - 1} random points`,
            source: lecture,
            measured: classified(values),
            expected,
          }),
        ),
      ],
      tables: [
        {
          name: "eigenvalues",
          title: "Eigenvalues of Hessians: at 0, and over all points",
          columns: ["f", "least at 0", "largest at 0", "least", "largest", "f is"],
          rows: rows.map(({ shape: { name }, values }) => {
            const all = values.flatMap((one) => [...one]);
            return [name, values[0]![0]!, values[0]!.at(-1)!, Math.min(...all), Math.max(...all), classified(values)];
          }),
        },
      ],
    };
  },
};
