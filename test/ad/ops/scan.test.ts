import { describe, expect, test } from "vitest";
import type { Engine } from "../../../src/ad/compile.js";
import {
  add,
  checkGrads,
  compile,
  constant,
  div,
  type Expr,
  exp,
  grad,
  hvp,
  input,
  log,
  matmul,
  mul,
  opCount,
  pullback,
  pushforward,
  reshape,
  scan,
  sin,
  slice,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  valueAndGrad,
} from "../../../src/ad/index.js";

const at = (x: Expr, i: number): Expr => reshape(slice(x, i, i + 1), []);

/** x_{k+1} = r x_k (1 − x_k), unrolled and rolled. */
const unrolled =
  (steps: number) =>
  (x: Expr): Expr =>
    Array.from({ length: steps }).reduce<Expr>((y) => mul(at(x, 1), mul(y, sub(1, y))), at(x, 0));
const rolled =
  (steps: number) =>
  (x: Expr): Expr =>
    scan(
      (y) => {
        const next = mul(at(x, 1), mul(y, sub(1, y)));
        return [next, next];
      },
      at(x, 0),
      steps,
    )[0];

describe("a rolled loop is the loop", () => {
  const x = [0.4, 3.5];
  test("value, gradient, Hessian products", () => {
    const [f, g] = valueAndGrad(unrolled(20))(x);
    const [rf, rg] = valueAndGrad(rolled(20))(x);
    expect(Math.abs(rf - f)).toBeLessThan(1e-14);
    rg.forEach((v, i) => expect(Math.abs(v - g[i]!)).toBeLessThan(1e-12 * Math.abs(g[i]!)));
    const want = hvp(unrolled(8), x, [1, -2]);
    for (const mode of ["forward-over-reverse", "reverse-over-forward", "reverse-over-reverse"] as const)
      hvp(rolled(8), x, [1, -2], { mode }).forEach((v, i) => expect(Math.abs(v - want[i]!)).toBeLessThan(1e-11 * Math.abs(want[i]!)));
  });
  test("derivatives to order 3 of a loop over data with captured weights", () => {
    const data = constant([0.3, -0.2, 0.5, 0.1, 0.9, -0.4], [3, 2]);
    // A recurrent layer: the carry is a vector, the outputs are kept, the weights come from outside.
    const f = (w: Expr): Expr => {
      const W = reshape(slice(w, 0, 4), [2, 2]);
      const [last, ys] = scan(
        (h, u) => {
          const next = tanh(add(matmul(W, h), mul(u, slice(w, 4, 6))));
          return [next, sum(square(next))];
        },
        slice(w, 0, 2),
        data,
      );
      return add(sum(sin(last)), sum(ys));
    };
    checkGrads(f, [0.5, -0.3, 0.8, 0.2, 1.1, -0.7], { order: 3 });
  });
  test("derivatives with respect to the data, walked in both directions", () => {
    const f = (x: Expr): Expr => sum(scan((c, u) => [add(mul(c, u), exp(mul(-1, square(u)))), div(c, add(2, u))], constant(0.7), x)[1]);
    checkGrads(f, [0.4, 1.2, -0.3, 0.8, 0.1], { order: 3 });
  });
  test("steps without data", () => {
    expect(grad((x) => scan((c) => [mul(2, c), c], x, 10)[0])(3)).toBe(1024);
  });
});

describe("cost and room", () => {
  const chain = (steps: number) => {
    const x = input([2]);
    const y = scan(
      (a) => {
        const u = mul(at(x, 1), log(a));
        const next = add(mul(0.3, add(u, sqrt(u))), 1.2);
        return [next, next];
      },
      at(x, 0),
      steps,
    )[0];
    return { x, y };
  };
  test("ten thousand steps are a few nodes, and cost ten thousand times one", () => {
    const [one, many] = [chain(1), chain(10_000)];
    expect(opCount([many.x], [many.y])).toBe(10_000 * opCount([one.x], [one.y]));
    const gradient = pullback(many.y, [many.x])[0]!;
    expect(opCount([many.x], [many.y, gradient]) / opCount([many.x], [many.y])).toBeLessThan(4);
  });
  test.each<Engine>(["interpreter", "wasm"])("%s: ten thousand steps, value, gradient and tangent agree with a loop by hand", (engine) => {
    const { x, y } = chain(10_000);
    const v = input([2]);
    const program = compile([x, v], [y, pullback(y, [x])[0]!, pushforward(y, x, v)], engine);
    program.inputs[0]!.set([1.5, 1]);
    program.inputs[1]!.set([0.5, -1]);
    program.run();
    program.run();
    let [a, da, db] = [1.5, 1, 0];
    for (let k = 0; k < 10_000; k++) {
      const u = Math.log(a);
      const outer = 0.3 * (1 + 0.5 / Math.sqrt(u));
      [da, db] = [(outer * da) / a, outer * (u + db / a)];
      a = 0.3 * (u + Math.sqrt(u)) + 1.2;
    }
    const [f, g, t] = program.outputs;
    expect(Math.abs(f![0]! - a)).toBeLessThan(1e-13);
    expect(Math.abs(g![0]! - da)).toBeLessThan(1e-13);
    expect(Math.abs(g![1]! - db)).toBeLessThan(1e-13 * Math.abs(db));
    expect(Math.abs(t![0]! - (0.5 * da - db))).toBeLessThan(1e-13);
  });
});

test("a carry that changes its shape is refused", () => {
  expect(() => scan((c) => [reshape(c, [1]), c], constant(1), 3)).toThrow(/scan: the carry begins with shape \[\] and goes on with \[1\]/);
  expect(() => scan((c) => [c, c], constant(1), 0)).toThrow(/at least one step/);
});
