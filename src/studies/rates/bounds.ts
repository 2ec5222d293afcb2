/** Is value(k) ≤ bound(k) for every k = 1 … K on every function that the bound is for? */
import type { TracedProblem } from "../../core/problem.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { dot } from "../../numeric/vector.js";
import type { Path } from "./descent.js";
import { instanceOf } from "./instances.js";
import { type ProfileName, profiled, profileNames, profiles } from "./profiles.js";

/** A function, from its start: f* = 0, L-smooth, μ-strongly convex where mu > 0, R² = ‖x0 − x*‖². */
export interface Subject {
  readonly name: string;
  readonly problem: TracedProblem;
  readonly L: number;
  readonly mu: number;
  readonly convex: boolean;
  readonly R2: number;
}

/** Every profile, and the quadratic with μ = L. */
export const subjects = (dim: number, condition: number, rng: Rng): Subject[] => [
  subject("isotropic", "quadratic", dim, 1, rng),
  ...profileNames.map((profile) => subject(profile, profile, dim, condition, rng)),
];

function subject(name: string, profile: ProfileName, dim: number, condition: number, rng: Rng): Subject {
  const problem = instanceOf(profiled, { dim, condition, profile }, rng.split(name));
  const { least } = profiles[profile];
  return { name, problem, L: condition, mu: Math.max(0, least), convex: least >= 0, R2: dot(problem.x0, problem.x0) };
}

export interface Bound {
  readonly holdsFor: (subject: Subject) => boolean;
  readonly value: (path: Path, k: number) => number;
  readonly bound: (subject: Subject, f0: number, k: number) => number;
}

/** Strongly convex with μ < L: at μ = L the bounds are 0, or equalities in the mean, which their own part looks at. */
export const isStrict = ({ mu, L }: Subject): boolean => mu > 0 && mu < L;

export interface Verdict {
  readonly comparisons: number;
  readonly violations: number;
  /** max value/bound for each subject; null where the bound is not for it. */
  readonly closest: readonly (number | null)[];
}

/** Where value = bound in exact arithmetic, either may be rounded up. */
const ROUNDING = 1e-12;

export function compare({ holdsFor, value, bound }: Bound, all: readonly Subject[], paths: readonly Path[]): Verdict {
  let [comparisons, violations] = [0, 0];
  const closest = all.map((subject, s) => {
    if (!holdsFor(subject)) return null;
    const path = paths[s]!;
    let most = 0;
    for (let k = 1; k < path.f.length; k++) {
      const ratio = value(path, k) / bound(subject, path.f[0]!, k);
      comparisons++;
      // NaN violates too.
      if (!(ratio <= 1 + ROUNDING)) violations++;
      most = Math.max(most, ratio);
    }
    return most;
  });
  return { comparisons, violations, closest };
}

/** f_k, k = 0 … */
export const valueAt = ({ f }: Path, k: number): number => f[k]!;

/** The path with min_{i ≤ k} ‖∇f(x_i)‖² in the place of ‖∇f(x_k)‖². */
export function withLeastSlopes({ f, slopes }: Path): Path {
  const least = slopes.slice();
  for (let k = 1; k < least.length; k++) least[k] = Math.min(least[k - 1]!, least[k]!);
  return { f, slopes: least };
}

/** (1 − q)^k, q ≤ 1 */
export const shrinking = (q: number, k: number): number => Math.exp(k * Math.log1p(-q));
