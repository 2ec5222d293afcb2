/** Programs that are not chaotic: what is computed in linear algebra, statistics, learning and simulation, and programs drawn at random. */
import * as ad from "../../ad/index.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { activity, crossEntropy, glorot, layersOf } from "../../problems/mlp.js";
import { randomProgram } from "./random.js";

type Expr = ad.Expr;

/** f, and where it is evaluated. */
export interface Program {
  readonly f: (x: Expr) => Expr;
  readonly x: Float64Array;
}

export interface Family {
  readonly name: string;
  /** Of `n` terms, steps or units. */
  readonly draw: (rng: Rng, n: number) => Program;
}

const normals = (rng: Rng, n: number, scale = 1): Float64Array => Float64Array.from({ length: n }, () => scale * rng.normal());
const between = (rng: Rng, low: number, high: number): number => low + (high - low) * rng.uniform();
const element = (x: Expr, k: number): Expr => ad.reshape(ad.slice(x, k, k + 1), []);
/** The state after so many steps. */
export function iterated(state: Expr, steps: number, step: (state: Expr) => Expr): Expr {
  let at = state;
  for (let k = 0; k < steps; k++) at = step(at);
  return at;
}

/** θ″ = −sin θ by the symplectic Euler method; the energy, up to constants, at the end. */
function pendulum(x: Expr, steps: number, h: number): Expr {
  let [angle, speed] = [element(x, 0), element(x, 1)];
  for (let k = 0; k < steps; k++) {
    speed = ad.sub(speed, ad.mul(h, ad.sin(angle)));
    angle = ad.add(angle, ad.mul(h, speed));
  }
  return ad.sub(ad.mul(0.5, ad.square(speed)), ad.cos(angle));
}

function network(rng: Rng, units: number): Program {
  const [rows, features, classes] = [4, 5, 3];
  const widths = [features, units, classes];
  const data = ad.constant(normals(rng, rows * features), [rows, features]);
  const labels = ad.constant(
    Float64Array.from({ length: rows * classes }, (_, k) => (k % classes === Math.floor(k / classes) % classes ? 1 : 0)),
    [rows, classes],
  );
  const f = (p: Expr): Expr => crossEntropy(activity(data, layersOf(p, widths), "tanh").at(-1)!, labels);
  return { f, x: glorot(widths, rng).map((p) => p + 0.1 * rng.normal()) };
}

export const families: readonly Family[] = [
  {
    name: "dot product",
    draw: (rng, n) => {
      const y = ad.constant(normals(rng, n));
      return { f: (x) => ad.dot(x, y), x: normals(rng, n) };
    },
  },
  {
    name: "Horner's rule",
    draw: (rng, n) => {
      const coefficients = normals(rng, n + 1);
      const f = (x: Expr): Expr =>
        [...coefficients.slice(1)].reduce<Expr>((p, c) => ad.add(ad.mul(p, x), c), ad.constant(coefficients[0]!));
      return { f: (x) => f(element(x, 0)), x: Float64Array.of(between(rng, -1.2, 1.2)) };
    },
  },
  { name: "norm", draw: (rng, n) => ({ f: (x) => ad.norm(x), x: normals(rng, n, 10) }) },
  { name: "log-sum-exp", draw: (rng, n) => ({ f: (x) => ad.logsumexp(x), x: normals(rng, n, 3) }) },
  {
    name: "variance, one pass",
    draw: (rng, n) => {
      const centre = between(rng, 1, 30);
      return { f: (x) => ad.sub(ad.mean(ad.square(x)), ad.square(ad.mean(x))), x: normals(rng, n).map((xi) => xi + centre) };
    },
  },
  {
    name: "quadratic form",
    draw: (rng, n) => {
      const A = ad.constant(normals(rng, n * n), [n, n]);
      return { f: (x) => ad.dot(x, ad.matmul(A, x)), x: normals(rng, n) };
    },
  },
  {
    name: "Rosenbrock's valley",
    draw: (rng, n) => ({
      f: (x) => {
        const [a, b] = [ad.slice(x, 0, n - 1), ad.slice(x, 1, n)];
        return ad.sum(ad.add(ad.mul(100, ad.square(ad.sub(b, ad.square(a)))), ad.square(ad.sub(1, a))));
      },
      x: normals(rng, n),
    }),
  },
  { name: "network", draw: network },
  {
    name: "pendulum",
    draw: (rng, n) => {
      const h = between(rng, 0.05, 0.2);
      return { f: (x) => pendulum(x, n, h), x: Float64Array.of(between(rng, -2, 2), between(rng, -1, 1)) };
    },
  },
  {
    name: "Newton's iteration",
    draw: (rng, n) => {
      // √a: each step corrects what the ones before did wrong.
      const f = (a: Expr): Expr => iterated(ad.mul(0.5, ad.add(1, a)), n, (y) => ad.mul(0.5, ad.add(y, ad.div(a, y))));
      return { f: (x) => f(element(x, 0)), x: Float64Array.of(between(rng, 0.1, 100)) };
    },
  },
  { name: "random program", draw: (rng, n) => randomProgram(rng, n) },
];

export interface Drawn extends Program {
  readonly family: string;
}

/** The families in turn, each program of 2 to `size` terms. */
export const drawPrograms = (rng: Rng, count: number, size: number): Drawn[] =>
  Array.from({ length: count }, (_, k) => {
    const { name, draw } = families[k % families.length]!;
    return { family: name, ...draw(rng, 2 + Math.floor((size - 1) * rng.uniform())) };
  });
