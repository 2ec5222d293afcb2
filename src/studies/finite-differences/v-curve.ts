/** rms error of f′ against h: truncation ∝ h^p and rounding ∝ ε/h make a V. A step of length h along the imaginary axis has no rounding side. */
import { mul, sum } from "../../ad/index.js";
import { type Claim, claim } from "../../core/claim.js";
import type { Meter } from "../../core/meter.js";
import type { Cell, Line } from "../../core/study.js";
import { decades } from "../../numeric/grid.js";
import { stream } from "../../numeric/sampling/random.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { estimateOf, meterOf } from "../methods.js";
import { complexStep, ulps } from "./complex.js";
import { type Curve, curves, type Difference, differences } from "./curves.js";
import { type DifferencePart, lecture } from "./defaults.js";

/** h for ω = 1; ten a decade. */
const GRID = decades(-13, 0, 10);
/** Where rounding is fitted. */
const ROUNDING = [1e-13, 1e-9] as const;
/** Half a step of the grid. */
const HALF = 1.1;
/** A step that no difference of values could take. */
const TINY = 1e-20;

type Errors = readonly (readonly [h: number, error: number])[];

const rms = (values: readonly number[]): number => Math.sqrt(values.reduce((s, v) => s + v * v, 0) / values.length);
/** By what factor they differ. */
const apart = (a: number, b: number): number => Math.max(a / b, b / a);
const lowest = (errors: Errors): readonly [h: number, error: number] => errors.reduce((best, at) => (at[1] < best[1] ? at : best));

function slopeBetween(errors: Errors, from: number, to: number): number {
  const inside = errors.filter(([h]) => h > from / HALF && h < to * HALF);
  return logLogSlope(
    inside.map(([h]) => h),
    inside.map(([, error]) => error),
  );
}

/** Of a registered source, on f of one variable at points x. */
function errorsOf(source: string, meter: Meter, omega: number, points: readonly number[], exact: readonly number[]): Errors {
  const [x, g] = [new Float64Array(1), new Float64Array(1)];
  return GRID.map((grid) => {
    const h = grid / omega;
    const estimate = estimateOf(source, { h, scale: "absolute" }, meter, stream("differences draw nothing"));
    const error = points.map((at, k) => {
      x[0] = at;
      estimate(x, g);
      return g[0]! - exact[k]!;
    });
    return [h, rms(error)];
  });
}

interface Found {
  readonly claims: readonly Claim[];
  readonly rows: readonly (readonly Cell[])[];
  readonly lines: readonly Line[];
}

/** One difference of one function. */
function ofDifference(curve: Curve, difference: Difference, omega: number, us: readonly number[], errors: Errors): Found {
  const { id, order, divisor, truncation, h, error } = difference;
  const [bestH, least] = lowest(errors);
  const right = slopeBetween(errors, truncation[0] / omega, truncation[1] / omega);
  const left = slopeBetween(errors, ROUNDING[0] / omega, ROUNDING[1] / omega);
  const say = (what: string, statement: string, measured: number) =>
    ({
      id: `FD2.${curve.name}.${id}${what}`,
      statement: `${id} differences of ${curve.name}: ${statement}`,
      source: lecture,
      measured,
    }) as const;
  // d^(p + 1)/dx^(p + 1) φ(ωx) = ω^(p + 1) φ^(p + 1)(u)
  const size = rms(us.map((u) => curve.derivative(order + 1, u))) * Math.exp((order + 1) * Math.log(omega));
  const theory: Line = {
    name: difference.theory,
    of: id,
    points: errors.flatMap(([at]) => {
      const value = (Math.exp(order * Math.log(at)) * size) / divisor;
      return value > least / 10 ? [[at, value] as const] : [];
    }),
    style: "dashed",
  };
  return {
    claims: [
      claim({ ...say("", `truncation grows as h^${order}`, right), expected: order, absolute: 0.05 }),
      claim({ ...say(".rounding", "rounding grows as 1/h", left), expected: -1, absolute: 0.05 }),
      claim({ ...say(".h", `the best h is ${h.law} but for a factor (at most 10)`, apart(bestH * omega, h.value)), atMost: 10 }),
      claim({ ...say(".error", `the least error is ${error} but for a factor (at most 10)`, apart(least / omega, error)), atMost: 10 }),
    ],
    rows: [[curve.name, id, right, left, bestH, h.value / omega, least, error * omega]],
    lines: [{ name: id, points: errors }, theory],
  };
}

function ofCurve(curve: Curve, omega: number, us: readonly number[]): Found {
  const points = us.map((u) => u / omega);
  const exact = points.map((x) => omega * curve.derivative(1, omega * x));
  const meter = meterOf({ dim: 1, x0: new Float64Array(1), f: (x) => sum(curve.phi(mul(omega, x))) });
  const all = differences.map((d) => ofDifference(curve, d, omega, us, errorsOf(d.source, meter, omega, points, exact)));
  const worst = us.reduce((most, u) => Math.max(most, ulps(complexStep(curve.complex, u, TINY), curve.derivative(1, u))), 0);
  const imaginary: Errors = GRID.map((grid) => [
    grid / omega,
    omega * rms(us.map((u) => complexStep(curve.complex, u, grid) - curve.derivative(1, u))),
  ]);
  const rounding: Line = {
    name: "ε‖f‖/h",
    points: GRID.filter((grid) => grid < 1e-4).map((grid) => [
      grid / omega,
      (Number.EPSILON * rms(us.map((u) => curve.derivative(0, u))) * omega) / grid,
    ]),
    style: "dashed",
  };
  return {
    claims: [
      ...all.flatMap(({ claims }) => claims),
      claim({
        id: `FD2.${curve.name}.complex`,
        statement: `the complex step Im ${curve.name}(u + ih)/h with h = ${TINY}: largest error, in units in the last place`,
        source: "Squire & Trapp (1998), SIAM Rev. 40(1)",
        measured: worst,
        atMost: 2,
      }),
    ],
    rows: all.flatMap(({ rows }) => rows),
    lines: [...all.flatMap(({ lines }) => lines), { name: "complex step", points: imaginary }, rounding],
  };
}

export const vCurve: DifferencePart = {
  id: "FD2",
  weight: 4,
  run: ({ params: { frequency: omega, points }, rng }) => {
    const found = curves.map((curve) => {
      const draw = rng.split(curve.name);
      const us = Array.from({ length: points }, () => curve.end * (2 * draw.uniform() - 1));
      return { name: curve.name, ...ofCurve(curve, omega, us) };
    });
    return {
      claims: found.flatMap(({ claims }) => claims),
      tables: [
        {
          name: "v-curve",
          title: `rms errors of f′ at ${points} points`,
          columns: ["f", "difference", "slope right", "slope left", "best h", "law", "least error", "expected"],
          rows: found.flatMap(({ rows }) => rows),
        },
      ],
      figures: found.map(({ name, lines }) => ({
        name: `v-curve-${name}`,
        title: `Differences of ${name}(${omega === 1 ? "" : omega}x)`,
        x: { label: "h", log: true },
        y: { label: "rms error of f′", log: true },
        lines,
        note: "Truncation on the right, rounding on the left of each tip; the complex step has no left side.",
      })),
    };
  },
};
