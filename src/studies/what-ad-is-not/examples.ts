/** Functions of n scalars, and their gradients as a person writes them down: nothing of one is computed from the other. */
import { add, div, type Expr, exp, log, mul, square, sub, tanh } from "../../ad/index.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { type Context, doubling } from "./defaults.js";

export interface Example {
  readonly n: number;
  readonly f: (x: readonly Expr[]) => Expr;
  readonly gradient: (x: readonly Expr[]) => Expr[];
  readonly draw: () => Float64Array;
}

export interface Family {
  readonly id: string;
  readonly name: string;
  readonly formula: string;
  readonly sizes: (params: Context["params"]) => number[];
  /** "n = 4", "4 levels" */
  readonly sized: (size: number) => string;
  readonly make: (size: number, rng: Rng) => Example;
  /** Operations of all its partial derivatives as formulas, where they can be counted by hand. */
  readonly formulas?: { readonly law: string; readonly ops: (size: number) => number };
}

const total = (terms: readonly Expr[]): Expr => terms.reduce((a, b) => add(a, b));
const product = (factors: readonly Expr[]): Expr => factors.reduce((a, b) => mul(a, b));
/** l₁ = x, …, l_levels: l_(k+1) = 4 l_k (1 − l_k) */
export function orbit(x: Expr, levels: number): Expr[] {
  const l = [x];
  while (l.length < levels) l.push(mul(mul(4, l.at(-1)!), sub(1, l.at(-1)!)));
  return l;
}
const draws =
  (n: number, draw: () => number): Example["draw"] =>
  () =>
    Float64Array.from({ length: n }, draw);

export const families: readonly Family[] = [
  {
    id: "product",
    name: "product",
    formula: "x₁ x₂ ⋯ xₙ",
    sized: (n) => `n = ${n}`,
    sizes: ({ variables }) => doubling(variables, 4),
    make: (n, rng) => ({
      n,
      f: product,
      gradient: (x) => {
        const before = x.map((_, k) => (k === 0 ? null : product(x.slice(0, k))));
        let after: Expr | null = null;
        return x
          .map((_, i): Expr => {
            const k = n - 1 - i;
            const partial: Expr = after ? (before[k] ? mul(before[k]!, after) : after) : before[k]!;
            after = after ? mul(x[k]!, after) : x[k]!;
            return partial;
          })
          .reverse();
      },
      draw: draws(n, () => 0.5 + rng.uniform()),
    }),
    formulas: { law: "n (n − 2)", ops: (n) => n * (n - 2) },
  },
  {
    id: "logistic",
    name: "logistic map",
    formula: "l_k, l_(k+1) = 4 l_k (1 − l_k)",
    sized: (k) => `k = ${k}`,
    sizes: ({ levels }) => doubling(levels),
    make: (levels, rng) => ({
      n: 1,
      f: ([x]) => orbit(x!, levels).at(-1)!,
      gradient: ([x]) => [
        product(
          orbit(x!, levels)
            .slice(0, -1)
            .map((l) => sub(4, mul(8, l))),
        ),
      ],
      draw: draws(1, () => 0.05 + 0.9 * rng.uniform()),
    }),
    formulas: { law: "2^k (3k/2 − 2)", ops: (k) => (1 << (k - 1)) * (3 * k - 4) },
  },
  {
    id: "logsumexp",
    name: "log-sum-exp",
    formula: "log Σ e^xᵢ",
    sized: (n) => `n = ${n}`,
    sizes: ({ variables }) => doubling(variables, 4),
    make: (n, rng) => ({
      n,
      f: (x) => log(total(x.map((xi) => exp(xi)))),
      gradient: (x) => {
        const powers = x.map((xi) => exp(xi));
        const scale = div(1, total(powers));
        return powers.map((power) => mul(power, scale));
      },
      draw: draws(n, () => rng.normal()),
    }),
    formulas: { law: "n (11n + 13)", ops: (n) => n * (11 * n + 13) },
  },
  {
    id: "perceptron",
    name: "perceptron",
    formula: "½ (v·tanh(W₂ tanh(W₁ a)) − y)²",
    sized: (m) => `${m} units`,
    sizes: ({ width }) => doubling(width),
    make: perceptron,
  },
];

/** Two hidden layers of m units, two inputs a, one output; the variables are W₁ [m, 2], W₂ [m, m], v [m]. */
function perceptron(m: number, rng: Rng): Example {
  const n = 2 * m + m * m + m;
  const [a0, a1, y] = [rng.normal(), rng.normal(), rng.normal()];
  const parts = (x: readonly Expr[]) => {
    const W1 = (i: number, k: number): Expr => x[2 * i + k]!;
    const W2 = (j: number, i: number): Expr => x[2 * m + m * j + i]!;
    const v = x.slice(n - m);
    const units = Array.from({ length: m }, (_, i) => i);
    const z1 = units.map((i) => tanh(add(mul(W1(i, 0), a0), mul(W1(i, 1), a1))));
    const z2 = units.map((j) => tanh(total(units.map((i) => mul(W2(j, i), z1[i]!)))));
    return { W2, v, units, z1, z2, r: sub(total(units.map((j) => mul(v[j]!, z2[j]!))), y) };
  };
  const slope = (z: Expr): Expr => sub(1, square(z));
  return {
    n,
    f: (x) => mul(0.5, square(parts(x).r)),
    gradient: (x) => {
      const { W2, v, units, z1, z2, r } = parts(x);
      const d2 = units.map((j) => mul(mul(r, v[j]!), slope(z2[j]!)));
      const d1 = units.map((i) => mul(total(units.map((j) => mul(d2[j]!, W2(j, i)))), slope(z1[i]!)));
      return [...d1.flatMap((d) => [mul(d, a0), mul(d, a1)]), ...d2.flatMap((d) => z1.map((z) => mul(d, z))), ...z2.map((z) => mul(r, z))];
    },
    draw: draws(n, () => rng.normal() / Math.sqrt(m)),
  };
}
