import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Body, Builder } from "../../../src/ad/expr.js";
import * as elementary from "../../../src/ad/kernels/elementary.js";
import { kernelSource } from "../../../src/ad/kernels/emit-js.js";
import * as scalar from "../../../src/ad/kernels/scalar-builder.js";

/** The kernel as a function, with the helpers the source expects in scope. */
function compiled(body: Body, arity: number): (...x: number[]) => number {
  const { code, result } = kernelSource(body, arity);
  const parameters = Array.from({ length: arity }, (_, k) => `x${k}`).join(", ");
  const helpers = "nearest, pow2, exponent, mantissa, upper, abs, sqrt";
  const make = new Function(helpers, `return (${parameters}) => {\n${code}\nreturn ${result};\n};`);
  return make(scalar.nearest, scalar.pow2, scalar.exponent, scalar.mantissa, scalar.upper, Math.abs, Math.sqrt);
}

/** Every operation of the builder at once. */
const everything: Body = (b, x, y) => {
  const m = b.or(b.and(b.lt(x!, y!), b.not(b.eq(x!, b.num(-0)))), b.le(b.abs(y!), b.num(-2.5e-300)));
  const p = b.select(m, b.min(x!, y!), b.max(b.neg(x!), b.sqrt(y!)));
  const q = b.div(b.sub(b.upper(x!), b.nearest(y!)), b.mul(b.mantissa(y!), b.pow2(b.exponent(b.mantissa(x!)))));
  return b.add(p, b.select(b.eq(q, q), b.select(b.lt(b.num(1), q), b.num(Infinity), q), b.num(Number.NaN)));
};
const body = (f: unknown): Body => f as Body;
const bodies: [string, Body, number][] = [
  ...Object.entries(elementary).map(([name, f]): [string, Body, number] => [name, body(f), name === "pow" ? 2 : 1]),
  ["everything", everything, 2],
];

const special = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  -3,
  Infinity,
  -Infinity,
  NaN,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
  1.7976931348623157e308,
  709.79,
  -745.2,
  1e-9,
  36.7,
  1e9,
  1e17,
  1e300,
];
const argument = fc.oneof(fc.constantFrom(...special), fc.double(), fc.double({ min: -50, max: 50 }), fc.double({ min: -800, max: 800 }));

describe("the source gives the bits the body gives", () => {
  test.each(bodies)("%s", (_, f, arity) => {
    const kernel = compiled(f, arity);
    const same = (x: number, y: number): boolean => Object.is(kernel(x, y), f(scalar.numbers, x, y));
    for (const x of special) for (const y of special) expect(same(x, y), `${x}, ${y}`).toBe(true);
    fc.assert(fc.property(argument, argument, same), { numRuns: 3000, seed: 11 });
  });
});

test("what is asked for twice is computed once", () => {
  const twice = <V>(b: Builder<V>, x: V, y: V): V => b.mul(b.add(x, y), b.add(x, y));
  const { code, result } = kernelSource(body(twice), 2);
  expect(code).toBe("const t0 = x0 + x1;\nconst t1 = t0 * t0;");
  expect(result).toBe("t1");
});

test("operands in another order are another value; nothing to do is no code", () => {
  const order = <V>(b: Builder<V>, x: V, y: V): V => b.sub(b.sub(x, y), b.sub(y, x));
  expect(kernelSource(body(order), 2).code.split("\n")).toHaveLength(3);
  expect(
    kernelSource(
      body(<V>(_: Builder<V>, x: V): V => x),
      1,
    ),
  ).toEqual({ code: "", result: "x0" });
});

test("literals read back to the same bits", () => {
  for (const c of [-0, 0, -1.5, 1e21, -5e-324, Infinity, -Infinity, NaN, 0.1])
    expect(
      compiled(
        body(<V>(b: Builder<V>, _: V): V => b.num(c)),
        1,
      )(1),
    ).toBe(c);
  expect(
    compiled(
      body(<V>(b: Builder<V>, x: V): V => b.sub(b.neg(b.num(-2)), x)),
      1,
    )(5),
  ).toBe(-3);
});
