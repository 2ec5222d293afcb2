/** What derivatives are where they do not exist, or only just: the conventions of docs/design.md, and torch's where the two agree. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as ad from "../../src/ad/index.js";

const {
  abs,
  add,
  atan2,
  clip,
  div,
  exp,
  grad,
  log,
  logsumexp,
  max,
  maximum,
  min,
  minimum,
  mul,
  norm,
  pow,
  prod,
  relu,
  reshape,
  sigmoid,
  sign,
} = ad;
const { slice, softplus, sqrt, square, std, sum, tanh, where } = ad;
type F = (...x: ad.Expr[]) => ad.Expr;

const at = (x: ad.Expr, i: number): ad.Expr => reshape(slice(x, i, i + 1), []);
/** f of n scalars as f of one vector. */
const ofVector =
  (n: number, f: F): ((x: ad.Expr) => ad.Expr) =>
  (x) =>
    f(...Array.from({ length: n }, (_, i) => at(x, i)));
const gradients = (n: number, f: F, x: readonly number[]): number[] => [...grad(ofVector(n, f))(x)];
const vector = (f: F, x: readonly number[]): number[] => [...grad((e) => f(e))(x)];

describe("kinks", () => {
  test("ties of max and min split", () => {
    expect(gradients(2, maximum as F, [1, 1])).toEqual([0.5, 0.5]);
    expect(gradients(2, minimum as F, [1, 1])).toEqual([0.5, 0.5]);
    expect(vector((x) => max(x), [2, 2, 2])).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(vector((x) => min(x), [2, 1, 1])).toEqual([0, 0.5, 0.5]);
  });
  test("abs′(0) = 0, relu′(0) = 0, sign′ = 0", () => {
    expect([grad(abs)(0), grad(relu)(0), grad(sign)(2)]).toEqual([0, 0, 0]);
    expect([grad(abs)(-2), grad(relu)(3), grad(relu)(-3)]).toEqual([-1, 1, 0]);
  });
  test("clip′ is 1 on its ends", () => {
    expect([0, 1, 0.5, 2, -1].map((x) => grad((e) => clip(e, 0, 1))(x))).toEqual([1, 1, 1, 0, 0]);
  });
  test("sqrt′(0) = log′(0) = ∞, (1/x)′(0) = −∞", () => {
    expect([grad(sqrt)(0), grad(log)(0), grad((x) => div(1, x))(0)]).toEqual([Infinity, Infinity, -Infinity]);
  });
  test("NaN is not swallowed", () => {
    for (const f of [abs, relu, sign, (x: ad.Expr) => clip(x, 0, 1), (x: ad.Expr) => maximum(x, 0), (x: ad.Expr) => minimum(0, x)])
      expect(ad.valueAndGrad(f)(Number.NaN)[0]).toBeNaN();
    expect(ad.valueAndGrad((x) => max(x))([1, Number.NaN, 2])[0]).toBeNaN();
  });
});

describe("pow", () => {
  const power = (x: number, y: number) => gradients(2, pow as F, [x, y]);
  test("∂x at (0, 2), (0, 1), (0, 0), (0, ½)", () => {
    expect([power(0, 2)[0], power(0, 1)[0], power(0, 0)[0], power(0, 0.5)[0]]).toEqual([0, 1, 0, Infinity]);
    expect([2, 1, 0, 0.5].map((c) => grad((x) => pow(x, c))(0))).toEqual([0, 1, 0, Infinity]);
  });
  test("∂y at x = 0 ≤ y is 0; at (−2, 3) the gradient is (12, NaN)", () => {
    expect([power(0, 0)[1], power(0, 2)[1]]).toEqual([0, 0]);
    expect(power(-2, 3)).toEqual([12, Number.NaN]);
  });
  test("the second derivative of x² at 0 is 2 with a constant and with a variable exponent", () => {
    expect(ad.hessian((x) => pow(x, 2))(0)).toBe(2);
    expect(grad(grad((x, y) => pow(x, y!)))(0, 2)).toBe(2);
  });
});

describe("lengths at 0", () => {
  test("norm, hypot and std have gradient 0 and second derivatives 0", () => {
    const hessian = (f: F) => [...ad.hessian((x) => f(x))([0, 0, 0])];
    for (const f of [((x) => norm(x!)) as F, ((x) => std(x!)) as F, ((x: ad.Expr) => ad.hypot(at(x, 0), at(x, 1))) as F]) {
      expect(vector(f, [0, 0, 0]).map(Math.abs)).toEqual([0, 0, 0]);
      expect(hessian(f).map(Math.abs)).toEqual(new Array(9).fill(0));
    }
    expect(vector(((x) => norm(x!)) as F, [3, 4])[0]).toBeCloseTo(0.6, 15);
  });
});

describe("products with zeros are exact", () => {
  test("gradient and Hessian", () => {
    expect(vector((x) => prod(x!), [0, 3, 4])).toEqual([12, 0, 0]);
    expect(vector((x) => prod(x!), [0, 0, 4])).toEqual([0, 0, 0]);
    expect([...ad.hessian((x) => prod(x))([0, 0, 4])]).toEqual([0, 4, 0, 4, 0, 0, 0, 0, 0]);
  });
});

