/** Products of vectors and matrices, and distances between rows. */
import { AdError, shown } from "../errors.js";
import { type Expr, type Op, size, type Transposes } from "../expr.js";
import { add, mul, square, stopGradient, sub } from "./arithmetic.js";
import { reshape, sum } from "./move.js";
import { expandDims, slice } from "./shape.js";

export const contractOp: Op = {
  name: "matmul",
  kernel: { form: "contract" },
  ops: (node) => 2 * size(node.shape) * node.args[0]!.shape[(node.param as Transposes).ta ? 0 : 1]!,
  jvp: [(t, y, _, b) => contract(t, b!, y.param as Transposes), (t, y, a) => contract(a!, t, y.param as Transposes)],
  vjp: [
    (t, y, _, b) => {
      const { ta, tb } = y.param as Transposes;
      return ta ? contract(b!, t, { ta: tb, tb: true }) : contract(t, b!, { ta: false, tb: !tb });
    },
    (t, y, a) => {
      const { ta, tb } = y.param as Transposes;
      return tb ? contract(t, a!, { ta: true, tb: ta }) : contract(a!, t, { ta: !ta, tb: false });
    },
  ],
};

/** op(A) op(B), where op transposes what is stored transposed. */
export const contract = (a: Expr, b: Expr, param: Transposes): Expr => ({
  op: contractOp,
  args: [a, b],
  shape: [a.shape[param.ta ? 1 : 0]!, b.shape[param.tb ? 0 : 1]!],
  param,
});

/** Matrix or vector times matrix or vector: [m, k] [k, n], [m, k] [k], [k] [k, n], [k] [k]. */
export function matmul(a: Expr, b: Expr): Expr {
  const [p, q] = [a.shape.length, b.shape.length];
  if (p < 1 || p > 2 || q < 1 || q > 2 || a.shape[p - 1] !== b.shape[0])
    throw new AdError("matmul", `shapes ${shown(a.shape)} and ${shown(b.shape)} do not match: expected [m, k] or [k] times [k, n] or [k]`);
  if (p === 2 && q === 2) return contract(a, b, { ta: false, tb: false });
  // With a vector it is a reduction of a product: engines can then share one sweep over the matrix.
  if (p === 1 && q === 2) return sum(mul(expandDims(a, 1), b), [0]);
  return sum(mul(a, b), [p - 1]);
}

/** Σ x_i y_i */
export function dot(x: Expr, y: Expr): Expr {
  if (x.shape.length !== 1 || y.shape.length !== 1 || x.shape[0] !== y.shape[0])
    throw new AdError("dot", `shapes ${shown(x.shape)} and ${shown(y.shape)} do not match: expected two vectors of one length`);
  return sum(mul(x, y), [0]);
}

/** x_i y_j */
export function outer(x: Expr, y: Expr): Expr {
  if (x.shape.length !== 1 || y.shape.length !== 1)
    throw new AdError("outer", `expected two vectors, got shapes ${shown(x.shape)} and ${shown(y.shape)}`);
  return mul(expandDims(x, 1), y);
}

/** Σ X_ii */
export function trace(x: Expr): Expr {
  const [n] = x.shape;
  if (n === undefined || x.shape.length !== 2 || x.shape[1] !== n)
    throw new AdError("trace", `expected a square matrix, got shape ${shown(x.shape)}`);
  return sum(slice(reshape(x, [n * n]), 0, n * n, n + 1), [0]);
}

/** From this many dimensions on the Gram form is cheaper: one product of matrices instead of d passes over n². */
const GRAM = 8;

/**
 * ‖x_i − x_j‖², [n, d] → [n, n]: directly for few dimensions, else ‖x_i‖² + ‖x_j‖² − 2 x_i·x_j, which is 0 on the
 * diagonal and elsewhere off by rounding of the ‖x‖², also below 0.
 */
export function squaredDistances(x: Expr): Expr {
  const [n, d] = x.shape;
  if (n === undefined || d === undefined || x.shape.length !== 2)
    throw new AdError("squaredDistances", `expected shape [n, d], got ${shown(x.shape)}`);
  if (d < GRAM) return sum(square(sub(expandDims(x, 1), x)), [2]);
  const products = contract(x, x, { ta: false, tb: true });
  // The lengths take their last digits from the diagonal of the products: each point is then at distance 0 of itself.
  const squares = sum(square(x), [1]);
  const diagonal = slice(reshape(products, [n * n]), 0, n * n, n + 1);
  const lengths = add(squares, stopGradient(sub(diagonal, squares)));
  return sub(add(expandDims(lengths, 1), lengths), mul(2, products));
}
