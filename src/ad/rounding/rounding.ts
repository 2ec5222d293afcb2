/**
 * fl f(x) − f(x) = Σ v̄_i δ_i + O(ε²): the rounding error of a program is a Taylor series in the errors δ_i of its operations, the adjoints
 * v̄_i = ∂f/∂v_i are its coefficients, and reverse mode was made to find them. |δ_i| ≤ ε |v_i| makes an estimate of it.
 */
import { canonical } from "../canonical.js";
import { compile } from "../compile.js";
import { pullback } from "../derive.js";
import { AdError } from "../errors.js";
import { constantOf, type Expr, type Shape, size } from "../expr.js";
import { input } from "../leaf.js";
import { storage } from "../plan.js";
import { scalar, shapeOf } from "../transforms.js";
import { everyValue } from "./every-value.js";
import { type Format, float32 } from "./format.js";
import { isRounded, type Ledger, ledger, roundedStep } from "./step.js";

export interface RoundingOptions {
  /** The arithmetic; by default float32. */
  readonly format?: Format;
  /**
   * |δ_i| ≤ roundoff · |v_i|. By default the format's ε, 2⁻²³ for float32: to nearest |δ_i| ≤ ε/2 · |v_i|, and the other half leaves room
   * for elementary functions whose last digit is wrong, and for what the first order leaves out.
   */
  readonly roundoff?: number;
}

export interface RoundingError {
  /** f(x) in float64. */
  readonly value: number;
  /** f(x) with x, constants and every operation rounded: products and partial sums, and once for what an elementary function gives. */
  readonly rounded: number;
  /** rounded − value. */
  readonly error: number;
  /** Σ v̄_i δ_i, δ_i = fl(v_i) − v_i as it was. */
  readonly firstOrder: number;
  /** roundoff · Σ |v̄_i v_i|. */
  readonly bound: number;
  /** roundoff · √Σ (v̄_i v_i)²: as if the errors were independent. */
  readonly probable: number;
  /** The bound split by operation, the largest part first. */
  readonly parts: () => RoundingPart[];
}

export interface RoundingPart {
  /** "input", "constant", or the name of the op. */
  readonly op: string;
  readonly shape: Shape;
  readonly bound: number;
}

export type RoundingAnalysis = (x: number | ArrayLike<number>, options?: RoundingOptions) => RoundingError;

/**
 * How far off f(x) may be in a precision lower than float64, and how far off it is. Inputs and constants are values v_i too, but for
 * constants that are numbers of the format. What `stopGradient` hides counts; loops are walked step by step. x is a number or [n]. To first
 * order alone: where f bends within its own error, as in chaotic programs, the error may be larger than its bound. Ops that run as plain code
 * (`cumsum`, `solve`, factorisations) count as one rounding of each element: what happens inside them is left out of `rounded` and `bound`.
 * @throws AdError when f does not return a scalar.
 * @see Linnainmaa (1970), master's thesis, University of Helsinki; (1976), BIT 16(2); Iri (1984), Japan J. Appl. Math. 1(2)
 */
export function roundingError(f: (x: Expr) => Expr): RoundingAnalysis {
  const analyses = new Map<string, RoundingAnalysis>();
  return (x, options) => {
    const key = shapeOf(x).join();
    const at = input(shapeOf(x));
    const analysis = analyses.get(key) ?? roundingOf(scalar("roundingError", f(at)), at);
    analyses.set(key, analysis);
    return analysis(x, options);
  };
}

/** Of the scalar y as a function of x. */
function roundingOf(y: Expr, x: Expr): RoundingAnalysis {
  const graph = canonical([x], [everyValue(y)]);
  const root = graph.outputs[0]!;
  const values = graph.order.filter(isRounded);
  const adjoints = compile([x], pullback(root, values), "interpreter");
  const [exactly, rounding] = [evaluation(graph.order, x), evaluation(graph.order, x)];
  return (at, { format = float32, roundoff = format.epsilon } = {}) => {
    const numbers = typeof at === "number" ? [at] : at;
    if (numbers.length !== size(x.shape)) throw new AdError("roundingError", `expected ${size(x.shape)} numbers, got ${numbers.length}`);
    adjoints.inputs[0]!.set(numbers);
    adjoints.run();
    exactly.run(numbers, (v) => v);
    rounding.run(numbers, format.round);
    const bounds = new Float64Array(values.length);
    let [firstOrder, total, squares] = [0, 0, 0];
    for (let k = 0; k < values.length; k++) {
      const part = contribution(values[k]!, adjoints.outputs[k]!, exactly.of(values[k]!), rounding.of(values[k]!));
      bounds[k] = roundoff * part.absolute;
      firstOrder += part.firstOrder;
      total += part.absolute;
      squares += part.square;
    }
    const value = exactly.of(storage(root)).values[0]!;
    const rounded = rounding.of(storage(root)).values[0]!;
    return {
      value,
      rounded,
      error: rounded - value,
      firstOrder,
      bound: roundoff * total,
      probable: roundoff * Math.sqrt(squares),
      parts: () =>
        values
          .map((node, k) => ({ op: nameOf(node, x), shape: node.shape, bound: bounds[k]! }))
          .filter(({ bound }) => bound !== 0)
          .sort((a, b) => b.bound - a.bound),
    };
  };
}

const nameOf = (node: Expr, x: Expr): string => (node === x ? "input" : constantOf(node) ? "constant" : node.op.name);

/** Of one node to Σ v̄ δ, Σ |v̄ v| and Σ (v̄ v)². */
function contribution(
  node: Expr,
  adjoint: Float64Array,
  { sizes, squares }: Ledger,
  { errors }: Ledger,
): { readonly firstOrder: number; readonly absolute: number; readonly square: number } {
  let [firstOrder, absolute, square] = [0, 0, 0];
  const isConstant = constantOf(node) !== undefined;
  for (let i = 0; i < sizes.length; i++) {
    const t = adjoint[i]!;
    // What is exact makes no error where the derivative is infinite (√0, the exponent of a negative number), nor does what is not selected.
    if (t === 0) continue;
    if (errors[i] !== 0) firstOrder += t * errors[i]!;
    if (sizes[i] === 0 || (isConstant && errors[i] === 0)) continue;
    absolute += Math.abs(t) * sizes[i]!;
    square += t * t * squares[i]!;
  }
  return { firstOrder, absolute, square };
}

interface Evaluation {
  readonly of: (node: Expr) => Ledger;
  readonly run: (x: ArrayLike<number>, round: Format["round"]) => void;
}

function evaluation(order: readonly Expr[], x: Expr): Evaluation {
  const ledgers = new Map<Expr, Ledger>();
  const of = (node: Expr): Ledger => {
    const known = ledgers.get(node) ?? ledger(size(node.shape));
    ledgers.set(node, known);
    return known;
  };
  const steps = order.filter((node) => node.op.kernel.form !== "reshape").map((node) => roundedStep(node, of));
  return {
    of,
    run: (at, round) => {
      of(x).values.set(at);
      for (const step of steps) step(round);
    },
  };
}
