/**
 * MC9: f is differentiable at x where some linear D has f(x + h) − f(x) − D[h] = o(‖h‖). D is fitted by least squares on a circle of radius r;
 * what is left, over r, goes to 0 with r, or it does not. No derivative is used to tell.
 */
import { abs, add, div, type Expr, eq, exp, grad, maximum, mul, norm, pow, sin, square, sum, where } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import { element, valueFunction } from "../dense.js";
import { type CalculusPart, lecture } from "./defaults.js";

const x = (at: Expr): Expr => element(at, 0);
const y = (at: Expr): Expr => element(at, 1);

interface Example {
  readonly id: string;
  readonly name: string;
  readonly f: (at: Expr) => Expr;
  readonly at: readonly [number, number];
  readonly differentiable: boolean;
}

const examples: readonly Example[] = [
  { id: "square", name: "x² + 3y at (1, 2)", f: (p) => add(square(x(p)), mul(3, y(p))), at: [1, 2], differentiable: true },
  { id: "product", name: "e^x sin y at (0, 1)", f: (p) => mul(exp(x(p)), sin(y(p))), at: [0, 1], differentiable: true },
  { id: "power", name: "|x|^(3/2) + y at 0", f: (p) => add(pow(abs(x(p)), 1.5), y(p)), at: [0, 0], differentiable: true },
  { id: "norm-away", name: "‖(x, y)‖ at (3, 4)", f: (p) => norm(p), at: [3, 4], differentiable: true },
  { id: "abs", name: "|x| at 0", f: (p) => abs(x(p)), at: [0, 0], differentiable: false },
  { id: "max", name: "max(x, y) at (1, 1)", f: (p) => maximum(x(p), y(p)), at: [1, 1], differentiable: false },
  { id: "norm", name: "‖(x, y)‖ at 0", f: (p) => norm(p), at: [0, 0], differentiable: false },
  {
    id: "homogeneous",
    name: "x²y/(x² + y²) at 0",
    f: (p) => {
      const squares = sum(square(p));
      const zero = eq(squares, 0);
      return where(zero, 0, div(mul(square(x(p)), y(p)), where(zero, 1, squares)));
    },
    at: [0, 0],
    differentiable: false,
  },
];

const ANGLES = 24;
const RADII = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

interface Fit {
  /** max |f(x + h) − f(x) − D[h]| ÷ r. */
  readonly left: number;
  readonly D: readonly [number, number];
}

/** The best D on the circle of radius r: the first harmonics of f(x + h) − f(x), as Σ h hᵀ is a multiple of I. */
function fitted(value: (p: number, q: number) => number, [a, b]: readonly [number, number], r: number): Fit {
  const f0 = value(a, b);
  const around = Array.from({ length: ANGLES }, (_, k) => {
    const t = (2 * Math.PI * k) / ANGLES;
    const [c, s] = [Math.cos(t), Math.sin(t)];
    return { c, s, rise: (value(a + r * c, b + r * s) - f0) / r };
  });
  const D = [
    (2 / ANGLES) * around.reduce((sum, { c, rise }) => sum + c * rise, 0),
    (2 / ANGLES) * around.reduce((sum, { s, rise }) => sum + s * rise, 0),
  ] as const;
  return { left: Math.max(...around.map(({ c, s, rise }) => Math.abs(rise - D[0] * c - D[1] * s))), D };
}

const sentence = (differentiable: boolean): string => (differentiable ? "differentiable" : "not differentiable");

export const mc9: CalculusPart = {
  id: "MC9",
  run: () => {
    const rows = examples.map((example) => {
      const run = valueFunction(example.f, 2);
      return { example, fits: RADII.map((r) => fitted((p, q) => run([p, q]), example.at, r)) };
    });
    const verdict = (fits: readonly Fit[]): string => sentence(fits.at(-1)!.left < 0.02 * fits[0]!.left);
    const smooth = rows.filter(({ example }) => example.differentiable);
    return {
      claims: [
        ...rows.map(({ example: { id, name, differentiable }, fits }) =>
          claim({
            id: `MC9.${id}`,
            statement: `${name}: by what is left of f(x + h) − f(x) − D[h], over ‖h‖, as ‖h‖ goes to 0`,
            source: `${lecture}: the definition of the derivative`,
            measured: verdict(fits),
            expected: sentence(differentiable),
          }),
        ),
        claim({
          id: "MC9.gradient",
          statement: "where there is a derivative, D at the smallest ‖h‖ is the gradient by AD: largest difference",
          source: `${lecture}: the definition of the derivative`,
          measured: Math.max(
            ...smooth.map(({ example: { f, at }, fits }) => {
              const g = grad(f)(at);
              const { D } = fits.at(-1)!;
              return Math.max(Math.abs(D[0] - g[0]!), Math.abs(D[1] - g[1]!));
            }),
          ),
          atMost: 1e-8,
        }),
      ],
      tables: [
        {
          name: "differentiability",
          title: "What no linear D takes away, over ‖h‖",
          columns: ["f", ...RADII.map((r) => `‖h‖ = ${r}`), "f is"],
          rows: rows.map(({ example, fits }) => [example.name, ...fits.map(({ left }) => left), verdict(fits)]),
        },
      ],
      figures: [
        {
          name: "little-o",
          title: "f(x + h) − f(x) − D[h] over ‖h‖, for the best linear D",
          x: { label: "‖h‖", log: true },
          y: { label: "largest |remainder| ÷ ‖h‖", log: true },
          lines: rows.map(({ example, fits }) => ({
            name: example.name,
            points: RADII.map((r, k) => [r, fits[k]!.left] as const).reverse(),
            style: example.differentiable ? "solid" : "dashed",
          })),
          note: "Differentiable functions go down, with slope 1 where they have second derivatives; the others (dashed) stay where they are.",
        },
      ],
    };
  },
};
