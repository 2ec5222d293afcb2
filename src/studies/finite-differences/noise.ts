/** Forward differences of f with noise in ±ε_f: error ≤ h|f″|/2 + 2ε_f/h, least at h = 2√(ε_f/|f″|). Longer than √ε: accuracy for stability. */
import { mul, square, sum } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import { Meter } from "../../core/meter.js";
import { makePrograms } from "../../core/programs.js";
import type { Cell } from "../../core/study.js";
import { decades } from "../../numeric/grid.js";
import { type Rng, stream } from "../../numeric/sampling/random.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { median } from "../../numeric/statistics/statistics.js";
import { typed } from "../../report/numbers.js";
import { estimateOf, meterOf } from "../methods.js";
import { type DifferencePart, lecture } from "./defaults.js";

const noLimits = { evals: Number.POSITIVE_INFINITY, ops: Number.POSITIVE_INFINITY };

/** h around the law's, three decades either way, ten a decade. */
const SWEEP = decades(-3, 3, 10);
/** Points of the sweep either side of the lowest that a parabola is fitted to. */
const SIDE = 5;
/** What the middle of noise and curvature is multiplied by. */
const FACTORS = [1e-4, 1e-2, 1, 1e2];
/** As one would type them: 100 · 1e-6 is 9.999…e-5 in binary. */
const times = (middle: number): number[] => FACTORS.map((factor) => Number((factor * middle).toPrecision(15)));

/** Times that a step is found without knowing the noise. */
const ALONE = 51;

/** 2√(ε_f/|f″|) */
const law = (noise: number, curvature: number): number => 2 * Math.sqrt(noise / curvature);

interface Sweep {
  readonly h: readonly number[];
  readonly error: readonly number[];
}
interface Best {
  readonly h: number;
  readonly error: number;
}

/** rms error of the registered forward difference against h; `at` gives the points with their exact derivatives. */
function sweep(meter: Meter, centre: number, at: readonly (readonly [x: number, exact: number])[]): Sweep {
  const [x, g] = [new Float64Array(1), new Float64Array(1)];
  const h = SWEEP.map((factor) => factor * centre);
  const error = h.map((length) => {
    const estimate = estimateOf("forward-difference", { h: length, scale: "absolute" }, meter, stream("differences draw nothing"));
    let squares = 0;
    for (const [point, exact] of at) {
      x[0] = point;
      estimate(x, g);
      squares += (g[0]! - exact) * (g[0]! - exact);
    }
    return Math.sqrt(squares / at.length);
  });
  return { h, error };
}

/** The lowest point of the curve: vertex of the parabola through the logarithms around the lowest of the sweep. */
function lowest({ h, error }: Sweep): Best {
  const at = error.indexOf(Math.min(...error));
  const k = Array.from({ length: 2 * SIDE + 1 }, (_, j) => j - SIDE);
  const y = k.map((j) => Math.log(error[at + j] ?? Number.NaN));
  const middle = (SIDE * (SIDE + 1)) / 3;
  // k and k² − middle are orthogonal to each other and to 1 on −SIDE … SIDE.
  const slope = k.reduce((s, j, i) => s + j * y[i]!, 0) / k.reduce((s, j) => s + j * j, 0);
  const bend = k.reduce((s, j, i) => s + (j * j - middle) * y[i]!, 0) / k.reduce((s, j) => s + (j * j - middle) * (j * j - middle), 0);
  return { h: h[at]! * Math.exp(((-slope / (2 * bend)) * Math.LN10) / 10), error: error[at]! };
}

/** f = ½ c x², seen with noise uniform in ±ε_f. At 0, where it is measured, nothing else is rounded. */
function noisyMeter(noise: number, curvature: number, rng: Rng): Meter {
  const programs = makePrograms({ dim: 1, x0: new Float64Array(1), f: (x) => mul(curvature / 2, sum(square(x))) });
  return new Meter(programs, noLimits, { noise: { level: noise / Math.sqrt(3), type: "additive", distribution: "uniform" }, rng });
}

const noisy = (noise: number, curvature: number, repeats: number, rng: Rng): Sweep =>
  sweep(
    noisyMeter(noise, curvature, rng),
    law(noise, curvature),
    Array.from({ length: repeats }, () => [0, 0]),
  );

/** The median h of the registered source that finds its own, by ECnoise, without being told the noise: at ½, as f = 0 has no scale. */
function foundAlone(noise: number, curvature: number, rng: Rng): number {
  const meter = noisyMeter(noise, curvature, rng);
  const lengths = Array.from({ length: ALONE }, () => {
    const estimate = estimateOf("forward-difference", { h: "ecnoise" }, meter, stream("differences draw nothing"));
    estimate(Float64Array.of(0.5), new Float64Array(1));
    return estimate.chosen?.() ?? Number.NaN;
  });
  return median(lengths);
}

/** e^x in single precision at random x in [−1, 1], and the law's h: its noise is what rounding does, its second derivative e^x. */
function single(points: number, rng: Rng): { readonly curve: Sweep; readonly expected: number } {
  const meter = meterOf({ dim: 1, x0: new Float64Array(1), value: (x) => Math.fround(Math.exp(x[0]!)) });
  const xs = Array.from({ length: points }, () => 2 * rng.uniform() - 1);
  const f = xs.map(Math.exp);
  const expected = meanSquareLaw(rms(f.map((y) => Math.fround(y) - y)), rms(f));
  return {
    curve: sweep(
      meter,
      expected,
      xs.map((x, k) => [x, f[k]!]),
    ),
    expected,
  };
}

