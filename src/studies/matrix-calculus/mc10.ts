/** MC10: df = ⟨∇f, dx⟩, so u·(Jv) = (Jᵀu)·v; and d²f = dx₁ᵀ H dx₂, a derivative along dx₁ of one along dx₂. */
import { constant, hvp, input, pullback, pushforward } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { dot } from "../../numeric/vector.js";
import { evaluator } from "../dense.js";
import { catalogue } from "./catalogue.js";
import { type CalculusPart, lecture } from "./defaults.js";
import { hessianOf, type Known, type KnownMap } from "./known.js";

const normals = (rng: Rng, n: number): Float64Array => Float64Array.from({ length: n }, () => rng.normal());
const terms = (a: Float64Array, b: Float64Array): number => a.reduce((s, ai, i) => s + Math.abs(ai * b[i]!), 0);

/** |u·(Jv) − (Jᵀu)·v| relative to the terms that are added up, at random u and v. */
function adjointErrors({ f, results }: KnownMap, n: number, rng: Rng): (at: Float64Array) => number {
  const [x, v, u] = [input([n]), input([n]), input([results])];
  const y = f(x);
  const run = evaluator([x, v, u], [pushforward(y, x, v), pullback(y, [x], u)[0]!]);
  return (at) => {
    const [right, left] = [normals(rng, n), normals(rng, results)];
    const [Jv, JTu] = run(at, right, left) as [Float64Array, Float64Array];
    return Math.abs(dot(left, Jv) - dot(JTu, right)) / Math.max(terms(left, Jv), terms(JTu, right));
  };
}

/** dx₁ᵀH dx₂ by two nested forward sweeps, against the closed form of H and against hvp. */
function secondError(known: Known, x: Float64Array, rng: Rng): { readonly closed: number; readonly hvp: number } {
  const [p, q] = [normals(rng, x.length), normals(rng, x.length)];
  const at = input([x.length]);
  const nested = pushforward(pushforward(known.f(at), at, constant(q)), at, constant(p));
  const got = evaluator([at], [nested])(x)[0]![0]!;
  const H = hessianOf(known, x);
  const Hq = p.map((_, i) => dot(H.subarray(i * x.length, (i + 1) * x.length), q));
  const size = Array.from(p).reduce((s, pi, i) => s + Math.abs(pi) * terms(H.subarray(i * x.length, (i + 1) * x.length), q), 0);
  const error = (want: number): number => Math.abs(got - want) / Math.max(size, Number.MIN_VALUE);
  return { closed: error(dot(p, Hq)), hvp: error(dot(p, hvp(known.f, x, q))) };
}

/** |df along v − ∇f·v|, relative to the terms. */
function firstError({ f }: Known, x: Float64Array, rng: Rng): number {
  const v = normals(rng, x.length);
  const at = input([x.length]);
  const y = f(at);
  const [along, g] = evaluator([at], [pushforward(y, at, constant(v)), pullback(y, [at])[0]!])(x);
  return Math.abs(along![0]! - dot(g!, v)) / terms(g!, v);
}

export const mc10: CalculusPart = {
  id: "MC10",
  run: ({ params: { dim, results, cases }, rng, samples }) => {
    const { functions, maps, point } = catalogue(rng, dim, results);
    const count = samples(cases);
    const errors = maps.map((map) => adjointErrors(map, dim, rng));
    const adjoint = Array.from({ length: count }, (_, k) => errors[k % maps.length]!(point()));
    const each = functions.map((known) => {
      const x = point();
      return { known, first: firstError(known, x, rng), second: secondError(known, x, rng) };
    });
    const worst = (errors: readonly number[]): number => Math.max(...errors);
    return {
      claims: [
        claim({
          id: "MC10.adjoint",
          statement: `u·(Jv) = (Jᵀu)·v, forward against reverse mode, relative to the terms: largest error of ${count} random cases`,
          source: lecture,
          measured: worst(adjoint),
          atMost: 1e-13,
        }),
        claim({
          id: "MC10.first",
          statement: `df = ⟨∇f, dx⟩ for ${functions.length} functions: largest error relative to the terms`,
          source: lecture,
          measured: worst(each.map(({ first }) => first)),
          atMost: 1e-13,
        }),
        claim({
          id: "MC10.second",
          statement: "d²f = dx₁ᵀH dx₂, nested forward sweeps against H in closed form: largest error relative to the terms",
          source: lecture,
          measured: worst(each.map(({ second }) => second.closed)),
          atMost: 1e-12,
        }),
        claim({
          id: "MC10.hvp",
          statement: "the same against products with the Hessian",
          source: lecture,
          measured: worst(each.map(({ second }) => second.hvp)),
          atMost: 1e-12,
        }),
      ],
    };
  },
};
