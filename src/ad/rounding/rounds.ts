/** Which operations round: all whose result may be more than an element of an argument, 0 or ±1, times a power of two. */
import { type Builder, constantOf, type Expr } from "../expr.js";
import { exponent, pow2 } from "../kernels/scalar-builder.js";
import { fillOf } from "../leaf.js";

/** A power of two, of either sign; another number that is there already; a result that is rounded. */
const [POWER, NUMBER, RESULT] = [0, 1, 2];

const isPower = (c: number): boolean => Number.isFinite(c) && c !== 0 && Math.abs(c) === pow2(exponent(Math.abs(c)));
const isRoundedNumber = (c: number): boolean => c !== 0 && !isPower(c);

const result = (): number => RESULT;
const same = (a: number): number => a;
const either = Math.max;
const mask = (): number => NUMBER;

/** Elementwise bodies, of what their numbers are. */
const kinds: Builder<number> = {
  num: (c) => (isPower(c) ? POWER : c === 0 ? NUMBER : RESULT),
  add: result,
  sub: result,
  mul: (a, b) => (a === POWER ? b : b === POWER ? a : RESULT),
  div: (a, b) => (b === POWER ? a : RESULT),
  sqrt: result,
  neg: same,
  abs: same,
  min: either,
  max: either,
  select: (_, a, b) => either(a, b),
  lt: mask,
  le: mask,
  eq: mask,
  and: mask,
  or: mask,
  not: mask,
  // Integers, powers of two and parts of a significand have no more digits than x.
  nearest: (a) => either(a, NUMBER),
  pow2: () => POWER,
  exponent: mask,
  mantissa: (a) => either(a, NUMBER),
  upper: (a) => either(a, NUMBER),
};

const kindOf = (e: Expr): number => (isPower(fillOf(e) ?? 0) ? POWER : NUMBER);

/** Leaves are numbers from elsewhere, rounded when they come in. A loop does not round: what is in it does. */
export function isRounded(node: Expr): boolean {
  const { kernel, ops } = node.op;
  switch (kernel.form) {
    case "leaf":
      return constantOf(node)?.some(isRoundedNumber) ?? true;
    case "native":
      return true;
    case "scan":
      return false;
    case "elementwise":
      // What is joined is added to 0: no operation.
      return ops(node) > 0 && kernel.body(kinds, ...node.args.map(kindOf)) === RESULT;
    case "reduce":
      return kernel.combine === "sum" && ops(node) > 0;
    default:
      return ops(node) > 0;
  }
}
