/** Rounding errors by reverse mode, against sums on paper and against programs that round by hand. */
import { describe, expect, test } from "vitest";
import * as ad from "../../../src/ad/index.js";
import { stream } from "../../../src/numeric/sampling/random.js";

const { constant, roundingError, significand } = ad;
const fl = Math.fround;
const EPS = 2 ** -23;
const rng = stream("rounding");
const normals = (n: number): Float64Array => Float64Array.from({ length: n }, () => rng.normal());
/** All of it as data. */
const known = ({ parts, ...rest }: ad.RoundingError) => ({ ...rest, parts: parts() });
const slot = (x: ad.Expr, k: number): ad.Expr => ad.reshape(ad.slice(x, k, k + 1), []);
const close = (got: number, want: number): void => expect(Math.abs(got / want - 1)).toBeLessThan(1e-13);

describe("the bound, on paper", () => {
  test("x y + 1/10: both inputs, the product, the constant, the sum", () => {
    const { value, bound, probable } = roundingError((x) => ad.add(ad.mul(slot(x, 0), slot(x, 1)), 0.1))([3, -0.7]);
    expect(value).toBe(3 * -0.7 + 0.1);
    const terms = [2.1, 2.1, 2.1, 0.1, 2];
    close(bound, EPS * terms.reduce((a, b) => a + b));
    close(probable, EPS * Math.hypot(...terms));
  });
  test("√(x²): half of the error of the square, once more", () =>
    // v̄ of the square is 1/(2√v): ½ · |x|; input |x|; root |x|.
    close(roundingError((x) => ad.sqrt(ad.square(x)))(5).bound, EPS * (5 + 2.5 + 5)));
  test("a sum: every partial sum", () => close(roundingError(ad.sum)([1, 2, -4, 8]).bound, EPS * (1 + 2 + 4 + 8 + (3 + 1 + 7))));
  test("along an axis: those of each row", () =>
    close(
      roundingError((x) => ad.sum(ad.mul(constant([1, 10]), ad.sum(ad.reshape(x, [2, 3]), 1))))([1, 2, 3, 4, 5, 6]).bound,
      // inputs, partial sums of 1 2 3 and 4 5 6, the products, their sum; 1 and 10 are exact
      EPS * (6 + 150 + (3 + 6) + 10 * (9 + 15) + 6 + 150 + 156),
    ));
  test("products of matrices: every product and every partial sum", () => {
    const f = (x: ad.Expr): ad.Expr => ad.sum(ad.matmul(constant([1, 2, 3, 4], [2, 2]), ad.reshape(x, [2, 2])));
    // A X = [[19, 22], [43, 50]]; column sums of A are 4 and 6.
    const inputs = 4 * (5 + 6) + 6 * (7 + 8);
    const products = 5 + 14 + 6 + 16 + 15 + 28 + 18 + 32;
    close(roundingError(f)([5, 6, 7, 8]).bound, EPS * (inputs + products + (19 + 22 + 43 + 50) + (41 + 84 + 134)));
  });
  test("the roundoff is a factor", () => {
    const analysis = roundingError((x) => ad.sum(ad.exp(x)));
    const [whole, half] = [analysis([0.3, 2]), analysis([0.3, 2], { roundoff: 2 ** -24 })];
    expect(half).toEqual({ ...whole, bound: whole.bound / 2, probable: whole.probable / 2, parts: half.parts });
    expect(half.parts().map(({ bound }) => 2 * bound)).toEqual(whole.parts().map(({ bound }) => bound));
    expect(analysis([0.3, 2], { format: significand(11) }).bound / whole.bound).toBe(2 ** 13);
  });
  test("its parts, the largest first: cancellation shows", () => {
    const { parts, bound } = known(roundingError((x) => ad.sub(ad.add(ad.mul(1000, x), 1), ad.mul(1000, x)))(0.3));
    expect(parts.map(({ op }) => op)).toEqual(["add", "sub"]);
    close(
      parts.reduce((sum, part) => sum + part.bound, 0),
      bound,
    );
  });
});

