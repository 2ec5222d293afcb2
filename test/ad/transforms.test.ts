import { describe, expect, test } from "vitest";
import {
  add,
  checkGrads,
  concat,
  constant,
  type Expr,
  exp,
  grad,
  hessian,
  hvp,
  jacfwd,
  jacobian,
  jacrev,
  jvp,
  linearize,
  matmul,
  mul,
  reshape,
  sin,
  slice,
  square,
  sum,
  valueAndGrad,
  vjp,
} from "../../src/ad/index.js";

const f = (x: Expr): Expr => sum(mul(sin(x), square(x)));
const A = constant([1, 2, 3, 4, 5, 6], [2, 3]);

describe("names and forms are JAX's", () => {
  test("a number gives a number, an array an array, an Expr an Expr", () => {
    expect(grad((x) => square(x))(3)).toBe(6);
    expect(grad((x) => sum(square(x)))([1, 2])).toEqual(Float64Array.of(2, 4));
    expect(grad((x) => square(x))(constant(3)).shape).toEqual([]);
  });
  test("of several arguments, with respect to the one named", () => {
    const g = (x: Expr, y: Expr): Expr => mul(x, exp(y));
    expect(grad(g)(2, 0)).toBe(1);
    expect(grad(g, 1)(2, 0)).toBe(2);
    expect(valueAndGrad(g, 1)(2, 0)).toEqual([2, 2]);
  });
  test("jvp, vjp, linearize of a linear map", () => {
    const map = (x: Expr): Expr => matmul(A, x);
    expect(jvp(map, [1, 0, 0], [0, 1, 0])).toEqual([Float64Array.of(1, 4), Float64Array.of(2, 5)]);
    const [y, pull] = vjp(map, [1, 1, 1]);
    expect(y).toEqual(Float64Array.of(6, 15));
    expect([pull([1, 0]), pull([0, 1])]).toEqual([Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)]);
    const [, push] = linearize(map, [1, 1, 1]);
    expect(push([1, 0, 0])).toEqual(Float64Array.of(1, 4));
  });
  test("Jacobians agree in both modes, numbers and Exprs", () => {
    const map = (x: Expr): Expr => concat([sin(matmul(A, x)), slice(x, 0, 1)]);
    const x = [0.1, 0.2, -0.3];
    const [forward, reverse, auto] = [jacfwd(map)(x), jacrev(map)(x), jacobian(map)(x)];
    expect(forward).toHaveLength(9);
    forward.forEach((v, i) => expect(Math.abs(v - reverse[i]!)).toBeLessThan(1e-15));
    expect(auto).toEqual(forward);
    expect(jacfwd(map)(constant(x)).shape).toEqual([3, 3]);
    expect(jacrev(map)(constant(x)).shape).toEqual([3, 3]);
    expect(jacobian((e) => sin(e), { mode: "reverse" })(0)).toBe(1);
  });
  test("the Hessian is made of products with it, in every mode", () => {
    const x = [0.3, -0.7, 1.1];
    const H = hessian(f)(x);
    const v = [1, -2, 0.5];
    for (const mode of ["forward-over-reverse", "reverse-over-forward", "reverse-over-reverse"] as const) {
      const Hv = hvp(f, x, v, { mode });
      Hv.forEach((hv, i) =>
        expect(hv).toBeCloseTo(
          v.reduce((s, vj, j) => s + H[3 * i + j]! * vj, 0),
          14,
        ),
      );
    }
  });
  test("third derivatives by nesting", () => {
    expect(grad(grad(grad((x) => mul(x, square(x)))))(5)).toBe(6);
    expect(hessian((x) => reshape(add(square(x), x), []))(1)).toBe(2);
  });
  test("one trace serves arguments of one shape, and shapes do not mix", () => {
    let traces = 0;
    const g = grad((x) => {
      traces++;
      return sum(square(x));
    });
    expect([g([1, 2]), g([3, 4]), g([1])]).toEqual([Float64Array.of(2, 4), Float64Array.of(6, 8), Float64Array.of(2)]);
    expect(traces).toBe(2);
  });
  test("results are the caller's own", () => {
    const g = grad((x) => sum(square(x)));
    const first = g([1, 2]);
    g([5, 6]);
    expect(first).toEqual(Float64Array.of(2, 4));
  });
});

describe("mistakes", () => {
  test.each([
    [
      "numbers in place of expressions",
      () => grad((x) => ((x as unknown as number) * 2) as unknown as Expr)(1),
      /grad: the function must return an expression, it returned NaN: write mul\(x, x\)/,
    ],
    ["nothing returned", () => jvp(() => undefined as unknown as Expr, 1, 1), /jvp: .* it returned undefined/],
    ["a direction of another length", () => hvp((x) => sum(square(x)), [1, 2], [1]), /hvp: x has shape \[2\], the direction \[1\]/],
    ["a jvp along another length", () => jvp((x) => sum(square(x)), [1, 2], [1]), /jvp: x has shape \[2\]/],
    ["modes that do not exist", () => checkGrads((x) => sum(x), [1], { modes: ["fwd" as "forward"] }), /modes are "forward" and "reverse"/],
  ])("%s", (_, act, message) => expect(act).toThrow(message));
  test("a number is a constant", () => expect(grad(() => 5 as unknown as Expr)(1)).toBe(0));
});
