/** Mean cross entropy of softmax(v_t), v_0 = x, v_k = σ(v_(k−1) W_k + b_k), the last layer without σ; plus ½ l2 Σ W². */
import {
  add,
  constant,
  type Expr,
  logsumexp,
  matmul,
  mean,
  mul,
  relu,
  reshape,
  sigmoid,
  slice,
  square,
  sub,
  sum,
  tanh,
} from "../ad/index.js";
import { UsageError } from "../core/errors.js";
import { choice, integer, number, oneOf, type Params, settled, text } from "../core/params.js";
import { defineProblem } from "../core/problem.js";
import { type Examples, examples } from "../data/digits.js";
import type { Rng } from "../numeric/sampling/random.js";

/** n_0, n_1, …, n_t: features, hidden units, classes. */
export type Widths = readonly number[];
/** The parameters of one layer, as Exprs: W [n_(k−1), n_k] and b [n_k]. */
interface Layer {
  readonly W: Expr;
  readonly b: Expr;
}
const activations = { tanh, relu, sigmoid };
export type Activation = keyof typeof activations;

const sizeOf = (from: number, to: number): number => from * to + to;
export const parameterCount = (widths: Widths): number => widths.slice(1).reduce((count, width, k) => count + sizeOf(widths[k]!, width), 0);

/** p, [parameterCount], is W_1 row by row, b_1, W_2, b_2, … */
export function layersOf(p: Expr, widths: Widths): Layer[] {
  let start = 0;
  const take = (...shape: number[]): Expr => {
    const end = start + shape.reduce((a, b) => a * b);
    const taken = reshape(slice(p, start, end), shape);
    start = end;
    return taken;
  };
  return widths.slice(1).map((width, k) => ({ W: take(widths[k]!, width), b: take(width) }));
}

/** v_0, …, v_t, where v_k is [batch, n_k]; x: [batch, n_0]. */
export function activity(x: Expr, layers: readonly Layer[], activation: Activation): Expr[] {
  const values = [x];
  for (const [k, { W, b }] of layers.entries()) {
    const z = add(matmul(values[k]!, W), b);
    values.push(k < layers.length - 1 ? activations[activation](z) : z);
  }
  return values;
}

/** Mean over the batch of −log softmax(scores)_label; scores and one-hot labels are [batch, classes]. */
export const crossEntropy = (scores: Expr, labels: Expr): Expr => mean(sub(logsumexp(scores, 1), sum(mul(labels, scores), 1)));

/** W uniform in ±√(6/(n_(k−1) + n_k)), b = 0: signals keep their variance on the way through, forth and back. */
export function glorot(widths: Widths, rng: Rng): Float64Array {
  const layers = widths.slice(1).map((width, k) => {
    const bound = Math.sqrt(6 / (widths[k]! + width));
    return [...Array.from({ length: widths[k]! * width }, () => bound * (2 * rng.uniform() - 1)), ...new Array<number>(width).fill(0)];
  });
  return Float64Array.from(layers.flat());
}

const STANDARD = "64-16-10";
/** 8 × 8 pixels, and means of blocks of them. */
const INPUTS = [64, 16, 4, 1];
const CLASSES = 10;

export default defineProblem({
  name: "mlp",
  summary: "a multilayer perceptron that reads handwritten digits",
  reference:
    "Rumelhart, Hinton & Williams (1986), Nature 323; x0: Glorot & Bengio (2010), AISTATS, eq. (16); data: UCI optdigits (CC BY 4.0)",
  defaults: {
    // Follows from layers; given alone, it is made by one hidden layer between 64 pixels and 10 classes, or by none.
    dim: settled(oneOf("auto", integer(1, { min: 1 })), ({ layers }) =>
      parameterCount(widthsOf(layers === "auto" ? STANDARD : `${layers}`)),
    ),
    layers: settled(oneOf("auto", text("", `widths such as ${STANDARD}`)), layersFor),
    activation: choice("tanh", "relu", "sigmoid"),
    // Images, drawn once an instance.
    batch: oneOf("all", integer(100, { min: 1 })),
    l2: number(0, { min: 0 }),
  },
  make: ({ dim, layers, activation, batch, l2 }, rng) => {
    if (layers === "auto") throw misfit(dim);
    const widths = widthsOf(layers);
    const count = parameterCount(widths);
    if (dim !== count) throw fail(`layers ${layers} have ${count} parameters, dim is ${dim}: leave one of the two to the other`);
    const { scores, loss } = classifier(widths, activation, batch, rng);
    return {
      dim: count,
      x0: glorot(widths, rng.split("x0")),
      start: (r) => glorot(widths, r),
      f: (p) => {
        const weights = layersOf(p, widths).map(({ W }) => sum(square(W)));
        return l2 > 0 ? weights.reduce((total, w) => add(total, mul(l2 / 2, w)), loss(scores(p))) : loss(scores(p));
      },
    };
  },
});

