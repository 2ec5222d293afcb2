/** Losses of statistics on random data: only the sizes of their arrays matter where operations are counted. */

import { size } from "../../ad/expr.js";
import {
  add,
  constant,
  dot,
  type Expr,
  exp,
  input,
  log,
  logsumexp,
  matmul,
  mean,
  mul,
  neg,
  reshape,
  type Shape,
  slice,
  sub,
  sum,
  tanh,
} from "../../ad/index.js";
import { type Rng, stream } from "../../numeric/sampling/random.js";
import type { Loss } from "./ratios.js";

const data = (rng: Rng, shape: Shape): Expr =>
  constant(
    Float64Array.from({ length: size(shape) }, () => rng.normal()),
    shape,
  );

/** ½ xᵀA x. */
export function denseQuadratic(n: number): Loss {
  const x = input([n]);
  return [mul(0.5, dot(x, matmul(constant(new Float64Array(n * n), [n, n]), x))), x];
}

/** Mean of log(1 + e^(−yᵢ aᵢ·w)) over the rows aᵢ of a matrix, [rows, n]. */
export function logistic(rows: number, n: number): Loss {
  const rng = stream("logistic");
  const w = input([n]);
  const margins = mul(data(rng, [rows]), matmul(data(rng, [rows, n]), w));
  return [mean(log(add(1, exp(neg(margins))))), w];
}

/** Mean cross-entropy of softmax(tanh(tanh(X W₁ + b₁) W₂ + b₂) W₃ + b₃), or with other layers; all weights in one vector. */
export function perceptron(rows: number, widths: readonly number[]): Loss {
  const rng = stream("perceptron");
  const layers = widths.slice(1).map((to, k) => [widths[k]!, to] as const);
  const weights = input([layers.reduce((n, [from, to]) => n + from * to + to, 0)]);
  let start = 0;
  const take = (...shape: number[]): Expr => {
    start += size(shape);
    return reshape(slice(weights, start - size(shape), start), shape);
  };
  let h = data(rng, [rows, widths[0]!]);
  for (const [k, [from, to]] of layers.entries()) {
    const z = add(matmul(h, take(from, to)), take(to));
    h = k < layers.length - 1 ? tanh(z) : z;
  }
  const chosen = sum(mul(data(rng, h.shape), h), 1);
  return [mean(sub(logsumexp(h, 1), chosen)), weights];
}
