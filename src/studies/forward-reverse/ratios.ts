/** Operations of (f, ∇f), (f, J v) and (f, ∇f, ∇²f v), each over those of f: Baur & Strassen (1983), Griewank & Walther (2008), §4.6. */
import { type Expr, input, mul, opCount, pullback, pushforward, reshape, slice } from "../../ad/index.js";
import { resolve } from "../../core/params.js";
import { isTraced, type ProblemFamily } from "../../core/problem.js";
import { stream } from "../../numeric/sampling/random.js";
import { problems } from "../../problems/index.js";

/** A scalar, and the vector that it is a function of. */
export type Loss = readonly [f: Expr, x: Expr];

export const kinds = ["gradient", "jvp", "hvp"] as const;
export type Kind = (typeof kinds)[number];
export type Ratios = Readonly<Record<Kind, number>>;

export const kindNames: Readonly<Record<Kind, string>> = { gradient: "(f, ∇f)", jvp: "(f, Jv)", hvp: "(f, ∇f, ∇²f v)" };

export function ratiosOf([f, x]: Loss): Ratios {
  const v = input(x.shape);
  const [g] = pullback(f, [x]) as [Expr];
  const ops = opCount([x], [f]);
  const ratio = (...outputs: Expr[]): number => opCount([x, v], [f, ...outputs]) / ops;
  return { gradient: ratio(g), jvp: ratio(pushforward(f, x, v)), hvp: ratio(g, pushforward(g, x, v)) };
}

/** An instance of a family; null for a black box. */
export function lossOf(family: ProblemFamily, given: Readonly<Record<string, unknown>> = {}): Loss | null {
  const params = resolve(family.defaults, given, family.name);
  const problem = family.make(params, stream(`ratios/${family.name}`), (name) => {
    throw new Error(`${family.name} asks for the file ${name}: there are none here`);
  });
  if (!isTraced(problem)) return null;
  const x = input([problem.dim]);
  return [problem.f(x), x];
}

/** Of a registered family that is no black box. */
export const lossNamed = (name: string, given: Readonly<Record<string, unknown>> = {}): Loss =>
  lossOf(problems.find((family) => family.name === name)!, given)!;

/** x₁ x₂ ⋯ x_n of n scalars, from the left (Speelpenning 1980): its gradient, and a tangent along all of them at once. */
export function productRatios(n: number): Pick<Ratios, "gradient" | "jvp"> {
  const product = (factors: readonly Expr[]): Expr => factors.reduce((a, b) => mul(a, b));
  const scalars = Array.from({ length: n }, () => input([]));
  const f = product(scalars);
  const x = input([n]);
  const v = input([n]);
  const y = product(scalars.map((_, k) => reshape(slice(x, k, k + 1), [])));
  return {
    gradient: opCount(scalars, [f, ...pullback(f, scalars)]) / opCount(scalars, [f]),
    jvp: opCount([x, v], [y, pushforward(y, x, v)]) / opCount([x], [y]),
  };
}
