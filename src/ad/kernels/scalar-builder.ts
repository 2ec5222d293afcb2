/** The scalar machine in plain numbers: masks are 1 and 0, and bits are read by punning float64 with two words. */
import type { Builder } from "../expr.js";

const float = new Float64Array(1);
const word = new Uint32Array(float.buffer);
float[0] = 1;
/** Which word holds sign and exponent: 1 on little-endian machines. */
const HIGH = word[1] === 0 ? 0 : 1;
const LOW = 1 - HIGH;
const INTEGERS = 4503599627370496;

/** Round half to even; the sign of zero is kept. */
export function nearest(a: number): number {
  if (a > 0) return a < INTEGERS ? a + INTEGERS - INTEGERS : a;
  if (a < 0) return a > -INTEGERS ? -(INTEGERS - a - INTEGERS) : a;
  return a;
}

/** 2^n for integral n in [−1022, 1023]; anything elsewhere. */
export function pow2(n: number): number {
  word[HIGH] = (n + 1023) << 20;
  word[LOW] = 0;
  return float[0]!;
}

/** The unbiased exponent field: floor(log₂ x) for normal x > 0. */
export function exponent(x: number): number {
  float[0] = x;
  return ((word[HIGH]! >>> 20) & 2047) - 1023;
}

/** The significand field as a number in [1, 2). */
export function mantissa(x: number): number {
  float[0] = x;
  word[HIGH] = (word[HIGH]! & 0xfffff) | 0x3ff00000;
  return float[0]!;
}

/** x with the lower 27 bits of its significand cleared. */
export function upper(x: number): number {
  float[0] = x;
  word[LOW] = word[LOW]! & 0xf8000000;
  return float[0]!;
}

export const numbers: Builder<number> = {
  num: (c) => c,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (a) => -a,
  abs: Math.abs,
  sqrt: Math.sqrt,
  nearest,
  // biome-ignore lint/complexity/useMathMinMax: Math.min differs on NaN and ±0
  min: (a, b) => (b < a ? b : a),
  // biome-ignore lint/complexity/useMathMinMax: Math.max differs on NaN and ±0
  max: (a, b) => (a < b ? b : a),
  lt: (a, b) => (a < b ? 1 : 0),
  le: (a, b) => (a <= b ? 1 : 0),
  eq: (a, b) => (a === b ? 1 : 0),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  not: (a) => 1 - a,
  select: (mask, a, b) => (mask !== 0 ? a : b),
  pow2,
  exponent,
  mantissa,
  upper,
};
