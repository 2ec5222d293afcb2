/** The reference data: values and derivatives to order 4 of 90 expressions, gradients and products with the Hessian of 22 functions. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as ad from "../../src/ad/index.js";
import { parseExpression } from "../../src/ad/text/expression.js";

const read = (name: string) => JSON.parse(readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8"));

interface ScalarCase {
  readonly expr: string;
  readonly vars: readonly string[];
  readonly point: readonly number[];
  readonly value: string;
  readonly d?: readonly string[];
  readonly grad?: readonly string[];
  readonly hess?: readonly (readonly string[])[];
}

const run = (x: ad.Expr, outputs: readonly ad.Expr[], at: ArrayLike<number>): number[][] => {
  const program = ad.compile([x], [...outputs]);
  program.inputs[0]!.set(at);
  program.run();
  return program.outputs.map((y) => [...y]);
};

/**
 * Where float64 cannot give 1e-12: the size of the terms that cancel in the k-th derivative of the expression as it is written,
 * and up to which order they can be represented at all.
 */
const conditioned: Readonly<Record<string, { readonly scale: (k: number) => number; readonly orders: number; readonly why: string }>> = {
  "log(cosh(x)) at 300": {
    scale: () => 1,
    orders: 2,
    why: "1 − (sinh/cosh)² is 0 in float64, and 1/cosh³ underflows from the third derivative on",
  },
  "log(sigmoid(x)) at -50": { scale: () => 1, orders: 4, why: "σ′/σ is 1 to rounding: its derivatives are what is left of it" },
  "(1-cos(x))/x**2 at 0.000001": { scale: (k) => 1e12 * powerOf(1e6, k), orders: 4, why: "terms of size x^(−2−k) cancel" },
  "expm1(x)/x at 1e-9": { scale: (k) => powerOf(1e9, k), orders: 4, why: "terms of size x^(−k) cancel" },
};
const powerOf = (x: number, k: number): number => Array.from({ length: k }).reduce<number>((p) => p * x, 1);

describe("scalar expressions, derivatives to order 4", () => {
  const cases = read("ad_scalar.json").cases as ScalarCase[];
  test("there are 90", () => expect(cases).toHaveLength(90));
  test.each(cases.map((c) => [`${c.expr} at ${c.point.join(", ")}`, c] as const))("%s", (name, c) => {
    const x = ad.input([c.vars.length]);
    const scope = new Map(c.vars.map((name, k) => [name, ad.reshape(ad.slice(x, k, k + 1), [])]));
    const y = parseExpression(c.expr).build(scope);
    const known = conditioned[name];
    const close = (got: number, text: string, what: string, order = 0) => {
      if (order > (known?.orders ?? 4)) return;
      const want = Number(text);
      const scale = Math.max(Math.abs(want), known?.scale(order) ?? 0);
      const error = Math.abs(got - want);
      expect(error <= 1e-12 * scale || error <= 1e-307, `${what}: ${got}, not ${want}`).toBe(true);
    };
    const [value] = run(x, [y], c.point);
    close(value![0]!, c.value, "value");
    if (c.d) {
      let d = y;
      c.d.forEach((want, k) => {
        d = ad.pullback(ad.sum(d), [x])[0]!;
        close(run(x, [d], c.point)[0]![0]!, want, `derivative ${k + 1}, reverse over reverse`, k + 1);
      });
      let t = y;
      c.d.forEach((want, k) => {
        t = ad.pushforward(t, x, ad.constant([1]));
        close(run(x, [t], c.point)[0]![0]!, want, `derivative ${k + 1}, forward over forward`, k + 1);
      });
    }
    if (c.grad && c.hess) {
      const g = ad.pullback(y, [x])[0]!;
      const gradient = run(x, [g], c.point)[0]!;
      c.grad.forEach((want, i) => close(gradient[i]!, want, `gradient ${i}`));
      c.hess.forEach((row, i) => {
        const e = ad.constant(Float64Array.from(row, (_, k) => (k === i ? 1 : 0)));
        const column = run(x, [ad.pushforward(g, x, e)], c.point)[0]!;
        row.forEach((want, j) => close(column[j]!, want, `Hessian ${i}, ${j}`));
      });
    }
  });
});