/** The scores, [batch, classes], of parameters p on images drawn from the stream of the instance, and the loss of scores. */
export function classifier(widths: Widths, activation: Activation, batch: number | "all", rng: Rng) {
  const data = batchOf(widths, batch, rng.split("batch"));
  const x = constant(data.x, [data.count, widths[0]!]);
  const labels = constant(data.y, [data.count, widths.at(-1)!]);
  return {
    scores: (p: Expr): Expr => activity(x, layersOf(p, widths), activation).at(-1)!,
    loss: (scores: Expr): Expr => crossEntropy(scores, labels),
  };
}

/** `batch` different images, in random order. */
function batchOf(widths: Widths, batch: number | "all", rng: Rng): Examples {
  return examples(Math.sqrt(widths[0]!), widths.at(-1)!, (available) => {
    const places = Array.from({ length: available }, (_, i) => i);
    if (batch === "all") return places;
    if (batch > available) throw fail(`batch=${batch}: there are ${available} images of ${widths.at(-1)} digits`);
    // The first steps of a shuffle (Durstenfeld 1964, Comm. ACM 7(7), algorithm 235).
    for (let i = 0; i < batch; i++) {
      const j = i + Math.floor(rng.uniform() * (available - i));
      [places[i], places[j]] = [places[j]!, places[i]!];
    }
    return places.slice(0, batch);
  });
}

const fail = (message: string): UsageError => new UsageError(`problem mlp: ${message}`);

/** Of the hidden layer between all pixels and all classes there are this many parameters a unit. */
const A_UNIT = INPUTS[0]! + 1 + CLASSES;

function layersFor({ dim }: Params): string {
  if (dim === "auto") return STANDARD;
  if (dim === parameterCount([INPUTS[0]!, CLASSES])) return `${INPUTS[0]}-${CLASSES}`;
  const hidden = ((dim as number) - CLASSES) / A_UNIT;
  return Number.isInteger(hidden) && hidden > 0 ? `${INPUTS[0]}-${hidden}-${CLASSES}` : "auto";
}

function misfit(dim: number | string): UsageError {
  const hidden = Math.max(1, Math.floor((Number(dim) - CLASSES) / A_UNIT));
  const near = [hidden, hidden + 1].map((h) => A_UNIT * h + CLASSES).join(" or ");
  return fail(
    `layers ${INPUTS[0]}-h-${CLASSES} have ${A_UNIT} h + ${CLASSES} parameters, dim is ${dim}: ${near} would be, or give layers in its place`,
  );
}

/** "64-16-10" as numbers. Throws UsageError. */
export function widthsOf(layers: string): number[] {
  const widths = layers.split("-").map((width) => (/^\d+$/.test(width) ? Number(width) : Number.NaN));
  if (widths.length < 2 || !widths.every((width) => width >= 1))
    throw fail(`layers=${layers}: expected widths joined by hyphens, such as ${STANDARD}`);
  if (!INPUTS.includes(widths[0]!)) throw fail(`layers=${layers}: it begins with the number of pixels, ${INPUTS.join(", ")}`);
  if (!(widths.at(-1)! >= 2 && widths.at(-1)! <= CLASSES))
    throw fail(`layers=${layers}: it ends with the number of classes, 2 to ${CLASSES}`);
  return widths;
}
