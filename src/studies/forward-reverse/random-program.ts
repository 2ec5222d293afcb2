/** Random programs: a list of instructions, each applied to what the earlier ones made. Leaving some out leaves a program. */
import { size, toposort } from "../../ad/expr.js";
import * as ad from "../../ad/index.js";
import { type Rng, stream } from "../../numeric/sampling/random.js";

/** The op, its arguments, and what configures it; each is taken modulo what there is. */
export type Instruction = readonly [op: number, x: number, y: number, choice: number];
export interface Recipe {
  readonly extents: readonly number[];
  readonly instructions: readonly Instruction[];
}
type Expr = ad.Expr;

const MOST_ELEMENTS = 4000;

/** What an op makes of the choice and the arguments; null where they do not fit. */
export type Make = (x: Expr, y: Expr, choice: Choice) => Expr | null;

/** Digits of the choice, used up one by one. */
class Choice {
  #rest: number;
  constructor(n: number) {
    this.#rest = n;
  }
  below(n: number): number {
    const digit = this.#rest % n;
    this.#rest = Math.floor(this.#rest / n) * 7 + digit;
    return digit;
  }
  axis(x: Expr): number {
    return this.below(x.shape.length);
  }
  /** A subset of the axes. */
  axes(x: Expr): number[] {
    return x.shape.map((_, k) => k).filter(() => this.below(3) > 0);
  }
  order(n: number): number[] {
    const left = Array.from({ length: n }, (_, k) => k);
    return Array.from({ length: n }, () => left.splice(this.below(left.length), 1)[0]!);
  }
}

export const bounded = (x: Expr): Expr => ad.add(1, ad.square(x));
const fits = (x: Expr, y: Expr): boolean => {
  const rank = Math.max(x.shape.length, y.shape.length);
  const at = (e: Expr, k: number): number => e.shape[k - rank + e.shape.length] ?? 1;
  return Array.from({ length: rank }, (_, k) => k).every((k) => at(x, k) === at(y, k) || at(x, k) === 1 || at(y, k) === 1);
};
export const both =
  (f: (x: Expr, y: Expr) => Expr): Make =>
  (x, y) =>
    fits(x, y) ? f(x, y) : null;

/** Of elements that are not moved: these give the same bits from every engine. */
export const elementwise: readonly Make[] = [
  ...[ad.sin, ad.cos, ad.tanh, ad.sigmoid, ad.softplus, ad.square, ad.neg, ad.abs, ad.relu, ad.sech2, ad.sign].map(
    (f): Make =>
      (x) =>
        f(x),
  ),
  (x) => ad.exp(ad.sin(x)),
  (x) => ad.expm1(ad.tanh(x)),
  (x) => ad.sqrt(bounded(x)),
  (x) => ad.log(bounded(x)),
  (x) => ad.log1p(ad.square(x)),
  (x) => ad.div(1, bounded(x)),
  (x, _, c) => ad.pow(bounded(ad.tanh(x)), [1.5, -0.5, 0.25][c.below(3)]!),
  (x, _, c) => ad.add([0.25, -1, 3][c.below(3)]!, x),
  (x, _, c) => ad.sub([0.25, 0, 3][c.below(3)]!, x),
  (x) => ad.clip(x, -0.5, 0.75),
  (x) => ad.stopGradient(x),
  both((x, y) => ad.add(x, y)),
  both((x, y) => ad.sub(x, y)),
  both((x, y) => ad.mul(x, y)),
  both((x, y) => ad.mul(ad.sin(x), ad.cos(y))),
  both((x, y) => ad.div(x, bounded(y))),
  both((x, y) => ad.hypot(x, y)),
  both((x, y) => ad.where(ad.lt(x, 0.1), x, y)),
  both((x, y) => ad.where(ad.le(y, x), ad.log(ad.relu(x)), y)),
  both((x, y) => ad.pow(bounded(ad.sin(x)), ad.sin(y))),
];

/** Their derivatives ask where the extreme is taken. */
export const extremes: readonly Make[] = [both((x, y) => ad.maximum(x, y)), both((x, y) => ad.minimum(x, y))];
export const reducedExtremes: readonly Make[] = [
  (x, _, c) => (size(x.shape) > 0 ? ad.max(x, c.axes(x)) : null),
  (x, _, c) => (size(x.shape) > 0 ? ad.min(x, c.axes(x)) : null),
];

