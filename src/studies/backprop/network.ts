/** v_0 = x [b, d], v_k = σ(v_(k−1) w_k), L = ‖v_t − y‖²/2b: as a graph, and forwards and backwards by loops over numbers. */
import { constant, type Expr, input, matmul, mul, sigmoid, square, sub, sum, tanh } from "../../ad/index.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { type Context, widthsOf } from "./defaults.js";

export const activations = {
  tanh: { graph: tanh, value: Math.tanh, slope: (v: number) => 1 - v * v },
  sigmoid: { graph: sigmoid, value: (z: number) => 1 / (1 + Math.exp(-z)), slope: (v: number) => v * (1 - v) },
};

export interface Network {
  readonly widths: readonly number[];
  readonly batch: number;
  readonly activation: keyof typeof activations;
  /** x [b, d]; w_k [n_(k−1), n_k] in weights[k − 1]; y [b, n_t]. */
  readonly x: Float64Array;
  readonly weights: readonly Float64Array[];
  readonly y: Float64Array;
}

/** Normal data; weights of variance 1/n_(k−1), so that no layer saturates. */
export function networkOf(params: Context["params"], rng: Rng): Network {
  const { batch, activation } = params;
  const widths = widthsOf(params);
  const normals = (count: number, scale = 1): Float64Array => Float64Array.from({ length: count }, () => scale * rng.normal());
  return {
    widths,
    batch,
    activation,
    x: normals(batch * widths[0]!),
    weights: widths.slice(1).map((width, k) => normals(widths[k]! * width, 1 / Math.sqrt(widths[k]!))),
    y: normals(batch * widths.at(-1)!),
  };
}

/** The graph, with x and w as inputs. */
export interface Graph {
  readonly w: readonly Expr[];
  /** v_0, …, v_t */
  readonly v: readonly Expr[];
  readonly L: Expr;
}

export function graphOf({ widths, batch, activation, y }: Network): Graph {
  const w = widths.slice(1).map((width, k) => input([widths[k]!, width]));
  const v = [input([batch, widths[0]!])];
  for (const [k, wk] of w.entries()) v.push(layer(v[k]!, wk, activation));
  const L = mul(1 / (2 * batch), sum(square(sub(v.at(-1)!, constant(y, [batch, widths.at(-1)!])))));
  return { w, v, L };
}

/** σ(v w) */
export const layer = (v: Expr, w: Expr, activation: keyof typeof activations): Expr => activations[activation].graph(matmul(v, w));

/** A B, [m, n], of A [m, k] and B [k, n]; with `ta` or `tb` the factor is stored transposed. */
function product(A: Float64Array, B: Float64Array, [m, k, n]: readonly [number, number, number], ta = false, tb = false): Float64Array {
  const C = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let total = 0;
      for (let p = 0; p < k; p++) total += A[ta ? p * m + i : i * k + p]! * B[tb ? j * k + p : p * n + j]!;
      C[i * n + j] = total;
    }
  return C;
}

export interface Passes {
  readonly L: number;
  /** v_0, …, v_t and ∂L/∂v_0, …, ∂L/∂v_t, [b, n_k]. */
  readonly v: readonly Float64Array[];
  readonly dv: readonly Float64Array[];
  /** ∂L/∂w_1, …, [n_(k−1), n_k]. */
  readonly dw: readonly Float64Array[];
}

/** Rumelhart, Hinton & Williams (1986), Nature 323, written out: two products of matrices a layer on the way back. */
export function backpropagation({ widths, batch: b, activation, x, weights, y }: Network): Passes {
  const { value, slope } = activations[activation];
  const v = [x];
  for (const [k, w] of weights.entries()) v.push(product(v[k]!, w, [b, widths[k]!, widths[k + 1]!]).map(value));
  const error = v.at(-1)!.map((vi, i) => vi - y[i]!);
  const dv: Float64Array[] = [error.map((e) => e / b)];
  const dw: Float64Array[] = [];
  for (let k = weights.length; k > 0; k--) {
    const [from, to] = [widths[k - 1]!, widths[k]!];
    const delta = dv[0]!.map((d, i) => d * slope(v[k]![i]!));
    dw.unshift(product(v[k - 1]!, delta, [from, b, to], true));
    dv.unshift(product(delta, weights[k - 1]!, [b, to, from], false, true));
  }
  return { L: error.reduce((sum, e) => sum + e * e, 0) / (2 * b), v, dv, dw };
}