/** E(h f″/2 + (ξ₁ − ξ₂)/h)² = h² f″²/4 + 2σ²/h² is least at h = 8^(1/4) √(σ/|f″|), σ the standard deviation of the noise ξ. */
const meanSquareLaw = (sigma: number, curvature: number): number => Math.sqrt(Math.sqrt(8)) * Math.sqrt(sigma / curvature);

const rms = (values: readonly number[]): number => Math.sqrt(values.reduce((s, v) => s + v * v, 0) / values.length);
const apart = (a: number, b: number): number => Math.max(a / b, b / a);

export const noise: DifferencePart = {
  id: "FD3",
  weight: 2,
  run: ({ params: { noise: middle, curvature, points }, rng }) => {
    const measure = (eps: number, c: number) => {
      const curve = noisy(eps, c, points, rng.split(`${eps} ${c}`));
      return { eps, c, curve, ...lowest(curve), alone: foundAlone(eps, c, rng.split(`${eps} ${c} alone`)) };
    };
    const byNoise = times(middle).map((eps) => measure(eps, curvature));
    const byCurvature = times(curvature).map((c) => measure(middle, c));
    const all = [...byNoise, ...byCurvature];
    const float = single(points, rng.split("single"));
    const worst = Math.max(...all.map(({ h, eps, c }) => apart(h, law(eps, c))));
    const ratio = Math.exp(all.reduce((s, { h, eps, c }) => s + Math.log(h / meanSquareLaw(eps / Math.sqrt(3), c)), 0) / all.length);
    const slope = (name: keyof (typeof all)[number] & ("eps" | "c"), rows: typeof all): number =>
      logLogSlope(
        rows.map((row) => row[name]),
        rows.map(({ h }) => h),
      );
    const source = `${lecture}, accuracy for stability`;
    const moreWild = "Moré & Wild (2012), ACM TOMS 38(3), §3";
    return {
      claims: [
        claim({
          id: "FD3.best",
          statement: "the best h is 2√(ε_f/|f″|) but for a factor (at most 2), whatever the noise ε_f and the scale |f″|",
          source,
          measured: worst,
          atMost: 2,
        }),
        claim({
          id: "FD3.single",
          statement: "exp in single precision: best h in units of 8^(1/4) √(σ/|f″|), σ the rms of its rounding",
          source: moreWild,
          measured: lowest(float.curve).h / float.expected,
          expected: 1,
          absolute: 0.1,
        }),
        claim({
          id: "FD3.noise",
          statement: "the best h grows as the square root of the noise: log–log slope",
          source,
          measured: slope("eps", byNoise),
          expected: 0.5,
          absolute: 0.02,
        }),
        claim({
          id: "FD3.curvature",
          statement: "the best h falls as the square root of |f″|: log–log slope",
          source,
          measured: slope("c", byCurvature),
          expected: -0.5,
          absolute: 0.02,
        }),
        claim({
          id: "FD3.mean-square",
          statement: "noise uniform in ±ε_f: best h in units of 8^(1/4) √(σ/|f″|), σ = ε_f/√3 its standard deviation",
          source: moreWild,
          measured: ratio,
          expected: 1,
          absolute: 0.05,
        }),
      ],
      tables: [
        {
          name: "noise",
          title: `Forward differences under noise, ${points} each: the h of the least rms error`,
          columns: ["ε_f", "|f″|", "best h", "2√(ε_f/|f″|)", "found by h=ecnoise", "least error", "√(ε_f|f″|)"],
          rows: all.map(({ eps, c, h, alone, error }): Cell[] => [eps, c, h, law(eps, c), alone, error, Math.sqrt(eps * c)]),
        },
      ],
      figures: [
        {
          name: "noise",
          title: `Forward differences of ½ |f″| x², |f″| = ${typed(curvature)}, under noise`,
          x: { label: "h", log: true },
          y: { label: "rms error of f′", log: true },
          lines: [
            ...byNoise.map(({ eps, curve }) => ({
              name: `ε_f = ${typed(eps)}`,
              points: curve.h.map((h, k) => [h, curve.error[k]!] as const),
            })),
            {
              name: "2√(ε_f/|f″|)",
              points: byNoise.map(({ eps, c, error }) => [law(eps, c), error] as const),
              style: "points" as const,
            },
          ],
          note: "A hundred times the noise: ten times the step, and ten times the error that is left.",
        },
        {
          name: "best-step",
          title: "The best h of forward differences",
          x: { label: "ε_f/|f″|", log: true },
          y: { label: "h", log: true },
          lines: [
            { name: "measured", points: byRatio(all), style: "points" as const },
            {
              name: "2√(ε_f/|f″|)",
              points: byRatio(all.map(({ eps, c }) => ({ eps, c, h: law(eps, c) }))),
              style: "dashed" as const,
              of: "measured",
            },
          ],
        },
      ],
    };
  },
};

const byRatio = (rows: readonly { readonly eps: number; readonly c: number; readonly h: number }[]) =>
  rows.map(({ eps, c, h }) => [eps / c, h] as const).sort(([a], [b]) => a - b);
