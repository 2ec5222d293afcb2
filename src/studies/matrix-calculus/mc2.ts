/** MC2: max over ‖v‖ = 1 of ∇f·v is ‖∇f‖, at v = ∇f/‖∇f‖ (Cauchy & Schwarz); and ∇f ⟂ the line f = const. */
import { add, type Expr, grad, linearize, logsumexp, matmul, mul, sin, square, sum } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Figure } from "../../core/study.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { bisect } from "../../numeric/search/bisect.js";
import { dot, norm2, scale } from "../../numeric/vector.js";
import { constantOf, normalMatrix, valueFunction } from "../dense.js";
import { type CalculusPart, lecture } from "./defaults.js";

/** log Σ e^(Bx) + ½‖x‖² + Σ sin x, B random. */
function landscape(rng: Rng, n: number): (x: Expr) => Expr {
  const B = constantOf(normalMatrix(rng, 2 * n, n));
  return (x) => add(logsumexp(matmul(B, x)), add(mul(0.5, sum(square(x))), sum(sin(x))));
}
const normals = (rng: Rng, n: number): Float64Array => Float64Array.from({ length: n }, () => rng.normal());
const unit = (v: Float64Array): Float64Array => scale(v, 1 / norm2(v));

/** Rounding of a product of unit vectors and of the lengths. */
const ROUNDING = 16 * Number.EPSILON;

const RADIUS = 1e-5;
const ANGLES = 72;

/**
 * The unit chord between the two points at distance `radius` from x where f is f(x): the tangent of the line f = const, but for O(radius²).
 * No derivative is used.
 */
export function levelChord(f: (x: Float64Array) => number, x: Float64Array, radius: number): Float64Array {
  const at = (angle: number): Float64Array => Float64Array.of(x[0]! + radius * Math.cos(angle), x[1]! + radius * Math.sin(angle));
  const level = f(x);
  const angles = Array.from({ length: ANGLES }, (_, k) => (2 * Math.PI * k) / ANGLES);
  const top = angles.reduce((best, angle) => (f(at(angle)) > f(at(best)) ? angle : best));
  const [left, right] = [1, -1].map((way) => at(top + way * bisect((turn) => f(at(top + way * turn)) < level, 0, Math.PI)));
  return unit(Float64Array.of(left![0]! - right![0]!, left![1]! - right![1]!));
}

/** ∂f/∂v, by a forward sweep for each v. */
function slopes(f: (x: Expr) => Expr, x: Float64Array): (v: Float64Array) => number {
  const [, push] = linearize(f, x);
  return (v) => push(v) as number;
}

const figure = (along: (v: Float64Array) => number, g: Float64Array): Figure => {
  const steepest = Math.atan2(g[1]!, g[0]!);
  const angles = Array.from({ length: ANGLES + 1 }, (_, k) => (360 * k) / ANGLES - 180);
  const radians = (degrees: number): number => (Math.PI * degrees) / 180;
  return {
    name: "directions",
    title: "Slope of f along each direction in the plane",
    x: { label: "angle to the gradient, degrees", log: false },
    y: { label: "∂f/∂v", log: false },
    lines: [
      {
        name: "forward mode",
        style: "points",
        points: angles.map((angle) => {
          const t = steepest + radians(angle);
          return [angle, along(Float64Array.of(Math.cos(t), Math.sin(t)))];
        }),
      },
      { name: "‖∇f‖ cos", style: "dashed", points: angles.map((angle) => [angle, norm2(g) * Math.cos(radians(angle))]) },
    ],
    note: "Steepest along the gradient, level across it.",
  };
};

export const mc2: CalculusPart = {
  id: "MC2",
  run: ({ params: { dim, vectors }, rng, samples }) => {
    const f = landscape(rng.split("function"), dim);
    const x = normals(rng, dim);
    const g = grad(f)(x);
    const along = slopes(f, x);
    const count = samples(vectors);
    const found = Array.from({ length: count }, () => along(unit(normals(rng, dim))));
    const length = norm2(g);

    const plane = landscape(rng.split("plane"), 2);
    const point = normals(rng, 2);
    const inPlane = grad(plane)(point);
    const chord = levelChord(valueFunction(plane, 2), point, RADIUS);
    const source = `${lecture}: the gradient is the direction of steepest ascent`;
    return {
      claims: [
        claim({
          id: "MC2.violations",
          statement: `of ${count} random unit vectors v in ${dim} dimensions, those with ∇f·v > ‖∇f‖, beyond rounding`,
          source,
          measured: found.filter((slope) => slope > length * (1 + ROUNDING)).length,
          expected: 0,
        }),
        claim({
          id: "MC2.equality",
          statement: "∇f·v ÷ ‖∇f‖ for v = ∇f/‖∇f‖",
          source,
          measured: along(unit(g.slice())) / length,
          expected: 1,
          absolute: ROUNDING,
        }),
        claim({
          id: "MC2.level",
          statement: "|cos| of the angle between ∇f and a chord of the line f = const through the point",
          source: `${lecture}: the gradient is orthogonal to level lines`,
          measured: Math.abs(dot(inPlane, chord)) / norm2(inPlane),
          atMost: 1e-8,
        }),
      ],
      figures: [figure(slopes(plane, point), inPlane)],
    };
  },
};
