import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Body } from "../../../src/ad/expr.js";
import * as elementary from "../../../src/ad/kernels/elementary.js";
import { numbers } from "../../../src/ad/kernels/scalar-builder.js";
import { table, ulp, worst } from "../reference/read.js";

const reference = table("elementary");
const bodies = elementary as unknown as Record<string, Body>;
const call =
  (name: string) =>
  (...x: number[]): number =>
    bodies[name]!(numbers, ...x);

test("every body has a reference table", () => {
  expect(Object.keys(reference).sort()).toEqual(Object.keys(bodies).sort());
});

describe("within 1 ulp of mpmath over the whole domain", () => {
  test.each(Object.keys(reference))("%s", (name) => {
    const rows = reference[name]!;
    expect(rows.length).toBeGreaterThan(900);
    expect(worst(rows, call(name), ulp)).toSatisfy((w: { error: number }) => w.error <= 1);
  });
});

test("the measure would notice 2 ulps", () => {
  const log = call("log");
  expect(worst(reference.log!, (x) => log(x) * (1 + 2 * Number.EPSILON), ulp).error).toBeGreaterThan(1.5);
});

const inf = Infinity;
const tiny = Number.MIN_VALUE;
const odd = [
  [0, 0],
  [-0, -0],
  [tiny, tiny],
  [-tiny, -tiny],
  [1e-310, 1e-310],
  [1e-20, 1e-20],
  [-1e-20, -1e-20],
  [NaN, NaN],
];
/** Values C's Annex F or the limit prescribes; all exact. */
const exact: Record<string, number[][]> = {
  exp: [
    [0, 1],
    [-0, 1],
    [tiny, 1],
    [-inf, 0],
    [inf, inf],
    [NaN, NaN],
    [-746, 0],
    [-1e300, 0],
    [709.782712893384, Math.exp(709.782712893384)],
    [709.7827128933841, inf],
    [710, inf],
    [1e300, inf],
    [-745.1332191019411, tiny],
    [-745.1332191019412, 0],
  ],
  expm1: [...odd, [-inf, -1], [inf, inf], [-60, -1], [-1e300, -1], [710, inf], [1e300, inf]],
  log: [
    [0, -inf],
    [-0, -inf],
    [1, 0],
    [-tiny, NaN],
    [-1, NaN],
    [-inf, NaN],
    [inf, inf],
    [NaN, NaN],
  ],
  log1p: [...odd, [-1, -inf], [-1.0000000000000002, NaN], [-inf, NaN], [inf, inf]],
  tanh: [...odd, [inf, 1], [-inf, -1], [20, 1], [-1e300, -1]],
  sigmoid: [
    [0, 0.5],
    [-0, 0.5],
    [inf, 1],
    [-inf, 0],
    [NaN, NaN],
    [40, 1],
    [1e300, 1],
    [-745.1332191019411, tiny],
    [-1e300, 0],
  ],
  softplus: [
    [0, Math.LN2],
    [1000, 1000],
    [1e300, 1e300],
    [inf, inf],
    [-inf, 0],
    [-1e300, 0],
    [NaN, NaN],
    [-745.1332191019411, tiny],
  ],
  sin: [...odd, [inf, NaN], [-inf, NaN]],
  cos: [
    [0, 1],
    [-0, 1],
    [tiny, 1],
    [1e-20, 1],
    [inf, NaN],
    [-inf, NaN],
    [NaN, NaN],
  ],
};