describe("nested derivatives", () => {
  const want = Object.fromEntries((read("ad_nested.json").cases as { id: string; value: string }[]).map((c) => [c.id, Number(c.value)]));
  const { add, constant, div, exp, grad, log, mul, neg, pow, sin, square, sub } = ad;
  const close = (got: number, id: string) =>
    expect(Math.abs(got - want[id]!) <= 1e-12 * Math.abs(want[id]!), `${id}: ${got}, not ${want[id]}`).toBe(true);
  test("an inner derivative does not see the outer variable's tangent", () => {
    close(grad((x) => mul(x, grad((y) => add(x, y))(constant(1))))(1), "pc1");
    close(grad((x) => grad((y) => mul(x, square(y)))(x))(2), "pc3");
    expect(ad.jvp((x) => mul(x, ad.jvp((y) => add(x, y), constant(1), constant(1))[1] as ad.Expr), 1, 1)[1]).toBe(want["pc1"]);
  });
  test("the derivative of a squared gradient norm", () => {
    const f = (x: ad.Expr, y: ad.Expr) => add(mul(square(x), y), sin(y));
    close(grad((x, y) => add(square(grad(f, 0)(x, y!)), square(grad(f, 1)(x, y!))))(1, 2), "gg_x");
  });
  test("through iterations", () => {
    const newton = (a: ad.Expr) => Array.from({ length: 6 }).reduce<ad.Expr>((y) => mul(0.5, add(y, div(a, y))), constant(1));
    const [value] = ad.valueAndGrad(newton)(2);
    close(value, "newton_val");
    close(ad.hessian(newton)(2), "newton_d2");
    const map = (x: ad.Expr) => Array.from({ length: 20 }).reduce<ad.Expr>((y) => mul(3.5, mul(y, sub(1, y))), x);
    close(ad.valueAndGrad(map)(0.5)[0], "logistic_map");
  });
  test("an implicit function", () => {
    // x³ + a x = 1: dx/da = −F_a/F_x at the root.
    const F = (x: ad.Expr, a: ad.Expr) => sub(add(pow(x, 3), mul(a, x)), 1);
    let x = 0.7;
    for (let k = 0; k < 8; k++) {
      const [f, slope] = ad.valueAndGrad(F, 0)(x, 1);
      x -= f / slope;
    }
    close(-grad(F, 1)(x as number, 1) / grad(F, 0)(x as number, 1), "implicit");
  });
  test.each([
    ["mixed_30", 3, 0],
    ["mixed_12", 1, 2],
    ["mixed_22", 2, 2],
    ["mixed_13", 1, 3],
  ] as const)("%s", (id, inX, inY) => {
    const f = (x: ad.Expr, y: ad.Expr) => add(mul(exp(mul(x, y)), sin(x)), mul(log(add(1, square(y))), pow(x, 3)));
    type F = (x: ad.Expr, y: ad.Expr) => ad.Expr;
    const times = (g: F, k: number, argnum: number): F =>
      k === 0 ? g : times((x, y) => grad((...a) => g(a[0]!, a[1]!), argnum)(x, y), k - 1, argnum);
    // The data puts x first in the gradient's arguments: argnum 0 differentiates with respect to the first.
    const d = times(times(f, inX, 0), inY, 1);
    const [x, y] = [ad.input([]), ad.input([])];
    const program = ad.compile([x, y], [d(x, y)]);
    program.inputs[0]!.set([0.5]);
    program.inputs[1]!.set([-0.75]);
    program.run();
    close(program.outputs[0]![0]!, id);
  });
  test("grad of a constant function is 0", () => expect(grad(() => neg(constant(2)))(1)).toBe(0));
});