const prime = (n: number): number => [2, 3, 5, 7, 11, 13, 17].find((p) => n % p === 0) ?? Math.max(1, n);
const indices = (c: Choice, rows: number, length: number): number[] => Array.from({ length }, (_, k) => (c.below(7) + k * k) % rows);

export const moving: readonly Make[] = [
  (x, _, c) => ad.transpose(x, c.order(x.shape.length)),
  (x) => ad.transpose(x),
  (x, _, c) => {
    const first = x.shape.map((d) => c.below(Math.min(3, d + 1)));
    return ad.slice(
      x,
      first,
      x.shape.map((d, k) => Math.max(first[k]!, d - c.below(2))),
      x.shape.map(() => 1 + c.below(3)),
    );
  },
  (x, _, c) => (x.shape.length > 0 ? ad.flip(x, c.axis(x)) : null),
  (x, _, c) =>
    ad.pad(
      x,
      x.shape.map(() => c.below(3)),
      x.shape.map(() => c.below(2)),
    ),
  (x, y, c) => {
    if (x.shape.length === 0) return null;
    const axis = c.axis(x);
    const same = x.shape.length === y.shape.length && x.shape.every((d, k) => k === axis || d === y.shape[k]);
    return ad.concat(same ? [x, y] : [x, ad.neg(x), x], axis);
  },
  (x, y, c) => ad.broadcastTo(x, [...(c.below(2) === 0 ? y.shape : [2 + c.below(2)]), ...x.shape]),
  (x, y) => (fits(x, y) ? ad.broadcastTo(x, ad.add(x, y).shape) : null),
  (x, _, c) => ad.expandDims(x, c.below(x.shape.length + 1)),
  (x) => ad.reshape(x, [size(x.shape)]),
  (x) => ad.reshape(x, [...x.shape].reverse()),
  (x, _, c) => {
    if (x.shape.length < 2) return null;
    const k = c.below(x.shape.length - 1);
    return ad.reshape(x, x.shape.toSpliced(k, 2, x.shape[k]! * x.shape[k + 1]!));
  },
  (x, _, c) => {
    if (x.shape.length === 0) return null;
    const k = c.axis(x);
    const p = prime(x.shape[k]!);
    return ad.reshape(x, x.shape.toSpliced(k, 1, ...(c.below(2) === 0 ? [p, x.shape[k]! / p] : [x.shape[k]! / p, p])));
  },
  (x) =>
    size(x.shape) === 0
      ? null
      : ad.reshape(
          x,
          x.shape.filter((d) => d !== 1),
        ),
];

export const adding: readonly Make[] = [
  (x, _, c) => ad.sum(x, c.axes(x)),
  (x) => ad.sum(x),
  (x, _, c) => (size(x.shape) > 0 ? ad.mean(x, c.axes(x)) : null),
  (x, _, c) => (size(x.shape) < 60 ? ad.prod(ad.sin(x), c.axes(x)) : null),
  (x, _, c) => ad.norm(x, c.axes(x)),
  (x, _, c) => (size(x.shape) > 0 ? ad.logsumexp(x, c.axes(x)) : null),
  (x, _, c) => (size(x.shape) > 0 && x.shape.length > 0 ? ad.softmax(x, c.axis(x)) : null),
  (x, _, c) => (x.shape.length > 0 ? ad.cumsum(x, c.axis(x)) : null),
  (x, _, c) => ad.mul([2, -0.5, 1 / 3, -1, 0][c.below(5)]!, x),
  (x, _, c) => ad.div(x, [2, -3][c.below(2)]!),
  (x, _, c) => ad.pow(ad.cos(x), [2, 3, 4, 1, 7][c.below(5)]!),
  both((x, y) => ad.atan2(bounded(x), y)),
  (x) => ad.erf(x),
  both((x, y) => ad.sub(ad.mul(2, x), ad.mul(-2, y))),
  both((x, y) =>
    ad.mul(
      ad.constant(
        Float64Array.from({ length: size(x.shape) }, (_, k) => 1 / (1 + (k % 5))),
        x.shape,
      ),
      ad.add(x, y),
    ),
  ),
  (x, y) => {
    const [p, q] = [x.shape.length, y.shape.length];
    return p > 0 && q > 0 && p < 3 && q < 3 && x.shape[p - 1] === y.shape[0] ? ad.matmul(x, y) : null;
  },
  (x, y) => (x.shape.length === 2 && y.shape.length === 2 && x.shape[1] === y.shape[1] ? ad.matmul(x, ad.transpose(y)) : null),
  (x, y) =>
    x.shape.length === 2 && y.shape.length > 0 && y.shape.length < 3 && x.shape[0] === y.shape[0] ? ad.matmul(ad.transpose(x), y) : null,
  (x) => (x.shape.length === 2 ? ad.matmul(x, ad.transpose(x)) : null),
  (x) => (x.shape.length === 2 ? ad.add(ad.matmul(ad.transpose(x), x), ad.matmul(ad.transpose(x), x)) : null),
  (x, y) => (x.shape.length === 1 && y.shape.length === 1 ? ad.outer(x, y) : null),
  (x) => (x.shape.length === 2 ? ad.squaredDistances(x) : null),
  (x, _, c) => (x.shape[0]! > 0 ? ad.gather(x, indices(c, x.shape[0]!, 1 + c.below(9))) : null),
  (x, _, c) => (x.shape[0]! > 0 ? ad.scatterAdd(x, indices(c, 5, x.shape[0]!), 5) : null),
];

