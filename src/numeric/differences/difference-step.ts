/** The length h_i of each difference: a number, or where what the noise of f costs and what truncation costs are in balance. */

import { sphere } from "../sampling/directions.js";
import { stream } from "../sampling/random.js";
import { addScaled, normInf } from "../vector.js";
import { adaptiveInterval } from "./adaptive-interval.js";
import { derivativeSize } from "./derivative-size.js";
import { optimalStep, type Scheme } from "./difference-scheme.js";
import { ecnoise } from "./ecnoise.js";

/** f, charged for each value. */
export interface Evaluated {
  readonly dim: number;
  value(x: Float64Array): number;
}

export interface StepRule {
  /** A length; or by Moré & Wild's optimum, or Shi et al.'s search, from the noise level. */
  readonly h: number | "ecnoise" | "adaptive";
  /** Of a given length: h max(|x_i|, 1), or h itself. */
  readonly scale: "relative" | "absolute";
  /** The noise level, for a length that is found; auto: by ECnoise. */
  readonly noise: number | "auto";
}

/** Writes h_i to steps and returns f(x) if it knows it: `fx`, or evaluated on the way. */
export type StepChoice = (x: Float64Array, steps: Float64Array, fx: number) => number;

export const stepChoice = (f: Evaluated, scheme: Scheme, { h, scale, noise }: StepRule): StepChoice =>
  typeof h === "number" ? given(h, scale) : found(f, scheme, h, noise);

const given =
  (h: number, scale: StepRule["scale"]): StepChoice =>
  (x, steps, fx) => {
    for (let i = 0; i < x.length; i++) steps[i] = scale === "relative" ? h * Math.max(Math.abs(x[i]!), 1) : h;
    return fx;
  };

/** Distance of the values from which noise is estimated, relative to max(‖x‖∞, 1); ECnoise changes it where it is wrong. */
const DISTANCE = 1e-2;
/** Ends of the search for an interval, relative to max(|x_i|, 1). */
const [LEAST, LARGEST] = [8 * Number.EPSILON, 1];

/**
 * One noise level, along one direction (Moré & Wild 2011, §4: it hardly depends on which), then an h_i for each coordinate. Both are dear,
 * so they serve until |f| has changed tenfold, as noise is mostly relative to f; then they are found anew, a search from the last h_i.
 */
function found(f: Evaluated, scheme: Scheme, how: "ecnoise" | "adaptive", noise: number | "auto"): StepChoice {
  const n = f.dim;
  // Drawn once and for all: the estimate is no random one. Along the axes, or their sum, f may well be constant.
  const direction = new Float64Array(n);
  sphere(direction, stream("the direction along which noise is estimated"));
  const axis = new Float64Array(n);
  const lengths = new Float64Array(n).fill(Number.NaN);
  let at: { readonly f: number; readonly noise: number } | null = null;

  const lengthAlong = (x: Float64Array, i: number, fx: number, level: number): number => {
    axis.fill(0)[i] = 1;
    const phi = line(f, x, axis, fx);
    const size = Math.max(Math.abs(x[i]!), 1);
    if (how === "ecnoise") return balanced(scheme, phi, level);
    const first = Number.isNaN(lengths[i]) ? optimalStep(scheme, level, 1) : lengths[i]!;
    return adaptiveInterval(scheme, phi, { noise: level, first, least: LEAST * size, largest: LARGEST * size });
  };

  return (x, steps, fx) => {
    const known = Number.isNaN(fx) ? f.value(x) : fx;
    if (Number.isFinite(known) && (at === null || tenfold(known, at.f, at.noise))) {
      const level = noise === "auto" ? levelAlong(line(f, x, direction, known), DISTANCE * Math.max(normInf(x), 1), at?.noise) : noise;
      for (let i = 0; i < n; i++) lengths[i] = lengthAlong(x, i, known, level);
      at = { f: known, noise: level };
    }
    for (let i = 0; i < n; i++) steps[i] = Number.isNaN(lengths[i]) ? optimalStep(scheme, Number.EPSILON, 1) : lengths[i]!;
    return known;
  };
}

/** t ↦ f(x + t v), which remembers what it was asked; f(x) is known. */
function line(f: Evaluated, x: Float64Array, v: Float64Array, fx: number): (t: number) => number {
  const seen = new Map([[0, fx]]);
  const y = new Float64Array(x.length);
  return (t) => {
    const value = seen.get(t) ?? f.value(addScaled(y, x, t, v));
    seen.set(t, value);
    return value;
  };
}

/** Where no noise is found, the level found before; at first the rounding of f, were its last bit wrong. */
function levelAlong(phi: (t: number) => number, distance: number, before: number | undefined): number {
  const found = ecnoise(phi, distance) ?? before;
  if (found !== undefined) return found;
  const rounding = Number.EPSILON * Math.max(Math.abs(phi(0)), Math.abs(phi(distance)));
  return rounding > 0 ? rounding : Number.EPSILON;
}

function balanced(scheme: Scheme, phi: (t: number) => number, noise: number): number {
  const { size, reach } = derivativeSize(scheme, phi, noise);
  return Math.min(optimalStep(scheme, noise, size), reach);
}

/** Below the noise all values are alike. */
function tenfold(f: number, before: number, noise: number): boolean {
  const ratio = Math.max(Math.abs(f), 10 * noise) / Math.max(Math.abs(before), 10 * noise);
  return ratio > 10 || ratio < 0.1;
}