describe("where is a strong zero", () => {
  test("an unselected branch contributes 0, never NaN, in every mode", () => {
    const f = (x: ad.Expr) => where(ad.gt(x, 0), sqrt(x), 0);
    expect(grad(f)(0)).toBe(0);
    expect(ad.jvp(f, 0, 1)[1]).toBe(0);
    expect(ad.hvp(f, 0, 1)).toBe(0);
    expect(ad.hvp(f, 0, 1, { mode: "reverse-over-reverse" })).toBe(0);
  });
  test("through other ops, shapes and a second use below", () => {
    const deep = (x: ad.Expr) => where(ad.gt(x, 0), exp(mul(2, log(sqrt(x)))), x);
    expect(grad(deep)(-1)).toBe(1);
    const spread = (x: ad.Expr) => sum(where(ad.constant([1, 0, 1]), div(1, sub3(x)), 0));
    const sub3 = (x: ad.Expr) => ad.sub(ad.broadcastTo(reshape(x, [1]), [3]), ad.constant([1, 2, 3]));
    expect(grad(spread)(2)).toBe(-2);
    const both = (x: ad.Expr) => {
      const y = square(x);
      return add(where(ad.lt(x, 0), log(y), 0), y);
    };
    expect(grad(both)(0)).toBe(0);
    expect(grad(both)(-1)).toBe(-4);
  });
  test("a cotangent that happens to be 0 is not a branch: log² at 1 has second derivative 2", () => {
    expect(ad.hessian((x) => where(ad.gt(x, -1), square(log(x)), 0))(1)).toBe(2);
  });
  test("overflow in the branch not taken", () => {
    const safe = (x: ad.Expr) => where(ad.lt(x, 100), exp(x), 0);
    expect(grad(safe)(1000)).toBe(0);
  });
});

describe("torch's values at the same points", () => {
  interface Case {
    readonly op: string;
    readonly at: readonly (number | string)[];
    readonly value: number | string;
    readonly torch_grad: readonly (number | string)[];
  }
  const cases = JSON.parse(readFileSync(new URL("../data/ad_conventions.json", import.meta.url), "utf8")).cases as Case[];
  const scalar: Readonly<Record<string, F>> = {
    "abs(x)": abs as F,
    "relu(x)": relu as F,
    "sqrt(x)": sqrt as F,
    "sign(x)": sign as F,
    "max(x,y) tie": maximum as F,
    "min(x,y) tie": minimum as F,
    "sqrt(x^2+y^2)": (x, y) => sqrt(add(square(x!), square(y!))),
    "clamp(x,0,1)": (x) => clip(x!, 0, 1),
    "x**y": pow as F,
    "x**2": (x) => pow(x!, 2),
    "x**0": (x) => pow(x!, 0),
    "x**0.5": (x) => pow(x!, 0.5),
    "atan2(y,x), args (y,x)": atan2 as F,
    "log(x)": log as F,
    "1/x": (x) => div(1, x!),
    "x*log(x)": (x) => mul(x!, log(x!)),
    "leaky_relu 0.01": (x) => where(ad.gt(x!, 0), x!, mul(0.01, x!)),
    "where(x>0,log(x),x) at -1": (x) => where(ad.gt(x!, 0), log(x!), x!),
    "asin(1)": ad.asin as F,
    "acos(-1)": ad.acos as F,
    "softplus(1000)": softplus as F,
    "sigmoid(-1000)": sigmoid as F,
    "tanh(1000)": tanh as F,
  };
  const array: Readonly<Record<string, F>> = {
    "amax 3-way tie": (x) => max(x!),
    norm2: (x) => norm(x!),
    norm1: (x) => sum(abs(x!)),
    "prod with zero": (x) => prod(x!),
    "prod with two zeros": (x) => prod(x!),
    "logsumexp(-inf,-inf)": (x) => logsumexp(x!),
    "logsumexp(-inf,0)": (x) => logsumexp(x!),
  };
  /** Where our convention is another one, stated in docs/design.md. */
  const ours: Readonly<Record<string, string>> = {
    "max(dim) 2-way tie": "ties split ½",
    "where(x>0,sqrt(x),0) at 0": "where is a strong zero",
    "hypot(0,0)": "lengths have derivative 0 at 0",
    "xlogy(x,y)": "no such op",
    "floor(x)": "no such op",
    "round(x)": "no such op",
    "x % 1": "no such op",
  };
  test.each(cases.map((c) => [`${c.op} at ${c.at.join(", ")}`, c] as const))("%s", (_, c) => {
    const f = scalar[c.op] ? ofVector(c.at.length, scalar[c.op]!) : array[c.op];
    if (!f) {
      expect(ours[c.op], `${c.op} is neither tested nor explained`).toBeTypeOf("string");
      return;
    }
    const [value, gradient] = ad.valueAndGrad((x) => f(x))(c.at.map(Number));
    expect(value).toEqual(Number(c.value));
    gradient.forEach((g, i) => expect(g === 0 ? 0 : g).toEqual(Number(c.torch_grad[i])));
  });
});

describe("an unselected branch behind ops that mix elements", () => {
  test.each<[string, (x: ad.Expr) => ad.Expr]>([
    ["sum", (x) => sum(log(x))],
    ["mean", (x) => ad.mean(log(x))],
    ["max", (x) => max(log(x))],
    ["matmul", (x) => sum(ad.matmul(reshape(log(x), [1, 3]), reshape(log(x), [3, 1])))],
    ["cumsum", (x) => sum(ad.cumsum(log(x)))],
    ["products with constants", (x) => sum(ad.neg(mul(3, add(log(x), 1))))],
  ])("%s", (_, f) => {
    for (const mode of ["forward-over-reverse", "reverse-over-reverse"] as const)
      expect([...ad.hvp((x) => where(ad.constant(0), f(x), sum(square(x))), [0, 1, 2], [1, 1, 1], { mode })]).toEqual([2, 2, 2]);
    expect([...grad((x) => where(ad.constant(0), f(x), 0))([0, 1, 2])].map(Math.abs)).toEqual([0, 0, 0]);
  });
});
