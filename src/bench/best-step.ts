/** Which h would be best for differences of f at x: where truncation, by true derivatives, and the error of f are in balance. */
import { errorOrder, type Scheme, worstCaseStep } from "../numeric/differences/difference-scheme.js";
import { bestOf } from "../numeric/differences/ridders.js";
import { quantile } from "../numeric/statistics/statistics.js";

/** Writes ∇²f(x) v to out. */
export type HessianProduct = (x: Float64Array, v: Float64Array, out: Float64Array) => void;

/** A derivative along so many coordinates, evenly spaced, stands for all. */
const COORDINATES = 5;

export function sampledCoordinates(n: number): number[] {
  const count = Math.min(n, COORDINATES);
  return Array.from({ length: count }, (_, k) => Math.floor(((k + 0.5) * n) / count));
}

/**
 * The median over a few coordinates of the h for which errors of f of size `error` cost as little as they can. Infinity where no truncation
 * shows (a central difference of a quadratic is exact for every h), 0 where f has no error.
 */
export function bestStep(scheme: Scheme, x: Float64Array, error: number, hvp: HessianProduct): number {
  if (error === 0) return 0;
  const order = errorOrder(scheme);
  const steps = sampledCoordinates(x.length).map((i) => worstCaseStep(scheme, error, Math.abs(derivativeAlong(x, i, order, hvp))));
  return quantile(steps, 0.5);
}

/**
 * ∂^q f/∂x_i^q for q = 2, 3 or 5, from differences of φ(t) = e_i·∇²f(x + t e_i) e_i, whose derivatives are those of f less two; 0 where it
 * drowns in rounding.
 */
function derivativeAlong(x: Float64Array, i: number, q: number, hvp: HessianProduct): number {
  const [at, e, out] = [x.slice(), new Float64Array(x.length), new Float64Array(x.length)];
  e[i] = 1;
  const phi = (t: number): number => {
    at[i] = x[i]! + t;
    hvp(at, e, out);
    return out[i]!;
  };
  if (q === 2) return phi(0);
  const size = Math.abs(x[i]!);
  const { value, error } = q === 3 ? bestOf((t) => [phi(t)], [0], size)[0]! : third(phi, size);
  return Math.abs(value) <= error ? 0 : value;
}

interface Bounded {
  readonly value: number;
  readonly error: number;
}

const RATIO = 1.4;
const DEPTH = 8;
const FIRST = [0.5, 0.05, 0.005];

/** φ‴(0) by (φ(2t) − 2φ(t) + 2φ(−t) − φ(−2t)) / 2t³, extrapolated in t² to 0, with an estimate of its own error (as in numeric/ridders). */
function third(phi: (t: number) => number, size: number): Bounded {
  let best: Bounded = { value: Number.NaN, error: Number.POSITIVE_INFINITY };
  for (const first of FIRST) {
    let above: number[] = [];
    let t = first * Math.max(1, size);
    for (let row = 0; row < DEPTH; row++, t /= RATIO) {
      const values = [phi(2 * t), phi(t), phi(-t), phi(-2 * t)] as const;
      const [a, b, c, d] = values;
      const cube = 2 * t * t * t;
      const rounding = (Number.EPSILON * (Math.abs(a) + 2 * Math.abs(b) + 2 * Math.abs(c) + Math.abs(d))) / cube;
      const line = [(a - 2 * b + 2 * c - d) / cube];
      let factor = RATIO * RATIO;
      for (let k = 1; k <= row; k++, factor *= RATIO * RATIO) {
        const [coarse, fine] = [above[k - 1]!, line[k - 1]!];
        const better = (fine * factor - coarse) / (factor - 1);
        line.push(better);
        const error = Math.max(Math.abs(better - fine), Math.abs(better - coarse), rounding);
        if (error < best.error) best = { value: better, error };
      }
      above = line;
    }
  }
  return best;
}
