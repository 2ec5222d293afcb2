/**
 * fl f(x) − f(x) = Σ v̄_i δ_i + O(ε²): the rounding error of a program is a Taylor series in the errors δ_i of its operations, the adjoints
 * v̄_i = ∂f/∂v_i are its coefficients, and reverse mode was made to find them. |δ_i| ≤ ε |v_i| makes an estimate of it.
 */
import { canonical } from "../canonical.js";
import { AdError } from "../errors.js";
import { constantOf, type Expr, isDiagonal, type Op, type Shape } from "../expr.js";
import { input } from "../leaf.js";
import { scalar, shapeOf } from "../transforms.js";
import { adjointsOf } from "./adjoints.js";
import { type Arithmetic, float32 } from "./arithmetic.js";
import { evaluation } from "./evaluation.js";
import { everyValue } from "./every-value.js";
import type { Ledger, Round } from "./step.js";

export interface RoundingOptions {
  /** By default float32. */
  readonly arithmetic?: Arithmetic;
  /**
   * |δ_i| ≤ roundoff · |v_i|, roundoff > 0. By default the ε of the arithmetic, 2⁻²³ for float32: to nearest |δ_i| ≤ ε/2 · |v_i|, and the
   * other half leaves room for elementary functions whose last digit is wrong, and for what the first order leaves out.
   */
  readonly roundoff?: number;
}

export interface Rounding {
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
  /** Ops whose inner operations are left out of all of these (`solve`, `cholesky` …): they count as one rounding of each element. */
  readonly unmodelled: readonly string[];
}

export interface RoundingPart {
  /** "input", "constant", or the name of the op. */
  readonly op: string;
  /** In a loop [T, ...shape]: all of its steps. */
  readonly shape: Shape;
  readonly bound: number;
}

export type RoundingAnalysis = (x: number | ArrayLike<number>, options?: RoundingOptions) => Rounding;

/**
 * How far off f(x) may be in a precision lower than float64, and how far off it is. x is a number, shape [], or an array, shape [n]; f is
 * traced once for each shape. Inputs and constants are values v_i too, but for constants that are numbers of the arithmetic. Changes of
 * sign, powers of two as factors, choices and comparisons make no error. What `stopGradient` hides counts; loops are walked step by step.
 *
 * Left out: all but the first order, so that where f bends within its own error, as in chaotic programs, the error may be larger than its
 * bound; a choice that is made otherwise in the lower precision; overflow and underflow, but as `arithmetic` rounds; and what goes on
 * inside ops that run as plain code (`solve`, factorisations), which are listed in `unmodelled`.
 * @throws AdError when f does not return a scalar, or roundoff is not positive.
 * @see Linnainmaa (1970), master's thesis, University of Helsinki; (1976), BIT 16(2); Iri (1984), Japan J. Appl. Math. 1(2)
 */
export function roundingError(f: (x: Expr) => Expr): RoundingAnalysis {
  const analyses = new Map<string, RoundingAnalysis>();
  return (x, options) => {
    const key = shapeOf(x).join();
    let analysis = analyses.get(key);
    if (!analysis) {
      const at = input(shapeOf(x));
      analysis = roundingOf(scalar("roundingError", f(at)), at);
      analyses.set(key, analysis);
    }
    return analysis(x, options);
  };
}

/** Of the scalar y as a function of x. */
function roundingOf(y: Expr, x: Expr): RoundingAnalysis {
  const { order, outputs } = canonical([x], [everyValue(y)]);
  const root = outputs[0]!;
  const { program, values } = adjointsOf(order, root, x);
  const { of, ledgers, run } = evaluation(order);
  const unmodelled = [...new Set(values.filter(({ node }) => isUnmodelled(node.op)).map(({ node }) => node.op.name))];
  return (at, { arithmetic = float32, roundoff = arithmetic.epsilon } = {}) => {
    if (!(roundoff > 0)) throw new AdError("roundingError", `roundoff ${roundoff}: expected a number > 0`);
    const numbers = typeof at === "number" ? [at] : at;
    program.inputs[0]!.set(numbers);
    program.run();
    const resultOf = (round: Round): number => {
      of(x).set(numbers);
      run(round);
      return of(root)[0]!;
    };
    const value = resultOf((v) => v);
    const sizes = values.map(({ node }, k) =>
      sizesOf(ledgers[k]!, program.outputs[k]!, constantOf(node) ? (v) => arithmetic.round(v) === v : () => false),
    );
    const rounded = resultOf(arithmetic.round);
    const total = (terms: readonly number[]): number => terms.reduce((sum, term) => sum + term, 0);
    return {
      value,
      rounded,
      error: rounded - value,
      firstOrder: total(values.map((_, k) => errorOf(ledgers[k]!, program.outputs[k]!))),
      bound: roundoff * total(sizes.map(({ absolute }) => absolute)),
      probable: roundoff * Math.sqrt(total(sizes.map(({ square }) => square))),
      parts: () =>
        values
          .map(({ node, by }, k) => ({ op: nameOf(node, x), shape: by.shape, bound: roundoff * sizes[k]!.absolute }))
          .filter(({ bound }) => bound !== 0)
          .sort((a, b) => b.bound - a.bound),
      unmodelled,
    };
  };
}

const nameOf = (node: Expr, x: Expr): string => (node === x ? "input" : constantOf(node) ? "constant" : node.op.name);
/** Functions of one number are rounded once, whatever code computes them. */
const isUnmodelled = (op: Op): boolean => op.kernel.form === "native" && !isDiagonal(op);

/** Σ v̄ δ: what is exact makes no error where the derivative is infinite (√0, the exponent of a negative number). */
function errorOf({ errors }: Ledger, adjoint: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < errors.length; i++) if (errors[i] !== 0 && adjoint[i] !== 0) sum += adjoint[i]! * errors[i]!;
  return sum;
}

/** Σ |v̄ v| and Σ (v̄ v)², without what is exact, and without what is not selected, which may be infinite. */
function sizesOf(
  { sizes, squares }: Ledger,
  adjoint: Float64Array,
  isExact: (size: number) => boolean,
): { readonly absolute: number; readonly square: number } {
  let [absolute, square] = [0, 0];
  for (let i = 0; i < sizes.length; i++) {
    const t = adjoint[i]!;
    if (t === 0 || sizes[i] === 0 || isExact(sizes[i]!)) continue;
    absolute += Math.abs(t) * sizes[i]!;
    square += t * t * squares[i]!;
  }
  return { absolute, square };
}
