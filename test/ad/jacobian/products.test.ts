/** Products with Hessians, many at once, and with Gauss–Newton matrices: against dense matrices made another way. */
import { describe, expect, test } from "vitest";
import {
  blockHvp,
  constant,
  type Expr,
  exp,
  gaussNewtonProduct,
  hessian,
  hvp,
  input,
  jacobian,
  logsumexp,
  matmul,
  mul,
  opCount,
  reshape,
  scan,
  sin,
  slice,
  square,
  sub,
  sum,
  tanh,
} from "../../../src/ad/index.js";

const A = constant([1, 2, -1, 0.5, 3, -2, 0.25, 1], [2, 4]);
const model = (x: Expr): Expr => tanh(matmul(A, sin(x)));
const loss = (y: Expr): Expr => sub(logsumexp(y), reshape(slice(y, 0, 1), []));
const f = (x: Expr): Expr => loss(model(x));
const x = [0.3, -0.7, 1.1, 0.2];
const rows = [
  [1, 0, 0, 0],
  [0.5, -1, 2, 0.25],
  [0, 0, 0, -3],
];
const near = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-13): void => {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThanOrEqual(tolerance);
};

describe("blockHvp", () => {
  test.each(["forward-over-reverse", "reverse-over-forward", "reverse-over-reverse"] as const)("%s: row by row what hvp gives", (mode) => {
    near(
      blockHvp(f, x, rows.flat(), { mode }),
      rows.flatMap((v) => [...hvp(f, x, v)]),
    );
  });
  test("all unit vectors: the Hessian", () => {
    const identity = Float64Array.from({ length: 16 }, (_, i) => Number(i % 5 === 0));
    near(blockHvp(f, x, identity), hessian(f)(x));
  });
  test("through a loop", () => {
    const g = (e: Expr): Expr => sum(scan((c) => [tanh(mul(c, sin(c))), c], e, 5)[0]);
    near(
      blockHvp(g, x, rows.flat()),
      rows.flatMap((v) => [...hvp(g, x, v)]),
    );
  });
  test("inside a traced function, where it can be differentiated again", () => {
    const cubic = (e: Expr): Expr => sum(mul(e, square(e)));
    const products = (e: Expr): Expr => sum(blockHvp(cubic, e, constant(rows.flat(), [3, 4])));
    expect(blockHvp(cubic, constant(x), constant(rows.flat(), [3, 4])).shape).toEqual([3, 4]);
    // Σ_k 6 x v_k: its Jacobian is 6 Σ_k v_k.
    near(
      jacobian(products)(x),
      [0, 1, 2, 3].map((j) => 6 * rows.reduce((s, v) => s + v[j]!, 0)),
    );
  });
  test("f and its gradient are computed once for all rows", () => {
    const big = constant(new Float64Array(400).fill(0.1), [20, 20]);
    const costly = (e: Expr): Expr => sum(exp(sin(tanh(matmul(big, e)))));
    const at = input([20]);
    const ops = (k: number): number => {
      const V = input([k, 20]);
      return opCount([at, V], [blockHvp(costly, at, V)]);
    };
    expect(ops(8)).toBeLessThan(0.8 * 8 * ops(1));
    expect(ops(16) - ops(8)).toBeCloseTo(2 * (ops(8) - ops(4)), 9);
  });
  test("what does not fit is refused, with the shapes", () => {
    expect(() => blockHvp(f, x, [1, 2, 3])).toThrow(/blockHvp: x has shape \[4\], V \[3\]: expected a row for each direction, \[k, n\]/);
    expect(() => blockHvp(f, x, [])).toThrow(/expected a row/);
    expect(() => blockHvp(model, x, rows.flat())).toThrow(/must return a scalar/);
  });
});

describe("gaussNewtonProduct", () => {
  const J = jacobian(model)(x);
  const H = hessian(loss)([...tanhOf(x)]);
  function tanhOf(at: readonly number[]): number[] {
    const a = A.param as Float64Array;
    return [0, 1].map((i) => Math.tanh(at.reduce((s, xj, j) => s + a[4 * i + j]! * Math.sin(xj), 0)));
  }
  test("is Jᵀ H J v", () => {
    for (const v of rows) {
      const Jv = [0, 1].map((i) => v.reduce((s, vj, j) => s + J[4 * i + j]! * vj, 0));
      const HJv = [0, 1].map((i) => H[2 * i]! * Jv[0]! + H[2 * i + 1]! * Jv[1]!);
      near(
        gaussNewtonProduct(model, loss, x, v),
        [0, 1, 2, 3].map((j) => J[j]! * HJv[0]! + J[4 + j]! * HJv[1]!),
      );
    }
  });
  test("is the Hessian where the model is linear, and not where it is curved", () => {
    const linear = (e: Expr): Expr => matmul(A, e);
    const v = rows[1]!;
    near(
      gaussNewtonProduct(linear, loss, x, v),
      hvp((e) => loss(linear(e)), x, v),
    );
    const apart = gaussNewtonProduct(model, loss, x, v).map((g, i) => g - hvp(f, x, v)[i]!);
    expect(Math.hypot(...apart)).toBeGreaterThan(1e-2);
  });
  test("vᵀ G v ≥ 0 for a convex loss where the Hessian is indefinite", () => {
    const squares = (y: Expr): Expr => sum(square(y));
    const bent = (e: Expr): Expr => sub(square(e), 4);
    const at = [0.5];
    expect(hvp((e) => squares(bent(e)), at, [1])[0]).toBe(-13);
    expect(gaussNewtonProduct(bent, squares, at, [1])[0]).toBe(2);
  });
  test("inside a traced function; a number for a number", () => {
    expect(gaussNewtonProduct(model, loss, constant(x), constant(rows[0]!)).shape).toEqual([4]);
    expect(
      gaussNewtonProduct(
        (e) => mul(3, e),
        (y) => square(y),
        2,
        5,
      ),
    ).toBe(90);
  });
  test("a loss that is no scalar is refused", () => {
    expect(() => gaussNewtonProduct(model, (y) => y, x, rows[0]!)).toThrow(/gaussNewtonProduct: the function must return a scalar/);
  });
});
