/**
 * f(x) = Σ λ_i φ((Hx)_i), λ from 1 to κ, H = I − 2vvᵀ a random reflection, φ(0) = 0 = min φ, inf φ″ = m and sup φ″ = φ″(0) = 1.
 * As ∇²f = H diag(λ_i φ″) H: L = κ exactly, reached at 0; μ = m where m > 0; convex where m ≥ 0; f* = 0 at 0.
 */
import { add, constant, div, dot, type Expr, log1p, mul, sin, sinh, sqrt, square, sub, sum } from "../../ad/index.js";
import { choice, number } from "../../core/params.js";
import { defineProblem } from "../../core/problem.js";
import { sphere } from "../../numeric/sampling/directions.js";

interface Profile {
  /** Written without cancellation near 0, so that f is exact to a relative rounding however close to its minimum. */
  readonly phi: (t: Expr) => Expr;
  /** m = inf φ″ */
  readonly least: number;
}

const logCosh = (t: Expr): Expr => mul(0.5, log1p(square(sinh(t))));
/** sup |φ″| of t² + 10 (1 − cos 2πt), Rastrigin's. */
const RASTRIGIN = 2 + 40 * Math.PI * Math.PI;

export const profiles = {
  quadratic: { phi: (t) => mul(0.5, square(t)), least: 1 },
  // φ″ = (1 + sech² t)/2
  stiffening: { phi: (t) => add(mul(0.25, square(t)), mul(0.5, logCosh(t))), least: 0.5 },
  // φ″ = sech² t
  "log-cosh": { phi: logCosh, least: 0 },
  // √(1 + t²) − 1, φ″ = (1 + t²)^(−3/2)
  "pseudo-huber": { phi: (t) => div(square(t), add(1, sqrt(add(1, square(t))))), least: 0 },
  // φ″ = (1 − 3t²)/(1 + t²)³, least at t² = 1
  well: { phi: (t) => div(square(t), mul(2, add(1, square(t)))), least: -0.25 },
  // 1 − cos t
  cosine: { phi: (t) => mul(2, square(sin(mul(0.5, t)))), least: -1 },
  rastrigin: {
    phi: (t) => mul(1 / RASTRIGIN, add(square(t), mul(20, square(sin(mul(Math.PI, t)))))),
    least: (4 - RASTRIGIN) / RASTRIGIN,
  },
} satisfies Readonly<Record<string, Profile>>;

export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as ProfileName[];

/** Three curvature radii of φ from the minimum: where the functions are not yet quadratic. */
const START = 3;

export const profiled = defineProblem({
  name: "profiled",
  summary: "curvatures 1 to condition along reflected axes, times one profile",
  reference: "Nesterov (2018), Lectures on Convex Optimization, §2.1",
  defaults: {
    dim: 8,
    condition: number(10, { min: 1 }),
    profile: choice(profileNames[0]!, ...profileNames.slice(1)),
  },
  make: ({ dim, condition, profile }, rng) => {
    const lambda = Float64Array.from({ length: dim }, (_, i) => Math.exp((Math.log(condition) * i) / Math.max(1, dim - 1)));
    lambda[dim - 1] = condition;
    const v = new Float64Array(dim);
    sphere(v, rng);
    const axis = constant(v);
    const x0 = Float64Array.from({ length: dim }, () => START * rng.normal());
    const reflected = (x: Expr): Expr => sub(x, mul(mul(2, dot(axis, x)), axis));
    return { dim, x0, fmin: 0, xmin: new Float64Array(dim), f: (x) => sum(mul(constant(lambda), profiles[profile].phi(reflected(x)))) };
  },
});