export interface Random {
  readonly inputs: readonly Expr[];
  /** Everything that was made, inputs first. */
  readonly made: readonly Expr[];
  /** The last thing that is not an input, else the first input. */
  readonly last: Expr;
  readonly at: readonly Float64Array[];
}

/** Inputs of rank 0 to 3 with the extents, then the instructions one by one. `leaf` makes the inputs, by default as such. */
export function build(
  { extents, instructions }: Recipe,
  ops: readonly Make[],
  leaf: (shape: ad.Shape, k: number) => Expr = ad.input,
): Random {
  const [p, q, r] = extents as readonly [number, number, number];
  const cap = (...shape: number[]): number[] => (size(shape) <= MOST_ELEMENTS ? shape : shape.slice(1));
  const shapes = [[], [p], [p, q], [q, r], [q], cap(p, q, Math.min(r, 5)), [1, q], [p, 1]];
  const inputs = shapes.map((shape, k) => leaf(shape, k));
  const made: Expr[] = [...inputs];
  for (const [op, i, j, choice] of instructions) {
    // The latest ones are the likeliest.
    const pick = (n: number): Expr => (n % 3 === 0 ? made[n % made.length]! : made[made.length - 1 - (n % Math.min(4, made.length))]!);
    const x = ops[op % ops.length]!(pick(i), pick(j), new Choice(choice));
    if (x && x.shape.length <= 5 && size(x.shape) <= MOST_ELEMENTS) made.push(x);
  }
  const rng = stream(JSON.stringify([extents, instructions]));
  return {
    inputs,
    made,
    last: made[made.length - 1]!,
    at: shapes.map((shape) => Float64Array.from({ length: size(shape) }, () => 3 * rng.uniform() - 1.5)),
  };
}

/** Evenly over all recipes with three of these extents and up to `length` instructions. */
export function drawRecipe(rng: Rng, ops: readonly Make[], length: number, extents: readonly number[]): Recipe {
  const below = (n: number): number => Math.floor(n * rng.uniform());
  return {
    extents: Array.from({ length: 3 }, () => extents[below(extents.length)]!),
    instructions: Array.from({ length: below(length + 1) }, () => [below(ops.length), below(1000), below(1000), below(1000)] as const),
  };
}

/** A program as a function of one vector: what of its inputs it uses are slices of it; the squares of what it makes are added up. */
export function ofOneVector(recipe: Recipe, ops: readonly Make[]): readonly [f: Expr, x: Expr] {
  const plain = build(recipe, ops);
  const reached = new Set(toposort([plain.last]));
  const used = plain.inputs.map((x) => (reached.has(x) ? size(x.shape) : 0));
  const x = ad.input([used.reduce((a, b) => a + b)]);
  const starts = used.map((_, k) => used.slice(0, k).reduce((a, b) => a + b, 0));
  const slices = build(recipe, ops, (shape, k) =>
    used[k]! > 0 ? ad.reshape(ad.slice(x, starts[k]!, starts[k]! + used[k]!), shape) : ad.input(shape),
  );
  return [ad.sum(ad.square(slices.last)), x];
}
