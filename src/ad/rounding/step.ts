/** A node in rounded arithmetic: v = fl(op(args)), sums one addition after another. What was rounded on the way to an element is noted. */
import { constantOf, type Expr, type Gather, size, strides, type Transposes } from "../expr.js";
import { stepOf } from "../interpret.js";
import type { Arithmetic } from "./arithmetic.js";

export type Round = Arithmetic["round"];

/** By element. A product or a partial sum has the adjoint of the element that it ends in: one number for all of them is enough. */
export interface Ledger {
  /** Σ (fl(v) − v) over the values v that were rounded. */
  readonly errors: Float64Array;
  /** Σ |v|. */
  readonly sizes: Float64Array;
  /** Σ v². */
  readonly squares: Float64Array;
}

export const ledger = (length: number): Ledger => ({
  errors: new Float64Array(length),
  sizes: new Float64Array(length),
  squares: new Float64Array(length),
});

function rounded({ errors, sizes, squares }: Ledger, i: number, v: number, round: Round): number {
  const result = round(v);
  if (result !== v) errors[i] = errors[i]! + (result - v);
  sizes[i] = sizes[i]! + Math.abs(v);
  squares[i] = squares[i]! + v * v;
  return result;
}

/** `view`: the numbers of a node. Plain code (factorisations) counts as one operation an element. */
export function roundedStep(node: Expr, view: (node: Expr) => Float64Array, own: Ledger): (round: Round) => void {
  const compute = computation(node, view, own);
  return (round) => {
    own.errors.fill(0);
    own.sizes.fill(0);
    own.squares.fill(0);
    compute(round);
  };
}

function computation(node: Expr, view: (node: Expr) => Float64Array, own: Ledger): (round: Round) => void {
  const { kernel } = node.op;
  const [out, args] = [view(node), node.args.map(view)];
  if (kernel.form === "contract") return products(node, out, own, args);
  if (kernel.form === "scatter" || kernel.form === "reduce") {
    const places = kernel.form === "reduce" ? keptPlaces(node) : rowPlaces(node);
    return (round) => {
      const add = adder(out, own, round);
      for (let i = 0; i < places.length; i++) add(places[i]!, args[0]![i]!);
    };
  }
  const run = kernel.form === "leaf" ? loaded(node, out) : stepOf(node, view);
  return (round) => {
    run();
    for (let i = 0; i < out.length; i++) out[i] = rounded(own, i, out[i]!, round);
  };
}

/** Inputs are set by others. */
export function loaded(node: Expr, out: Float64Array): () => void {
  const data = constantOf(node);
  return data ? () => out.set(data) : () => undefined;
}

/** Adds to element i; what comes first is no sum. */
function adder(out: Float64Array, own: Ledger, round: Round): (i: number, term: number) => void {
  out.fill(0);
  const begun = new Uint8Array(out.length);
  return (i, term) => {
    out[i] = begun[i] === 1 ? rounded(own, i, out[i]! + term, round) : term;
    begun[i] = 1;
  };
}

function products(node: Expr, out: Float64Array, own: Ledger, [a, b]: readonly Float64Array[]): (round: Round) => void {
  const { ta, tb } = node.param as Transposes;
  const [m, n] = node.shape as readonly [number, number];
  const k = node.args[0]!.shape[ta ? 0 : 1]!;
  const [ai, ap] = ta ? [1, m] : [k, 1];
  const [bp, bj] = tb ? [1, k] : [n, 1];
  return (round) => {
    const add = adder(out, own, round);
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++)
        for (let p = 0; p < k; p++) add(i * n + j, rounded(own, i * n + j, a![i * ai + p * ap]! * b![p * bp + j * bj]!, round));
  };
}

/** Where each element of what is reduced goes. */
function keptPlaces(node: Expr): Int32Array {
  const { shape } = node.args[0]!;
  const over = node.param as readonly number[];
  const to = strides(node.shape);
  let kept = 0;
  const moves = shape.map((_, axis) => (over.includes(axis) ? 0 : to[kept++]!));
  const from = strides(shape);
  return Int32Array.from({ length: size(shape) }, (_, i) =>
    moves.reduce((place, move, axis) => place + (Math.floor(i / from[axis]!) % shape[axis]!) * move, 0),
  );
}

/** Where each element of what is scattered goes. */
function rowPlaces(node: Expr): Int32Array {
  const { index } = node.param as Gather;
  const width = size(node.shape.slice(1));
  return Int32Array.from({ length: index.length * width }, (_, i) => index[Math.floor(i / width)]! * width + (i % width));
}
