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
const known = ({ parts, ...rest }: ad.Rounding) => ({ ...rest, parts: parts() });
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
    expect(analysis([0.3, 2], { arithmetic: significand(11) }).bound / whole.bound).toBe(2 ** 13);
  });
  test("its parts, the largest first: cancellation shows", () => {
    const { parts, bound } = known(roundingError((x) => ad.sub(ad.add(x, 1000), 999.9))(0.3));
    expect(parts.map(({ op, shape }) => [op, shape])).toEqual([
      ["add", []],
      ["constant", []],
      ["sub", []],
      ["input", []],
    ]);
    for (const [k, size] of [1000.3, 999.9, 1000.3 - 999.9, 0.3].entries()) close(parts[k]!.bound, EPS * size);
    close(
      parts.reduce((sum, part) => sum + part.bound, 0),
      bound,
    );
  });
  test("what cannot round does not count: signs, choices, comparisons, powers of two", () => {
    const exact: readonly ((x: ad.Expr) => ad.Expr)[] = [
      ad.neg,
      ad.abs,
      ad.sign,
      ad.relu,
      (x) => ad.max(x),
      (x) => ad.min(x),
      (x) => ad.maximum(x, 0.5),
      (x) => ad.minimum(-2, x),
      (x) => ad.clip(x, -1, 1),
      (x) => ad.where(ad.lt(x, 0), x, ad.neg(x)),
      (x) => ad.sum(ad.where(ad.eq(x, x), x, 0), 0),
      (x) => ad.mul(0.25, ad.mul(x, -8)),
      (x) => ad.div(x, 2),
      (x) => ad.concat([x, ad.flip(x)]),
    ];
    const first = (y: ad.Expr): ad.Expr => (y.shape.length === 0 ? y : ad.sum(ad.slice(y, 0, 1)));
    const [x, constants] = [[0.7], new Set(["input", "constant"])];
    for (const f of exact) {
      const parts = roundingError((z) => first(f(z)))(x).parts();
      expect(parts.filter(({ op }) => !constants.has(op))).toEqual([]);
    }
    for (const f of [ad.square, ad.sqrt, ad.exp, (z: ad.Expr) => ad.mul(3, z), (z: ad.Expr) => ad.div(z, 3), (z: ad.Expr) => ad.div(2, z)])
      expect(roundingError((z) => ad.sum(f(z)))(x).parts().length).toBe(2);
  });
  test("along the middle one of three axes", () => {
    // x_ijk = 1 + i + 10 j + 100 k in [2, 3, 4], Σ_j; then weights that tell the sums apart.
    const x = Array.from({ length: 24 }, (_, at) => 1 + Math.floor(at / 12) + 10 * (Math.floor(at / 4) % 3) + 100 * (at % 4));
    const weights = Float64Array.from({ length: 8 }, (_, at) => 2 ** at);
    const f = (z: ad.Expr): ad.Expr => ad.max(ad.mul(constant(weights, [2, 4]), ad.sum(ad.reshape(z, [2, 3, 4]), 1)));
    // The largest is i = 1, k = 3: 302 + 312 + 322, times 2⁷. Inputs, two partial sums, the product.
    close(roundingError(f)(x).bound, EPS * 128 * (936 + 614 + 936 + 936));
    expect(roundingError(f)(x).value).toBe(128 * 936);
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
  test("constants, each by itself", () => {
    const data = [1, 0.1, -2, 1 / 3];
    const terms = data.map((c, i) => fl(fl(c) * fl(x[i]!)));
    const { rounded, parts } = known(roundingError((z) => ad.dot(z, constant(data)))(x.slice(0, 4)));
    expect(rounded).toBe(terms.reduce((s, t) => fl(s + t)));
    // 1 and −2 are exact.
    close(parts.find(({ op }) => op === "constant")!.bound, EPS * (Math.abs(0.1 * x[1]!) + Math.abs(x[3]! / 3)));
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
  test("rows that are gathered and scattered, in the order of the index", () => {
    // Two columns; row 1 of the result is (a + c) + b, which in float32 is neither a + b + c nor (a + b) + c.
    const [a, b, c] = [11 / 7, 1 / 3, 4 / 9].map(fl) as [number, number, number];
    const [d, e, g] = [12 / 7, 2 / 3, 1].map(fl) as [number, number, number];
    const [left, right] = [fl(fl(a + c) + b), fl(fl(d + g) + e)];
    expect([fl(a + b + c), fl(fl(a + b) + c)]).not.toContain(left);
    expect([fl(d + e + g), fl(fl(d + e) + g)]).not.toContain(right);
    const f = (z: ad.Expr): ad.Expr => ad.scatterAdd(ad.gather(ad.reshape(z, [3, 2]), [0, 1, 2, 1]), [1, 0, 1, 1], 2);
    const by = [0, 1, 2, 3].map((k) => roundingError((z) => slot(ad.reshape(f(z), [4]), k))([a, d, b, e, c, g]).rounded);
    expect(by).toEqual([b, e, left, right]);
  });
  test("products of matrices that are stored transposed, as derivatives make them", () => {
    // ∇ Σ (A X)² = 2 Aᵀ (A X), and with respect to A 2 (A X) Xᵀ, in float32 by loops.
    const [A, X] = [x.slice(0, 6).map(fl), x.slice(6, 18).map(fl)];
    const product = (m: number, k: number, n: number, p: (i: number, l: number) => number, q: (l: number, j: number) => number) =>
      Float64Array.from({ length: m * n }, (_, at) => {
        let s = 0;
        for (let l = 0; l < k; l++) {
          const term = fl(p(Math.floor(at / n), l) * q(l, at % n));
          s = l === 0 ? term : fl(s + term);
        }
        return s;
      });
    const AX = product(
      2,
      3,
      4,
      (i, l) => A[3 * i + l]!,
      (l, j) => X[4 * l + j]!,
    );
    const twice = AX.map((v) => 2 * v);
    const toX = product(
      3,
      2,
      4,
      (i, l) => A[3 * l + i]!,
      (l, j) => twice[4 * l + j]!,
    );
    const toA = product(
      2,
      4,
      3,
      (i, l) => twice[4 * i + l]!,
      (l, j) => X[4 * j + l]!,
    );
    const loss = (a: ad.Expr, b: ad.Expr): ad.Expr => ad.sum(ad.square(ad.matmul(ad.reshape(a, [2, 3]), ad.reshape(b, [3, 4]))));
    for (let k = 0; k < 12; k++)
      expect(roundingError((z) => slot(ad.grad((b: ad.Expr) => loss(constant(A), b))(z), k))(X).rounded).toBe(toX[k]);
    for (let k = 0; k < 6; k++)
      expect(roundingError((z) => slot(ad.grad((a: ad.Expr) => loss(a, constant(X)))(z), k))(A).rounded).toBe(toA[k]);
  });
  describe("running sums round each partial sum", () => {
    const values = Array.from({ length: 1000 }, (_, k) => 100 + Math.sin(k));
    const sums = (xs: readonly number[], round = fl): number[] => {
      const all = [round(xs[0]!)];
      for (const v of xs.slice(1)) all.push(round(all.at(-1)! + round(v)));
      return all;
    };
    test("of a thousand numbers", () => {
      const { rounded, error, firstOrder, bound, unmodelled } = roundingError((z) => slot(ad.cumsum(z), 999))(values);
      expect(rounded).toBe(sums(values).at(-1));
      expect(Math.abs(error)).toBeGreaterThan(1e-4);
      expect(Math.abs(error - firstOrder)).toBeLessThan(1e-9);
      const exact = sums(values, (v) => v);
      const sizes = [...values, ...exact.slice(1)];
      close(bound, EPS * sizes.reduce((a, b) => a + b));
      expect(unmodelled).toEqual([]);
    });
    test("the adjoint of a partial sum is that of all that follow", () => {
      // y = (1, 3, 6) · (1, −1, 1): x̄ = (1, 0, 1), and so are the adjoints of the sums, the first of which is none.
      const f = roundingError((z) => ad.dot(constant([1, -1, 1]), ad.cumsum(z)));
      const parts = f([1, 2, 3]).parts();
      close(parts.find(({ op }) => op === "add")!.bound, EPS * 6);
      expect(parts.find(({ op }) => op === "add")!.shape).toEqual([2]);
      close(parts.find(({ op }) => op === "input")!.bound, EPS * (1 + 3));
    });
    test("along an axis, and backwards as its derivative goes", () => {
      const [first, second] = [values.slice(0, 3), values.slice(3, 6)];
      const rows = (z: ad.Expr): ad.Expr => ad.cumsum(ad.reshape(z, [2, 3]), 1);
      for (let k = 0; k < 3; k++) {
        expect(roundingError((z) => slot(ad.reshape(rows(z), [6]), 3 + k))(values.slice(0, 6)).rounded).toBe(sums(second)[k]);
        const back = (z: ad.Expr): ad.Expr => ad.grad((at: ad.Expr) => ad.sum(ad.mul(ad.stopGradient(ad.reshape(z, [2, 3])), rows(at))))(z);
        expect(roundingError((z) => slot(back(z), k))(values.slice(0, 6)).rounded).toBe(sums([...first].reverse())[2 - k]);
      }
    });
    test("of one number and of none", () => {
      expect(roundingError((z) => ad.sum(ad.cumsum(z)))([0.1])).toMatchObject({ rounded: fl(0.1), bound: EPS * 0.1 });
      expect(roundingError((z) => ad.sum(ad.cumsum(z)))([])).toMatchObject({ rounded: 0, bound: 0 });
    });
  });
  test("plain code is named: its inner operations are left out", () => {
    const of = (f: (x: ad.Expr) => ad.Expr): readonly string[] => roundingError(f)([2, 1, 1, 3]).unmodelled;
    expect(of((x) => ad.sum(ad.atan2(ad.erf(x), ad.cbrt(x))))).toEqual([]);
    expect(of((x) => ad.sum(ad.cholesky(ad.reshape(x, [2, 2]))))).toContain("cholesky");
    const inLoop = (x: ad.Expr): ad.Expr =>
      ad.scan((c) => [ad.sum(ad.solve(ad.mul(c, ad.reshape(x, [2, 2])), ad.slice(x, 0, 2))), c], constant(1), 2)[0];
    expect(of(inLoop)).toContain("solve");
  });
});

describe("loops, step by step", () => {
  const logistic =
    (r: number) =>
    (z: ad.Expr): ad.Expr =>
      ad.mul(r, ad.mul(z, ad.sub(1, z)));
  const rolled = (step: (z: ad.Expr) => ad.Expr, steps: number) => (z: ad.Expr) => ad.scan((c) => [step(c), step(c)], z, steps)[0];
  /** All but the parts, to rounding. */
  const alike = (one: ad.Rounding, other: ad.Rounding): void => {
    expect(one.rounded).toBe(other.rounded);
    expect(one.value).toBe(other.value);
    close(one.bound, other.bound);
    close(one.probable, other.probable);
    expect(Math.abs(one.firstOrder - other.firstOrder)).toBeLessThan(1e-12 * other.bound);
  };
  test("are what is written out", () => {
    const written = roundingError((z) => Array.from({ length: 20 }).reduce<ad.Expr>(logistic(3.9), z));
    alike(roundingError(rolled(logistic(3.9), 20))(0.3), written(0.3));
    let by = fl(0.3);
    for (let k = 0; k < 20; k++) by = fl(fl(3.9) * fl(by * fl(1 - by)));
    expect(written(0.3).rounded).toBe(by);
  });
  test("of many steps: each counts", () => {
    const steps = 30_000;
    const f = (z: ad.Expr): ad.Expr => ad.scan((c) => [ad.add(c, z), c], constant(0), steps)[0];
    const { rounded, bound, parts } = known(roundingError(f)(0.1));
    let [sum, sizes] = [0, 0];
    for (let k = 0; k < steps; k++) {
      sum = fl(sum + fl(0.1));
      sizes += 0.1 * (k + 1);
    }
    expect(rounded).toBe(sum);
    // The input is added at each step.
    expect(Math.abs(bound / EPS / (sizes + 0.1 * steps) - 1)).toBeLessThan(1e-9);
    expect(parts.map(({ op, shape }) => [op, shape])).toEqual([
      ["add", [steps]],
      ["input", []],
    ]);
  });
  test("a constant in a loop is one number, rounded once", () => {
    // z ↦ z + 1/10 − 1/10: the errors of the constant cancel.
    const f = roundingError(rolled((z) => ad.sub(ad.add(z, 0.1), ad.square(0.1)), 5));
    const parts = f(1).parts();
    // 5 (1 − 2/10) is its adjoint; the square is made of it alone: once too.
    close(parts.find(({ op }) => op === "constant")!.bound, EPS * 5 * 0.8 * 0.1);
    close(parts.find(({ op }) => op === "square")!.bound, EPS * 5 * 0.01);
  });
  test("so is what a loop in a loop makes of constants alone", () => {
    const third = (): ad.Expr => rolled((c) => ad.div(c, 3), 2)(constant(1));
    const f = roundingError(rolled((z) => ad.add(z, third()), 5));
    expect(
      f(1)
        .parts()
        .find(({ op }) => op === "div")!.shape,
    ).toEqual([2]);
    // 1/3 and 1/9, both with the adjoint that makes them 5/9.
    close(
      f(1)
        .parts()
        .find(({ op }) => op === "div")!.bound,
      EPS * (5 / 9 + 5 / 9),
    );
  });
  test("backwards through arrays too", () => {
    const weights = [0.3, 0.2, 0.7];
    const f = (z: ad.Expr): ad.Expr => ad.scan((c, w) => [ad.add(ad.mul(c, z), w), c], constant(0.1), ad.mul(constant(weights), z))[0];
    let c = fl(0.1);
    const at: number[] = [];
    for (const w of weights) {
      at.push(c);
      c = fl(fl(c * fl(1.7)) + fl(fl(w) * fl(1.7)));
    }
    expect(roundingError(f)(1.7).rounded).toBe(c);
    // c ← c z + w for each w of an array: its gradient with respect to the array is (z², z, 1), from the last one to the first.
    const g = (z: ad.Expr): ad.Expr =>
      ad.grad((ws: ad.Expr) => ad.square(ad.scan((s, w) => [ad.add(ad.mul(s, slot(z, 0)), w), s], slot(z, 1), ws)[0]))(ad.slice(z, 2, 5));
    const x = [1.7, 0.1, ...weights];
    const [z, s0, ...ws] = x.map(fl) as [number, number, ...number[]];
    const last = ws.reduce((s, w) => fl(fl(s * z) + w), s0);
    const adjoints = [2 * last];
    for (let k = 0; k < 2; k++) adjoints.unshift(fl(adjoints[0]! * z));
    for (let k = 0; k < 3; k++) expect(roundingError((e) => slot(g(e), k))(x).rounded).toBe(adjoints[k]);
  });
  test("within loops", () => {
    // Inner: c ← c/3 + w t over the array w; outer: z ← sin of that, from z, with t walked.
    const [w, t] = [
      [0.3, 0.9],
      [0.7, 1.1, 0.2],
    ];
    const step = (c: ad.Expr, v: ad.Expr | number, s: ad.Expr | number): ad.Expr => ad.add(ad.div(c, 3), ad.mul(v, s));
    const nested = (z: ad.Expr): ad.Expr =>
      ad.scan(
        (c, s) => {
          const next = ad.sin(ad.scan((d, v) => [step(d, v, s), d], c, ad.mul(z, constant(w!)))[0]);
          return [next, next];
        },
        z,
        constant(t!),
      )[0];
    const written = (z: ad.Expr): ad.Expr => {
      const v = ad.mul(z, constant(w!));
      const s = constant(t!);
      return t!.reduce<ad.Expr>((c, _, j) => ad.sin(w!.reduce<ad.Expr>((d, __, i) => step(d, slot(v, i), slot(s, j)), c)), z);
    };
    alike(roundingError(nested)(0.6), roundingError(written)(0.6));
    const shapes = roundingError(nested)(0.6).parts();
    expect(shapes.find(({ op }) => op === "div")!.shape).toEqual([3, 2]);
    expect(shapes.find(({ op }) => op === "sin")!.shape).toEqual([3]);
  });
  test("with more to a state than one number, and what is hidden in it", () => {
    const stepped = (c: ad.Expr): ad.Expr =>
      ad.add(ad.mul(ad.flip(c), constant([0.3, 1.2])), ad.stopGradient(ad.exp(ad.neg(ad.square(c)))));
    const loop = (z: ad.Expr): ad.Expr => ad.norm(rolled(stepped, 6)(z));
    const written = (z: ad.Expr): ad.Expr =>
      ad.norm(
        Array.from({ length: 6 }).reduce<ad.Expr>((c) => ad.add(ad.mul(ad.flip(c), constant([0.3, 1.2])), ad.exp(ad.neg(ad.square(c)))), z),
      );
    alike(roundingError(loop)([0.3, 0.8]), roundingError(written)([0.3, 0.8]));
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
      const all = Array.from({ length: 200 }, () => f(normals(10), { arithmetic: significand(digits) }));
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
    // log 0 = −∞ is not taken: the exponential and the input are left; a choice does not round.
    const f = (x: ad.Expr): ad.Expr => ad.where(ad.gt(x, 0), ad.exp(x), ad.log(ad.relu(ad.neg(x))));
    const { bound, firstOrder, error } = roundingError(f)(0.3);
    close(bound, EPS * Math.exp(0.3) * (1 + 0.3));
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
  test("in float64 the bound is 2⁻⁵² of the same sum", () => {
    const { error, bound } = roundingError((x) => ad.norm(x))([0.3, 0.4], { arithmetic: significand(53) });
    expect(error).toBe(0);
    // ‖x‖ = ½: inputs x² / ‖x‖ = 0.18 + 0.32, squares x²/2 ÷ ‖x‖ = 0.25, their sum 0.25, the root 0.5.
    close(bound, 2 ** -52 * (0.5 + 0.25 + 0.25 + 0.5));
  });
  test("another shape is another program", () => {
    const f = roundingError((x) => ad.sum(ad.mul(x, x)));
    expect(
      [
        [1, 2],
        [1, 2, 3],
        [3, 4],
      ].map((x) => f(x).value),
    ).toEqual([5, 14, 25]);
    expect(f(3).value).toBe(9);
    expect(f([3]).value).toBe(9);
  });
  test("messages", () => {
    expect(() => roundingError((x) => ad.exp(x))([1, 2])).toThrow(/must return a scalar/);
    for (const roundoff of [0, -1, Number.NaN])
      expect(() => roundingError(ad.exp)(1, { roundoff })).toThrow(/roundingError: roundoff .*expected a number > 0/);
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
