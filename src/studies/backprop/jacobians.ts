/** The slide's recursion with Jacobians that are made: for each row, ∂L/∂v_k = ∂L/∂v_(k+1) ∂v_(k+1)/∂v_k, ∂L/∂w_k = ∂L/∂v_(k+1) ∂v_(k+1)/∂w_k, v_(t+1) = L. */
import { constant, type Expr, jacobian, mul, reshape, square, sub, sum } from "../../ad/index.js";
import { layer, type Network } from "./network.js";

/** Of one row of the batch. */
interface RowJacobians {
  /** ∂v_(k+1)/∂v_k, [n_(k+1), n_k] */
  readonly byV: Float64Array;
  /** ∂v_(k+1)/∂w_k, [n_(k+1), n_(k−1)·n_k] */
  readonly byW: Float64Array;
}

/** n_(k+1); n_(t+1) = 1. */
export const widthAfter = ({ widths }: Network, k: number): number => widths[k + 1] ?? 1;

/** v: the rows of v_0, …, v_t. */
export function rowJacobians(network: Network, v: readonly Float64Array[], k: number, row: number): RowJacobians {
  const { widths, weights, batch, activation, y } = network;
  const [before, own, after] = [widths[k - 1]!, widths[k]!, widthAfter(network, k)];
  const at = (j: number): Float64Array => v[j]!.subarray(row * widths[j]!, (row + 1) * widths[j]!);
  const next = (vk: Expr): Expr => {
    if (k < weights.length) return reshape(layer(reshape(vk, [1, own]), constant(weights[k]!, [own, after]), activation), [after]);
    const error = sub(vk, constant(y.subarray(row * own, (row + 1) * own)));
    return reshape(mul(1 / (2 * batch), sum(square(error))), [1]);
  };
  const input = constant(at(k - 1), [1, before]);
  return {
    byV: jacobian(next)(at(k)),
    byW: jacobian((w) => next(reshape(layer(input, reshape(w, [before, own]), activation), [own])))(weights[k - 1]!),
  };
}

/** u J: a row times a matrix of rows as long as `width`. */
const rowTimes = (u: Float64Array, J: Float64Array, width: number): Float64Array =>
  Float64Array.from({ length: width }, (_, j) => u.reduce((sum, ui, i) => sum + ui * J[i * width + j]!, 0));

export interface Recursion {
  /** ∂L/∂v_k, [b, n_k] */
  readonly dv: Float64Array;
  /** ∂L/∂w_k as it is on the slide, a row each: [b, n_(k−1)·n_k]. */
  readonly rows: Float64Array;
  /** Their sum: [n_(k−1)·n_k]. */
  readonly dw: Float64Array;
}

/** From ∂L/∂v_(k+1), [b, n_(k+1)]. `of`: whose Jacobian a row is multiplied with; its own but for experiments. */
export function recursion(
  network: Network,
  v: readonly Float64Array[],
  k: number,
  after: Float64Array,
  of: (row: number) => number = (row) => row,
): Recursion {
  const { widths, batch } = network;
  const [own, next, weights] = [widths[k]!, widthAfter(network, k), widths[k - 1]! * widths[k]!];
  const [dv, rows, dw] = [new Float64Array(batch * own), new Float64Array(batch * weights), new Float64Array(weights)];
  for (let row = 0; row < batch; row++) {
    const { byV, byW } = rowJacobians(network, v, k, of(row));
    const u = after.subarray(row * next, (row + 1) * next);
    dv.set(rowTimes(u, byV, own), row * own);
    const share = rowTimes(u, byW, weights);
    rows.set(share, row * weights);
    for (let j = 0; j < weights; j++) dw[j]! += share[j]!;
  }
  return { dv, rows, dw };
}