describe("the rounded value, by hand", () => {
  const x = normals(50);
  test("Horner's rule", () => {
    const coefficients = [0.1, -2.3, 1 / 3, 7];
    let p = fl(coefficients[0]!);
    for (const c of coefficients.slice(1)) p = fl(fl(p * fl(0.77)) + fl(c));
    const horner = (z: ad.Expr): ad.Expr =>
      coefficients.slice(1).reduce<ad.Expr>((q, c) => ad.add(ad.mul(q, z), c), constant(coefficients[0]!));
    const found = roundingError(horner)(0.77);
    expect(found.rounded).toBe(p);
    expect(found.error).toBe(p - found.value);
  });
  test("dot products", () => {
    const y = normals(50);
    let s = fl(fl(x[0]!) * fl(y[0]!));
    for (let i = 1; i < 50; i++) s = fl(s + fl(fl(x[i]!) * fl(y[i]!)));
    expect(roundingError((z) => ad.dot(z, constant(y)))(x).rounded).toBe(s);
  });
  test("products of matrices, stored either way", () => {
    const at = (i: number): number => fl(x[i]!);
    let total = 0;
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 4; j++) {
        let s = 0;
        for (let k = 0; k < 5; k++) s = k === 0 ? fl(at(i * 5) * at(15 + j)) : fl(s + fl(at(i * 5 + k) * at(15 + k * 4 + j)));
        total = i + j === 0 ? s : fl(total + s);
      }
    const plain = (z: ad.Expr): [ad.Expr, ad.Expr] => [ad.reshape(ad.slice(z, 0, 15), [3, 5]), ad.reshape(ad.slice(z, 15, 35), [5, 4])];
    const f = (z: ad.Expr): ad.Expr => {
      const [a, b] = plain(z);
      return ad.sum(ad.matmul(a, b));
    };
    expect(roundingError(f)(x).rounded).toBe(total);
    const turned = x.slice();
    for (let i = 0; i < 3; i++) for (let k = 0; k < 5; k++) turned[k * 3 + i] = x[i * 5 + k]!;
    for (let k = 0; k < 5; k++) for (let j = 0; j < 4; j++) turned[15 + j * 5 + k] = x[15 + k * 4 + j]!;
    const g = (z: ad.Expr): ad.Expr =>
      ad.sum(ad.matmul(ad.transpose(ad.reshape(ad.slice(z, 0, 15), [5, 3])), ad.transpose(ad.reshape(ad.slice(z, 15, 35), [4, 5]))));
    expect(roundingError(g)(turned).rounded).toBe(total);
  });
  test("elementary functions are rounded once; moving and choosing costs nothing", () => {
    const f = (z: ad.Expr): ad.Expr => ad.log(ad.max(ad.concat([ad.exp(ad.flip(z)), ad.neg(z)])));
    expect(roundingError(f)([0.4, 0.1]).rounded).toBe(fl(Math.log(fl(Math.exp(fl(0.4))))));
  });
  test("rows that are gathered and scattered", () => {
    const f = (z: ad.Expr): ad.Expr => ad.sum(ad.mul(constant([1, 3]), ad.scatterAdd(ad.gather(z, [0, 1, 2, 1]), [1, 0, 1, 1], 2)));
    const [a, b, c] = [0.1, 0.7, 0.35].map(fl) as [number, number, number];
    expect(roundingError(f)([0.1, 0.7, 0.35]).rounded).toBe(fl(b + fl(3 * fl(fl(a + c) + b))));
  });
  test("a loop is walked step by step", () => {
    const step = (z: ad.Expr): ad.Expr => ad.mul(3.9, ad.mul(z, ad.sub(1, z)));
    const rolled = roundingError((z) => ad.scan((c) => [step(c), step(c)], z, 20)[0]);
    const written = roundingError((z) => Array.from({ length: 20 }).reduce<ad.Expr>(step, z));
    const [a, b] = [rolled(0.3), written(0.3)];
    expect(a.rounded).toBe(b.rounded);
    close(a.bound, b.bound);
    let by = fl(0.3);
    for (let k = 0; k < 20; k++) by = fl(fl(3.9) * fl(by * fl(1 - by)));
    expect(a.rounded).toBe(by);
  });
  test("backwards through arrays too", () => {
    const weights = constant([0.3, 0.2, 0.7]);
    const f = (z: ad.Expr): ad.Expr => ad.scan((c, w) => [ad.add(ad.mul(c, z), w), c], constant(0.1), ad.mul(weights, z))[0];
    let c = fl(0.1);
    for (const w of [0.3, 0.2, 0.7]) c = fl(fl(c * fl(1.7)) + fl(fl(w) * fl(1.7)));
    expect(roundingError(f)(1.7).rounded).toBe(c);
  });
});

