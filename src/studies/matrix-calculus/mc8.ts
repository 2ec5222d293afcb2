/** MC8: f(x + hv) − f(x) − h∇f·v = O(h²), and less ½h² vᵀHv it is O(h³): slopes 2 and 3 against h, and 0 for a quadratic. */
import { grad, hvp, input } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Line } from "../../core/study.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { median } from "../../numeric/statistics/statistics.js";
import { dot, norm2, scale } from "../../numeric/vector.js";
import { evaluator, valueFunction } from "../dense.js";
import { catalogue } from "./catalogue.js";
import { type CalculusPart, lecture } from "./defaults.js";
import { hessianOf, type Known } from "./known.js";

/** A quadratic, and functions whose third derivatives vanish nowhere near the points. */
const QUADRATIC = "xᵀAx";
const chosen = ["Σ x log x", "Σ e^x", "Rosenbrock", "log det(I + xxᵀ)"];
const orders = [
  { order: 1, from: 1e-4, to: 1e-2, tolerance: 0.02 },
  { order: 2, from: 1e-3, to: 1e-1, tolerance: 0.03 },
] as const;
const A_DECADE = 5;
const grid = (from: number, to: number): number[] => {
  const count = Math.round(A_DECADE * Math.log10(to / from));
  return Array.from({ length: count + 1 }, (_, k) => from * Math.exp((Math.LN10 * k) / A_DECADE));
};

/** |f(x + hv) − its Taylor polynomial of that order|, the median over the directions. */
function remainders({ f }: Known, x: Float64Array, directions: readonly Float64Array[], order: 1 | 2): (h: number) => number {
  const value = valueFunction(f, x.length);
  const [at, along] = [input([x.length]), input([x.length])];
  const Hv = evaluator([at, along], [hvp(f, at, along)]);
  const [f0, g] = [value(x), grad(f)(x)];
  const terms = directions.map((v) => ({ v, slope: dot(g, v), curvature: order === 2 ? dot(v, Hv(x, v)[0]!) : 0 }));
  return (h) =>
    median(
      terms.map(({ v, slope, curvature }) => Math.abs(value(x.map((xi, i) => xi + h * v[i]!)) - f0 - h * slope - 0.5 * h * h * curvature)),
    );
}

/** With each its opposite: what is of even order in v then shifts the median neither up nor down. */
function unitVectors(rng: Rng, n: number, count: number): Float64Array[] {
  return Array.from({ length: count }, () => {
    const v = Float64Array.from({ length: n }, () => rng.normal());
    return scale(v, 1 / norm2(v));
  }).flatMap((v) => [v, v.map((vi) => -vi)]);
}

export const mc8: CalculusPart = {
  id: "MC8",
  weight: 3,
  run: ({ params: { dim, results, directions: count }, rng }) => {
    const { functions, point } = catalogue(rng, dim, results);
    const x = point();
    const directions = unitVectors(rng, dim, count);
    const named = (name: string): Known => functions.find((one) => one.name === name)!;
    const curves = chosen.flatMap((name) =>
      orders.map(({ order, from, to, tolerance }) => {
        const h = grid(from, to);
        const remainder = remainders(named(name), x, directions, order);
        return { name, order, tolerance, h, errors: h.map(remainder) };
      }),
    );
    const quadratic = named(QUADRATIC);
    // ½ Σ |x_i H_ij x_j|: f itself may be a small difference of them.
    const size = 0.5 * hessianOf(quadratic, x).reduce((s, Hij, at) => s + Math.abs(Hij * x[Math.floor(at / dim)]! * x[at % dim]!), 0);
    const exact = remainders(quadratic, x, directions, 2);
    const law = (order: number, from: number, to: number, at: number): Line => ({
      name: `h${order === 1 ? "²" : "³"}`,
      style: "dashed",
      points: [from, to].map((h) => [h, at * Math.exp((order + 1) * Math.log(h / from))]),
    });
    return {
      claims: [
        ...curves.map(({ name, order, tolerance, h, errors }, k) =>
          claim({
            id: `MC8.${Math.floor(k / 2) + 1}.order${order}`,
            statement: `${name}: log–log slope of the remainder of order ${order}, the median over ${count} directions and their opposites, h from ${h[0]} to ${orders[order - 1]!.to}`,
            source: `${lecture}: Taylor's formula`,
            measured: logLogSlope(h, errors),
            expected: order + 1,
            absolute: tolerance,
          }),
        ),
        claim({
          id: "MC8.quadratic",
          statement: `${QUADRATIC}: remainder of order 2 relative to the terms of f, h up to 1: none but rounding`,
          source: `${lecture}: Taylor's formula`,
          measured: Math.max(...grid(1e-3, 1).map(exact)) / size,
          atMost: 1e-14,
        }),
      ],
      figures: [
        {
          name: "remainders",
          title: "Remainders of Taylor's formula, the median over directions",
          x: { label: "h", log: true },
          y: { label: "|remainder|", log: true },
          lines: [
            ...curves.map(({ name, order, h, errors }) => ({
              name: `${name}, order ${order}`,
              points: h.map((hi, k) => [hi, errors[k]!] as const),
            })),
            ...orders.map(({ order, from, to }) => law(order, from, to, curves.find((one) => one.order === order)!.errors[0]!)),
          ],
          note: "A wrong gradient would have slope 1, a wrong Hessian slope 2.",
        },
      ],
    };
  },
};
