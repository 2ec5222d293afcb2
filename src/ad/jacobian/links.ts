/** ∂y_i/∂x_j of one op, element by element: which pairs (i, j) there are, and where the numbers stand. */

import { type Expr, type Gather, isDiagonal, type Shape, size, type Transposes } from "../expr.js";
import { gatherLoop, indexLoop } from "../kernels/kernels.js";
import { constant, fillOf, input } from "../leaf.js";
import { broadcastTo, unreduce } from "../ops/move.js";
import { batched } from "./batch.js";

/** Element `out` of the result depends on element `of` of the argument; the partial derivative is element `at` of `partial`. */
export type Visit = (out: number, of: number, at: number) => void;

export interface Links {
  /** null: each partial derivative is 1. Made when it is asked for. */
  readonly partial: (() => Expr) | null;
  /** A black box: each may depend on each, and nothing is known of the partial derivatives before they are computed. */
  readonly dense?: true;
  /** Each pair once. */
  readonly each: (visit: Visit) => void;
}

const ones = (like: Expr): Expr => broadcastTo(constant(1), like.shape);
const isUnit = (partial: Expr): boolean => fillOf(partial) === 1;

/** Of the k-th argument; null where the derivative is zero. Loops have none of their own: their bodies do. */
export function linksOf(node: Expr, k: number): Links | null {
  const rule = node.op.jvp[k];
  if (!rule) return null;
  const { kernel } = node.op;
  if (kernel.form === "elementwise" || isDiagonal(node.op)) {
    const count = size(node.shape);
    const partial = rule(ones(node), node, ...node.args);
    return {
      partial: isUnit(partial) ? null : () => partial,
      each: (visit) => {
        for (let i = 0; i < count; i++) visit(i, i, i);
      },
    };
  }
  switch (kernel.form) {
    case "reshape":
    case "index":
    case "gather":
      return { partial: null, each: fromSources(sourcesOf(node)) };
    case "reduce":
    case "scatter": {
      // Each element of the argument goes into one result: the cotangents of ones are all the partial derivatives.
      const extreme = kernel.form === "reduce" && kernel.combine !== "sum";
      const targets = targetsOf(node);
      return {
        partial: extreme ? () => node.op.vjp[k]!(ones(node), node, ...node.args) : null,
        each: (visit) => {
          for (let j = 0; j < targets.length; j++) visit(targets[j]!, j, j);
        },
      };
    }
    case "contract":
      return { partial: () => node.args[1 - k]!, each: ofProduct(node, k) };
    default:
      return dense(node, k);
  }
}

/** 1 + the element of the argument that each element of the result is, 0 where it is none. */
function sourcesOf(node: Expr): Float64Array {
  const x = node.args[0]!;
  const places = Float64Array.from({ length: size(x.shape) }, (_, i) => i + 1);
  if (node.op.kernel.form === "reshape") return places;
  const out = new Float64Array(size(node.shape));
  (node.op.kernel.form === "index" ? indexLoop(node) : gatherLoop(node))(out, places);
  return out;
}

const fromSources =
  (sources: Float64Array) =>
  (visit: Visit): void => {
    for (let i = 0; i < sources.length; i++) if (sources[i]! > 0) visit(i, sources[i]! - 1, i);
  };

/** The element of the result that each element of the argument goes into. */
function targetsOf(node: Expr): Float64Array {
  const x = node.args[0]!;
  const places = Float64Array.from({ length: size(node.shape) }, (_, i) => i);
  const out = new Float64Array(size(x.shape));
  if (node.op.kernel.form === "scatter") {
    const { index } = node.param as Gather;
    const width = size(x.shape.slice(1));
    for (let i = 0; i < out.length; i++) out[i] = index[Math.floor(i / width)]! * width + (i % width);
  } else indexLoop(unreduce(constant(places, node.shape), x.shape, node.param as readonly number[]))(out, places);
  return out;
}

/** Σ_p a_ip b_pj: its derivative by one factor is the other. */
function ofProduct(node: Expr, k: number): Links["each"] {
  const { ta, tb } = node.param as Transposes;
  const [m, n] = node.shape as readonly [number, number];
  const depth = node.args[0]!.shape[ta ? 0 : 1]!;
  return (visit) => {
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++)
        for (let p = 0; p < depth; p++) {
          const [a, b] = [ta ? p * m + i : i * depth + p, tb ? j * depth + p : p * n + j];
          if (k === 0) visit(i * n + j, a, b);
          else visit(i * n + j, b, a);
        }
  };
}

/** An op that is a black box: everything may depend on everything. Partials are [elements of the argument, elements of the result]. */
function dense(node: Expr, k: number): Links {
  const { shape } = node.args[k]!;
  const [n, m] = [size(shape), size(node.shape)];
  return {
    partial: () => {
      const t = input(shape);
      return batched(node.op.jvp[k]!(t, node, ...node.args), t, units(shape));
    },
    dense: true,
    each: (visit) => {
      for (let j = 0; j < n; j++) for (let i = 0; i < m; i++) visit(i, j, j * m + i);
    },
  };
}

/** Every element as a direction of its own, [n, ...shape]. */
export const units = (shape: Shape): Expr => {
  const n = size(shape);
  return constant(
    Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
    [n, ...shape],
  );
};
