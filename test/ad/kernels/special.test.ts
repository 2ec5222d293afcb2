import { describe, expect, test } from "vitest";
import { digamma, erf, erfc, lgamma, polygamma } from "../../../src/ad/kernels/special.js";
import { mixed, type Row, relative, table, worst } from "../reference/read.js";

const reference = table("special");
const functions: Record<string, (x: number) => number> = { erf, erfc, lgamma, digamma };
for (let m = 1; m <= 5; m++) functions[`polygamma${m}`] = (x) => polygamma(m, x);
const inf = Infinity;

describe("against mpmath", () => {
  const within = (rows: readonly Row[], f: (x: number) => number, scale: (v: number) => number, bound: number): void => {
    expect(rows.length).toBeGreaterThan(50);
    expect(worst(rows, f, scale)).toSatisfy((w: { error: number }) => w.error <= bound);
  };
  test("every function has a table", () => expect(Object.keys(functions).sort()).toEqual(Object.keys(reference).sort()));

  test.each(Object.keys(functions))("%s: 2e-15 relative for x > 0, also at its zeros", (name) => {
    // Values below 1e-307 have fewer than 53 bits.
    within(
      reference[name]!.filter(([x, hi]) => x! > 0 && Math.abs(hi!) > 1e-307),
      functions[name]!,
      relative,
      2e-15,
    );
  });
  test("erfc to the last subnormal", () => {
    within(
      reference.erfc!.filter(([x]) => x! > 25),
      erfc,
      (v) => Math.abs(v) * 2e-15 + Number.MIN_VALUE,
      1,
    );
  });
  test.each(["erf", "erfc", "polygamma1", "polygamma3", "polygamma5"])("%s: 4e-15 relative for x < 0", (name) => {
    within(
      reference[name]!.filter(([x]) => x! < 0),
      functions[name]!,
      relative,
      4e-15,
    );
  });
  test.each(["lgamma", "digamma", "polygamma2", "polygamma4"])("%s: 1e-14 for x < 0, relative above 1, absolute at its zeros", (name) => {
    within(
      reference[name]!.filter(([x]) => x! < 0),
      functions[name]!,
      mixed,
      1e-14,
    );
  });
  test("the measure would notice 1e-14", () => {
    expect(worst(reference.erf!, (x) => erf(x) * (1 + 1e-14), relative).error).toBeGreaterThan(5e-15);
  });
});

const near = (value: number, expected: number): void => expect(Math.abs(value / expected - 1)).toBeLessThan(2e-15);

/** Closed forms: DLMF 5.4, 5.15, 7.4. */
test("closed forms", () => {
  const gamma = 0.5772156649015329;
  near(lgamma(0.5), Math.log(Math.PI) / 2);
  near(lgamma(21), Math.log(2432902008176640000));
  near(lgamma(-0.5), Math.log(2 * Math.sqrt(Math.PI)));
  near(digamma(1), -gamma);
  near(digamma(0.5), -gamma - 2 * Math.LN2);
  near(digamma(-0.5), -gamma - 2 * Math.LN2 + 2);
  near(polygamma(0, 2), 1 - gamma);
  near(polygamma(1, 1), (Math.PI * Math.PI) / 6);
  near(polygamma(1, 0.5), (Math.PI * Math.PI) / 2);
  near(polygamma(3, 1), Math.PI ** 4 / 15);
  near(polygamma(5, 0.5), 8 * Math.PI ** 6);
  near(polygamma(1, -0.5), (Math.PI * Math.PI) / 2 + 4);
});

test("exact values and limits", () => {
  const cases: [string, number, number][] = [
    ["erf", 0, 0],
    ["erf", -0, -0],
    ["erf", inf, 1],
    ["erf", -inf, -1],
    ["erf", 7, 1],
    ["erf", NaN, NaN],
    ["erfc", 0, 1],
    ["erfc", inf, 0],
    ["erfc", -inf, 2],
    ["erfc", 28, 0],
    ["erfc", 1e300, 0],
    ["erfc", -7, 2],
    ["erfc", NaN, NaN],
    ["lgamma", 1, 0],
    ["lgamma", 2, 0],
    ["lgamma", inf, inf],
    ["lgamma", -inf, inf],
    ["lgamma", 0, inf],
    ["lgamma", -0, inf],
    ["lgamma", -1, inf],
    ["lgamma", -2, inf],
    ["lgamma", -1e300, inf],
    ["lgamma", 1e306, inf],
    ["lgamma", NaN, NaN],
    ["digamma", inf, inf],
    ["digamma", -inf, NaN],
    ["digamma", 0, -inf],
    ["digamma", -0, inf],
    ["digamma", -1, NaN],
    ["digamma", -1e300, NaN],
    ["digamma", 5e-324, -inf],
    ["digamma", NaN, NaN],
    ["polygamma1", inf, 0],
    ["polygamma2", inf, -0],
    ["polygamma1", -inf, NaN],
    ["polygamma1", 0, inf],
    ["polygamma1", -0, inf],
    ["polygamma1", -3, inf],
    ["polygamma3", -3, inf],
    ["polygamma2", 0, -inf],
    ["polygamma2", -0, inf],
    ["polygamma2", -3, NaN],
    ["polygamma4", 1e-310, -inf],
    ["polygamma5", 1e300, 0],
    ["polygamma2", NaN, NaN],
  ];
  for (const [name, x, y] of cases) expect(functions[name]!(x), `${name}(${x})`).toBe(y);
});

test("each is the derivative of the one before", () => {
  const chain = [lgamma, ...[0, 1, 2, 3, 4, 5].map((m) => (x: number) => polygamma(m, x))];
  for (const x of [-3.3, -0.6, 0.2, 1.3, 4.7, 9.9999, 15.9999, 40])
    for (let m = 0; m + 1 < chain.length; m++) {
      const h = 1e-4 * Math.abs(x);
      const difference = (8 * (chain[m]!(x + h) - chain[m]!(x - h)) - (chain[m]!(x + 2 * h) - chain[m]!(x - 2 * h))) / (12 * h);
      const slope = chain[m + 1]!(x);
      expect(Math.abs(difference - slope) / Math.max(Math.abs(slope), Math.abs(chain[m]!(x) / x)), `order ${m} at ${x}`).toBeLessThan(1e-9);
    }
});

test("another order is refused", () => {
  for (const m of [-1, 6, 1.5, NaN]) expect(() => polygamma(m, 1)).toThrow(RangeError);
});
