import fc from "fast-check";
import { expect, test } from "vitest";
import { fastSum, poly, product, quotient, sum, times } from "../../../src/ad/kernels/pairs.js";
import { numbers as b } from "../../../src/ad/kernels/scalar-builder.js";

const integer = fc.integer({ min: -(2 ** 52), max: 2 ** 52 });
const check = (holds: (x: number, y: number) => boolean): void =>
  fc.assert(fc.property(integer, integer, holds), { numRuns: 2000, seed: 5 });
const scale = 2n ** 200n;
/** x · 2²⁰⁰, exactly, for |x| between 2⁻¹⁴⁰ and 2¹⁰⁰⁰, or 0. */
function fixed(x: number): bigint {
  const two = 2 ** 140;
  const high = Math.trunc(x);
  const low = (x - high) * two;
  return BigInt(high) * scale + BigInt(Math.trunc(low)) * (scale / 2n ** 140n);
}
const abs = (x: bigint): bigint => (x < 0n ? -x : x);

test("sum and fastSum lose nothing", () => {
  const pieces = (x: number): number => x * 2 ** -40;
  check((x, y) => {
    const { hi, lo } = sum(b, x, pieces(y));
    return fixed(hi) + fixed(lo) === fixed(x) + fixed(pieces(y));
  });
  check((x, y) => {
    const [big, small] = Math.abs(x) >= Math.abs(y) ? [x, y] : [y, x];
    const { hi, lo } = fastSum(b, big, small);
    return BigInt(hi) + BigInt(lo) === BigInt(x) + BigInt(y);
  });
});

test("product is good to 2⁻¹⁰⁴", () => {
  check(
    (x, y) =>
      abs(fixed(product(b, x, y).hi) + fixed(product(b, x, y).lo) - BigInt(x) * BigInt(y) * scale) << 104n <=
      abs(BigInt(x) * BigInt(y) * scale),
  );
});

test("times and quotient are good to 2⁻¹⁰⁰", () => {
  const wide = (x: number, y: number) => fastSum(b, x, y * 2 ** -54);
  const value = (p: { hi: number; lo: number }): bigint => fixed(p.hi) + fixed(p.lo);
  check((x, y) => {
    if (Math.abs(x) < 2 ** 30 || Math.abs(y) < 2 ** 30) return true;
    const u = wide(x, y);
    const v = wide(y, x);
    const exact = value(u) * value(v);
    const product = abs(value(times(b, u, v)) * scale - exact) << 100n <= abs(exact);
    const quotientBack = abs(value(quotient(b, u, v)) * value(v) - value(u) * scale) << 100n <= abs(value(u) * scale);
    return product && quotientBack;
  });
});

test("poly is Horner's", () => {
  expect(poly(b, 2, [1, 2, 3])).toBe(17);
  expect(poly(b, 5, [7])).toBe(7);
});
