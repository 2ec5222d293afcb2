/** How good a method's gradients are: cosine and ‖g − ∇f‖/‖∇f‖ at recorded points; bias, variance and the best h at a few of them. */
import { BudgetExhausted } from "../core/errors.js";
import type { Estimate, GradientSource } from "../core/gradient-source.js";
import { Meter } from "../core/meter.js";
import { isStochastic, type Noise } from "../core/noise.js";
import type { Params } from "../core/params.js";
import type { Programs } from "../core/programs.js";
import type { Rng } from "../numeric/sampling/random.js";
import { addScaled, norm2 } from "../numeric/vector.js";
import { bestStep } from "./best-step.js";
import { momentsOf } from "./estimator.js";
import type { Quality, QualityPoint, TracePoint } from "./record.js";

/** Beside a run, on a meter of its own: not a number of the run itself depends on it. */
export interface QualityProbe {
  /** The source for the run to use: its estimates are asked which h they chose. */
  readonly source: GradientSource;
  /** At each iterate; both arrays are copied. */
  readonly see: (x: Float64Array, g: Float64Array | undefined) => void;
  /** At each recorded point, which is the iterate that was seen last. */
  readonly record: (point: TracePoint) => void;
  /** Once the run has ended. */
  readonly finish: () => Quality;
}

export interface Probed {
  readonly programs: Programs;
  readonly source: GradientSource;
  readonly params: Params;
  readonly noise: Noise | undefined;
  /** The stream of the measurement. */
  readonly rng: Rng;
}

/** Points at which an estimator is repeated: at most so many a run, spread over the powers of two among its iterations. */
const POINTS = 8;
/** ops that it may take, as many as a run has by default. */
const LIMIT = 2e9;

interface Sampled {
  readonly index: number;
  readonly f: number;
  readonly x: Float64Array;
  readonly gradient: Float64Array;
}

export function probeQuality({ programs, source, params, noise, rng }: Probed): QualityProbe {
  const limits = { evals: Number.POSITIVE_INFINITY, ops: LIMIT };
  const meter = new Meter(programs, limits, noise && { noise, rng: rng.split("noise") });
  const [x, g] = [new Float64Array(programs.dim), new Float64Array(programs.dim)];
  const points: QualityPoint[] = [];
  const sampled: Sampled[] = [];
  let estimate: Estimate | undefined;
  let last: Sampled | undefined;
  let hasGradient = false;
  let h: number | null = null;
  let incomplete: string | null = null;

  /** What goes wrong here is no failure of the run. */
  const attempt = (work: () => void): void => {
    if (incomplete !== null) return;
    try {
      work();
    } catch (error) {
      incomplete =
        error instanceof BudgetExhausted ? "more than 2e9 ops were needed" : error instanceof Error ? error.message : String(error);
    }
  };
  const random = isStochastic(noise) || source.variance(programs.dim, params) > 0;
  const closeLook = ({ index, f, x, gradient }: Sampled): void => {
    const point = points[index]!;
    const moments = random
      ? momentsOf(source, startingAt(params, point.h), meter, x, gradient, rng.split(`estimates/${point.iteration}`))
      : { bias: point.relativeError, biasError: 0, variance: 0 };
    points[index] = { ...point, ...moments };
    if (!source.scheme) return;
    const hOpt = bestStep(source.scheme, x, errorOf(f, noise), (at, v, out) => void meter.hvp(at, v, out));
    points[index] = { ...point, ...moments, hOpt };
  };

  return {
    source: { ...source, make: (...given) => (estimate = source.make(...given)) },
    see: (iterate, gradient) => {
      x.set(iterate);
      hasGradient = gradient !== undefined;
      if (gradient) g.set(gradient);
      h = estimate?.chosen?.() ?? null;
    },
    record: ({ iteration, f }) => {
      if (!hasGradient) return;
      attempt(() => {
        const gradient = new Float64Array(programs.dim);
        meter.vjp(x, gradient);
        points.push({ iteration, ...agreement(g, gradient), bias: null, biasError: null, variance: null, h, hOpt: null });
        last = { index: points.length - 1, f, x: x.slice(), gradient };
        if (iteration >= nextPower(points, sampled)) sampled.push(last);
      });
    },
    finish: () => {
      if (last && sampled.at(-1) !== last) sampled.push(last);
      for (const one of spread(sampled, POINTS)) attempt(() => closeLook(one));
      return { cost: meter.cost, incomplete, points };
    },
  };
}

/** Twice the iteration of the last sampled point, from 0 and 1 on. */
function nextPower(points: readonly QualityPoint[], sampled: readonly Sampled[]): number {
  const before = sampled.at(-1);
  return before ? Math.max(1, 2 * points[before.index]!.iteration) : 0;
}

function agreement(g: Float64Array, gradient: Float64Array): Pick<QualityPoint, "cosine" | "relativeError"> {
  const [length, size] = [norm2(g), norm2(gradient)];
  const difference = addScaled(new Float64Array(g.length), g, -1, gradient);
  // 1 − ‖u − v‖²/2 of the unit vectors: exact where they are equal, and accurate where they nearly are.
  const apart = norm2(g.map((gi, i) => gi / length - gradient[i]! / size));
  return { cosine: 1 - (apart * apart) / 2, relativeError: norm2(difference) / size };
}

/** ε_f: the level of the noise where there is any, at least what rounding leaves of f. */
function errorOf(f: number, noise: Noise | undefined): number {
  const level = noise ? noise.level * (noise.type === "relative" ? Math.abs(f) : 1) : 0;
  return Math.max(level, Number.EPSILON * Math.abs(f));
}

/** A source whose h changes from call to call, not with x, begins where the run was. */
const startingAt = (params: Params, h: number | null): Params =>
  typeof params["h"] === "number" && params["scale"] === undefined && h !== null ? { ...params, h } : params;

/** So many items, evenly by index, the ends among them. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, k) => items[Math.round((k * (items.length - 1)) / (count - 1))]!);
}