describe("the first order", () => {
  test("of a product is exact but for the product of the errors", () => {
    const { error, firstOrder } = roundingError((x) => ad.mul(slot(x, 0), slot(x, 1)))([1 / 3, 0.7]);
    const [dx, dy] = [fl(1 / 3) - 1 / 3, fl(0.7) - 0.7];
    expect(Math.abs(error - firstOrder - dx * dy)).toBeLessThan(1e-16);
    expect(Math.abs(error)).toBeGreaterThan(1e-10);
  });
  test("is the whole error of what is linear", () => {
    const { error, firstOrder, bound } = roundingError((x) => ad.dot(x, constant(normals(60))))(normals(60));
    expect(Math.abs(error - firstOrder)).toBeLessThan(1e-6 * bound);
    expect(error).not.toBe(0);
  });
  test("shrinks as ε, what it leaves out as ε²", () => {
    const f = roundingError((x) => ad.div(ad.logsumexp(x), ad.norm(ad.sin(x))));
    const mean = (digits: number): [number, number] => {
      const all = Array.from({ length: 200 }, () => f(normals(10), { format: significand(digits) }));
      const of = (size: (e: (typeof all)[number]) => number): number => all.reduce((sum, e) => sum + Math.abs(size(e)), 0);
      return [of((e) => e.error), of((e) => e.error - e.firstOrder)];
    };
    const [[e10, r10], [e18, r18]] = [mean(10), mean(18)];
    expect(Math.log2(e10 / e18) / 8).toBeCloseTo(1, 1);
    expect(Math.log2(r10 / r18) / 8).toBeCloseTo(2, 1);
  });
});

describe("what is exact, hidden or wrong", () => {
  test("exact numbers make no error where the derivative is infinite or undefined", () => {
    expect(roundingError(ad.sqrt)(0)).toMatchObject({ error: 0, firstOrder: 0, bound: 0 });
    expect(roundingError((x) => ad.pow(x, 3))(-1.5)).toMatchObject({ error: 0, firstOrder: 0, bound: EPS * 4 * 1.5 ** 3 });
  });
  test("a branch that is not taken is no part of it, whatever is there", () => {
    // log 0 = −∞ is not taken: the exponential, the choice and the input are left.
    const f = (x: ad.Expr): ad.Expr => ad.where(ad.gt(x, 0), ad.exp(x), ad.log(ad.relu(ad.neg(x))));
    const { bound, firstOrder, error } = roundingError(f)(0.3);
    close(bound, EPS * Math.exp(0.3) * (1 + 1 + 0.3));
    expect(Math.abs(firstOrder - error)).toBeLessThan(1e-14);
  });
  test("what is hidden from derivatives is not from rounding", () => {
    const shown = known(roundingError((x) => ad.mul(x, ad.exp(x)))(1.1));
    expect(known(roundingError((x) => ad.mul(x, ad.stopGradient(ad.exp(x))))(1.1))).toEqual(shown);
    expect(shown.bound).toBeGreaterThan(3 * EPS * shown.value);
  });
  test("a checkpointed region is a region like any other", () => {
    const f = (x: ad.Expr): ad.Expr => ad.sum(ad.exp(ad.sin(x)));
    const [plain, kept] = [roundingError(f)([0.3, 2]), roundingError(ad.checkpoint(f))([0.3, 2])];
    expect(known(kept)).toEqual(known(plain));
  });
  test("in float64 there is nothing to see", () => {
    const { error, bound } = roundingError((x) => ad.norm(x))([0.1, 0.7, 3], { format: significand(53) });
    expect(error).toBe(0);
    expect(bound).toBeLessThan(1e-14);
  });
  test("messages", () => {
    expect(() => roundingError((x) => ad.exp(x))([1, 2])).toThrow(/must return a scalar/);
    expect(roundingError(ad.sum)([1, 2]).value).toBe(3);
  });
});

test("dot products are within Wilkinson's bound, and the estimate is below it to first order", () => {
  for (let n = 2; n < 100; n += 9) {
    const [x, y] = [normals(n).map(fl), normals(n).map(fl)];
    const { error, bound } = roundingError((z) => ad.dot(z, constant(y)))(x, { roundoff: 2 ** -24 });
    const products = x.reduce((sum, xi, i) => sum + Math.abs(xi * y[i]!), 0);
    // Higham (2002), Accuracy and Stability, eq. (3.5), γ_n = n u / (1 − n u); the inputs, which count in the bound, are |x|·|y| more.
    const gamma = (n * 2 ** -24) / (1 - n * 2 ** -24);
    expect(Math.abs(error)).toBeLessThanOrEqual(gamma * products);
    expect(bound).toBeLessThanOrEqual((gamma + 2 ** -24) * products);
  }
});
