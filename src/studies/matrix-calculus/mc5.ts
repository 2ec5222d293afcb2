/**
 * MC5: f = xy(x² − y²)/(x² + y²), f(0, 0) = 0, is C¹ with ∂f/∂x(0, y) = −y and ∂f/∂y(x, 0) = x, so the mixed derivatives at 0 are −1 and
 * +1. By differences of length h within ones of length k: ∓(k² − h²)/(k² + h²).
 */
import { add, div, type Expr, eq, firstNonFinite, hessian, input, mul, square, sub, where } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Figure } from "../../core/study.js";
import { element, valueFunction } from "../dense.js";
import { type CalculusPart, lecture } from "./defaults.js";
import { asymmetry, rowwiseHessian } from "./schwarz.js";

/** As it is written: 0/0 at 0. */
const written = (at: Expr): Expr => {
  const [x, y] = [element(at, 0), element(at, 1)];
  return div(mul(mul(x, y), sub(square(x), square(y))), add(square(x), square(y)));
};
/** With its value at 0. */
export const guarded = (at: Expr): Expr => {
  const [x, y] = [element(at, 0), element(at, 1)];
  const squares = add(square(x), square(y));
  const zero = eq(squares, 0);
  return where(zero, 0, div(mul(mul(x, y), sub(square(x), square(y))), where(zero, 1, squares)));
};
/** C² everywhere, with the same growth. */
const smooth = (at: Expr): Expr => {
  const [x, y] = [element(at, 0), element(at, 1)];
  return mul(mul(x, y), sub(square(x), square(y)));
};

type Plane = (x: number, y: number) => number;

/** ∂/∂b ∂f/∂a at 0: central differences of length `inner` along a, and of those along b of length `outer`. */
export const nested = (f: Plane, order: "yx" | "xy", outer: number, inner: number): number => {
  const slope = (t: number): number => (order === "yx" ? f(inner, t) - f(-inner, t) : f(t, inner) - f(t, -inner)) / (2 * inner);
  return (slope(outer) - slope(-outer)) / (2 * outer);
};

const ANGLES = 48;
const circle = (radius: number): Float64Array[] =>
  Array.from({ length: ANGLES }, (_, k) => {
    const t = (2 * Math.PI * k) / ANGLES;
    return Float64Array.of(radius * Math.cos(t), radius * Math.sin(t));
  });

/**
 * Whether the Hessian has a limit at a point, as it must for f ∈ C²: the entries on circles around it differ the less the smaller the
 * circle. A flag, no proof: it sees what happens at two radii.
 */
export function isContinuous(f: (x: Expr) => Expr, at: Float64Array): boolean {
  const H = hessian(f);
  const spread = (radius: number): number => {
    const found = circle(radius).map((v) => H(Float64Array.of(at[0]! + v[0]!, at[1]! + v[1]!)));
    return Math.max(...[0, 1, 2, 3].map((k) => Math.max(...found.map((h) => h[k]!)) - Math.min(...found.map((h) => h[k]!))));
  };
  return spread(1e-4) <= 0.1 * spread(1e-2);
}
const flag = (f: (x: Expr) => Expr, at: Float64Array): string => (isContinuous(f, at) ? "C²" : "not C²");

const origin = new Float64Array(2);

/** In polar coordinates ∂²f/∂x∂y = cos 2θ (1 + 2 sin² 2θ), whatever r. */
function figure(): Figure {
  const H = hessian(written);
  const degrees = (k: number): number => (360 * k) / ANGLES;
  const around = (radius: number) => circle(radius).map((v, k) => [degrees(k), H(v)[1]!] as const);
  return {
    name: "mixed",
    title: "∂²f/∂x∂y around 0, by automatic differentiation",
    x: { label: "angle, degrees", log: false },
    y: { label: "∂²f/∂x∂y", log: false },
    lines: [
      { name: "r = 1", points: around(1) },
      { name: "r = 1e-6", style: "points", points: around(1e-6) },
      {
        name: "cos 2θ (1 + 2 sin² 2θ)",
        style: "dashed",
        points: Array.from({ length: ANGLES }, (_, k) => {
          const twice = (Math.PI * degrees(k)) / 90;
          return [degrees(k), Math.cos(twice) * (1 + 2 * Math.sin(twice) * Math.sin(twice))];
        }),
      },
    ],
    note: "However small the circle, all values from −√2 to √2 lie on it: there is no limit, and f is not C² at 0.",
  };
}

export const mc5: CalculusPart = {
  id: "MC5",
  run: ({ params: { outer, inner, points }, rng }) => {
    const run = valueFunction(guarded, 2);
    const value: Plane = (x, y) => run([x, y]);
    const law = (outer * outer - inner * inner) / (outer * outer + inner * inner);
    const away = Array.from({ length: 10 * points }, () => Float64Array.of(rng.normal(), rng.normal()));
    const H = rowwiseHessian(written, 2);
    const source = `${lecture}: Schwarz's counterexample`;
    return {
      claims: [
        claim({
          id: "MC5.yx",
          statement: `∂/∂y ∂f/∂x at 0 by differences of length ${inner} within ones of length ${outer}`,
          source,
          measured: nested(value, "yx", outer, inner),
          expected: -law,
          absolute: 5e-9,
        }),
        claim({
          id: "MC5.xy",
          statement: "∂/∂x ∂f/∂y at 0, the same way: the other sign",
          source,
          measured: nested(value, "xy", outer, inner),
          expected: law,
          absolute: 5e-9,
        }),
        claim({
          id: "MC5.written",
          statement: "AD at 0 of the formula as it is written: the first op whose result is not a number",
          source,
          measured: firstOp(written),
          expected: "div",
        }),
        claim({
          id: "MC5.guarded",
          statement: "AD at 0 of the function with its value 0 there: mixed derivatives of that branch, which are neither −1 nor +1",
          source: "the derivative of the branch that was taken",
          measured: [1, 2].map((k) => hessian(guarded)(origin)[k]!).join(", "),
          expected: "0, 0",
        }),
        claim({
          id: "MC5.flag",
          statement: "the function at 0, by the Hessian around it",
          source,
          measured: flag(written, origin),
          expected: "not C²",
        }),
        claim({
          id: "MC5.unflagged",
          statement: `points where it is flagged though it is smooth: ${away.length} random ones, and xy(x² − y²) at 0`,
          source,
          measured: [...away.map((at) => isContinuous(written, at)), isContinuous(smooth, origin)].filter((fine) => !fine).length,
          expected: 0,
        }),
        claim({
          id: "MC5.elsewhere",
          statement: "|H − Hᵀ| relative to the largest entry at those points, by rows that do not assume symmetry",
          source,
          measured: Math.max(...away.map((at) => asymmetry(H(at), 2))),
          atMost: 1e-12,
        }),
      ],
      figures: [figure()],
    };
  },
};

function firstOp(f: (x: Expr) => Expr): string {
  const x = input([2]);
  return firstNonFinite(x, f(x), origin)?.op ?? "none";
}