describe("exact values", () => {
  test.each(Object.entries(exact))("%s", (name, pairs) => {
    for (const [x, y] of pairs) expect(call(name)(x!), `${name}(${x})`).toBe(y);
  });

  test("zero to the bit", () => {
    for (const name of ["expm1", "log1p", "tanh", "sin"]) expect(Object.is(call(name)(-0), -0), name).toBe(true);
    expect(Object.is(call("log")(1), 0)).toBe(true);
  });

  /** C17 F.10.4.4. */
  test("pow", () => {
    const pow = call("pow");
    const values = [NaN, -inf, -3, -2.5, -1, -0.5, -tiny, -0, 0, tiny, 0.5, 1, 2.5, 3, inf];
    for (const v of values) {
      expect(pow(v, 0), `${v}^0`).toBe(1);
      expect(pow(v, -0), `${v}^-0`).toBe(1);
      expect(pow(1, v), `1^${v}`).toBe(1);
    }
    const cases: [number, number, number][] = [
      [0, 3, 0],
      [-0, 3, -0],
      [-0, 2, 0],
      [-0, 2.5, 0],
      [0, -1, inf],
      [-0, -1, -inf],
      [-0, -2, inf],
      [-0, -2.5, inf],
      [0, inf, 0],
      [0, -inf, inf],
      [-0, inf, 0],
      [-0, -inf, inf],
      [-1, inf, 1],
      [-1, -inf, 1],
      [0.5, inf, 0],
      [0.5, -inf, inf],
      [-2, inf, inf],
      [-2, -inf, 0],
      [-0.5, inf, 0],
      [-0.5, -inf, inf],
      [1.0000000000000002, inf, inf],
      [tiny, -inf, inf],
      [inf, 0.5, inf],
      [inf, -0.5, 0],
      [-inf, 3, -inf],
      [-inf, 2, inf],
      [-inf, 2.5, inf],
      [-inf, -3, -0],
      [-inf, -2, 0],
      [-inf, -2.5, 0],
      [inf, inf, inf],
      [inf, -inf, 0],
      [-2, 3, -8],
      [-2, 2, 4],
      [-2, -1, -0.5],
      [-2, 0.5, NaN],
      [-tiny, 0.5, NaN],
      [-8, 1 / 3, NaN],
      [-1, 9007199254740991, -1],
      [-1, 9007199254740992, 1],
      [NaN, 1, NaN],
      [2, NaN, NaN],
      [-1, NaN, NaN],
      [NaN, NaN, NaN],
      [NaN, inf, NaN],
      [0, NaN, NaN],
      [inf, NaN, NaN],
      [2, 1023, 8.98846567431158e307],
      [2, 1024, inf],
      [-2, 1025, -inf],
      [2, -1074, tiny],
      [2, -1076, 0],
      [-2, -1077, -0],
      [10, 22, 1e22],
      [3, 2, 9],
      [7, 3, 343],
      [4, 0.5, 2],
      [2, 1e300, inf],
      [0.5, 1e300, 0],
      [tiny, 1, tiny],
      [tiny, 1e308, 0],
      [1.0000000000000002, 1e300, inf],
      [2, tiny, 1],
    ];
    for (const [x, y, z] of cases) expect(pow(x, y), `${x}^${y}`).toBe(z);
  });

  test("pow gives integers where they fit", () => {
    for (let x = 1; x <= 40; x++)
      for (let n = 0, p = 1; p < 2 ** 53; n++, p *= x) {
        if (n > 60) break;
        expect(call("pow")(x, n), `${x}^${n}`).toBe(p);
      }
  });
});

describe("relations that hold for any argument", () => {
  const any = fc.double();
  const check = (holds: (x: number) => boolean): void => fc.assert(fc.property(any, holds), { numRuns: 2000, seed: 7 });
  test("odd and even", () => {
    for (const name of ["tanh", "sin"]) check((x) => Object.is(call(name)(-x), -call(name)(x)));
    check((x) => Object.is(call("cos")(-x), call("cos")(x)));
  });
  test("ranges, also where sin and cos have lost their meaning", () => {
    for (const name of ["sin", "cos", "tanh"]) check((x) => Number.isNaN(x) || !Number.isFinite(x) || Math.abs(call(name)(x)) <= 1);
    check((x) => Number.isNaN(x) || (call("sigmoid")(x) >= 0 && call("sigmoid")(x) <= 1));
    check((x) => Number.isNaN(x) || call("exp")(x) >= 0);
    check((x) => Number.isNaN(x) || call("softplus")(x) >= Math.max(x, 0));
  });
  test("past 2³⁰ π/2, sin is that of an argument a few ulps away", () => {
    for (let k = 0; k < 500; k++) {
      const x = 2e9 * (1 + 40 * k);
      expect(Math.abs(call("sin")(x) - Math.sin(x))).toBeLessThan(4 * x * Number.EPSILON);
    }
  });
});