describe("functions of n variables: gradient and product with the Hessian", () => {
  const { add, cos, div, dot, exp, log, matmul, mean, mul, pow, prod, reshape, sin, slice, sqrt, square, sub, sum, tanh } = ad;
  const count = (x: ad.Expr): number => x.shape[0]!;
  const ranks = (n: number, from = 1): ad.Expr => ad.constant(Float64Array.from({ length: n }, (_, i) => i + from));
  const head = (x: ad.Expr): ad.Expr => slice(x, 0, count(x) - 1);
  const tail = (x: ad.Expr): ad.Expr => slice(x, 1, count(x));
  const at = (x: ad.Expr, i: number): ad.Expr => reshape(slice(x, i, i + 1), []);
  const everyFourth = (x: ad.Expr, from: number): ad.Expr => slice(x, from, count(x), 4);
  const functions: Readonly<Record<string, (x: ad.Expr) => ad.Expr>> = {
    rosenbrock: (x) => sum(add(mul(100, square(sub(tail(x), square(head(x))))), square(sub(1, head(x))))),
    rastrigin: (x) => add(10 * count(x), sum(sub(square(x), mul(10, cos(mul(2 * Math.PI, x)))))),
    ackley: (x) => add(sub(mul(-20, exp(mul(-0.2, sqrt(mean(square(x)))))), exp(mean(cos(mul(2 * Math.PI, x))))), 20 + Math.E),
    griewank: (x) => sub(add(1, sum(div(square(x), 4000))), prod(cos(div(x, sqrt(ranks(count(x))))))),
    levy: (x) => {
      const w = add(1, div(sub(x, 1), 4));
      const [first, last] = [at(w, 0), at(w, count(x) - 1)];
      const inner = mul(square(sub(head(w), 1)), add(1, mul(10, square(sin(add(mul(Math.PI, head(w)), 1))))));
      return add(add(square(sin(mul(Math.PI, first))), sum(inner)), mul(square(sub(last, 1)), add(1, square(sin(mul(2 * Math.PI, last))))));
    },
    styblinski_tang: (x) => mul(0.5, sum(add(sub(pow(x, 4), mul(16, square(x))), mul(5, x)))),
    zakharov: (x) => {
      const s = sum(mul(0.5, mul(ranks(count(x)), x)));
      return add(sum(square(x)), add(square(s), pow(s, 4)));
    },
    dixon_price: (x) => add(square(sub(at(x, 0), 1)), sum(mul(ranks(count(x) - 1, 2), square(sub(mul(2, square(tail(x))), head(x)))))),
    trid: (x) => sub(sum(square(sub(x, 1))), dot(tail(x), head(x))),
    michalewicz10: (x) => ad.neg(sum(mul(sin(x), pow(sin(div(mul(ranks(count(x)), square(x)), Math.PI)), 20)))),
    schwefel: (x) => sub(418.9829 * count(x), sum(mul(x, sin(sqrt(ad.abs(x)))))),
    speelpenning: (x) => prod(x),
    powell_singular_ext: (x) => {
      const [a, b, c, d] = [0, 1, 2, 3].map((k) => everyFourth(x, k)) as [ad.Expr, ad.Expr, ad.Expr, ad.Expr];
      const first = add(square(add(a, mul(10, b))), mul(5, square(sub(c, d))));
      return sum(add(first, add(pow(sub(b, mul(2, c)), 4), mul(10, pow(sub(a, d), 4)))));
    },
    helmholtz: (x) => {
      const n = count(x);
      const b = ad.constant(Float64Array.from({ length: n }, (_, i) => 0.1 + 0.05 * i));
      const A = ad.constant(
        Float64Array.from({ length: n * n }, (_, k) => 1 / (Math.floor(k / n) + (k % n) + 2)),
        [n, n],
      );
      const bx = dot(b, x);
      const entropy = sum(mul(x, log(div(x, sub(1, bx)))));
      const energy = div(dot(x, matmul(A, x)), mul(Math.sqrt(8), bx));
      return sub(entropy, mul(energy, log(div(add(1, mul(1 + Math.SQRT2, bx)), add(1, mul(1 - Math.SQRT2, bx))))));
    },
    logsumexp: (x) => ad.logsumexp(x),
    recurrence: (x) => Array.from({ length: count(x) - 1 }, (_, k) => at(x, k + 1)).reduce((y, xi) => add(sin(y), mul(y, xi)), at(x, 0)),
    mlp_xor: (x) => {
      const W1 = reshape(slice(x, 0, 6), [3, 2]);
      const points = ad.constant([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
      const hidden = tanh(add(matmul(points, ad.transpose(W1)), slice(x, 6, 9)));
      const out = add(matmul(hidden, slice(x, 9, 12)), at(x, 12));
      return mean(square(sub(out, ad.constant([-1, 1, 1, -1]))));
    },
  };
  interface Case {
    readonly name: string;
    readonly n: number;
    readonly x: readonly number[];
    readonly value: number;
    readonly grad: readonly number[];
    readonly hvp: readonly number[];
  }
  const cases = read("ad_nd.json").cases as Case[];
  test("there are 22", () => expect(cases).toHaveLength(22));
  test.each(cases.map((c, k) => [`${k}: ${c.name}, n = ${c.n}`, c] as const))("%s", (_, c) => {
    const f = functions[c.name]!;
    const [value, gradient] = ad.valueAndGrad(f)(c.x);
    const v = Float64Array.from(c.x, (_, i) => (((7 * (i + 1)) % 11) - 5) / 4);
    // Relative to the largest entry: entries that vanish by cancellation have no digits of their own.
    const near = (got: ArrayLike<number>, want: readonly number[], what: string) => {
      const scale = Math.max(...want.map(Math.abs));
      want.forEach((w, i) => expect(Math.abs(got[i]! - w) <= 1e-12 * scale, `${what}[${i}] = ${got[i]}, not ${w}`).toBe(true));
    };
    near([value], [c.value], "value");
    near(gradient, c.grad, "gradient");
    for (const mode of ["forward-over-reverse", "reverse-over-forward", "reverse-over-reverse"] as const)
      near(ad.hvp(f, c.x, v, { mode }), c.hvp, `hvp, ${mode}`);
  });
});
