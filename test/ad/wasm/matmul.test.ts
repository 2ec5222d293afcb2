/** Products of matrices around the edges of tiles (4), packed rows (96) and panels (256), stored in all four ways. */
import { describe, expect, test } from "vitest";
import { size } from "../../../src/ad/expr.js";
import { constant, type Expr, input, matmul, mul, pullback, sum, transpose } from "../../../src/ad/index.js";
import { stream } from "../../../src/numeric/sampling/random.js";
import { agree, run, scaleOf } from "./engines.js";

const SMALL = [1, 2, 3, 4, 5, 7, 8, 9];
const ROWS = [1, 95, 96, 97];
const DEPTHS = [1, 4, 255, 256, 257, 513];

const draw = (key: string, shapes: readonly (readonly number[])[]): Float64Array[] => {
  const rng = stream(key);
  return shapes.map((shape) => Float64Array.from({ length: size(shape) }, () => 2 * rng.uniform() - 1));
};

/** op(A) op(B), A and B stored as the flags say. */
function product(m: number, n: number, k: number, ta: boolean, tb: boolean) {
  const shapes = [ta ? [k, m] : [m, k], tb ? [n, k] : [k, n]];
  const inputs = shapes.map((shape) => input(shape)) as [Expr, Expr];
  const [a, b] = inputs;
  return { inputs, y: matmul(ta ? transpose(a) : a, tb ? transpose(b) : b), at: draw(`matmul/${m}/${n}/${k}`, shapes) };
}

function both(inputs: readonly Expr[], outputs: readonly Expr[], at: readonly Float64Array[]): void {
  agree(run("interpreter", inputs, outputs, at), run("wasm", inputs, outputs, at), scaleOf(inputs, outputs, at));
}

const stored = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

describe.each(stored)("A transposed: %s, B transposed: %s", (ta, tb) => {
  test("around tiles", () => {
    for (const m of SMALL)
      for (const n of SMALL)
        for (const k of [1, 2, 5]) {
          const { inputs, y, at } = product(m, n, k, ta, tb);
          both(inputs, [y], at);
        }
  });
  test.each(DEPTHS)("around panels, depth %i", (k) => {
    for (const [m, n] of [[5, 3], [4, 97], [97, 6], ...(k === 257 ? ROWS.map((rows) => [rows, 13] as const) : [])] as const) {
      const { inputs, y, at } = product(m, n, k, ta, tb);
      both(inputs, [y], at);
    }
  });
  test("with gradients, and an operand that is computed", () => {
    for (const [m, n, k] of [
      [5, 7, 9],
      [17, 4, 33],
      [96, 3, 257],
    ] as const) {
      const { inputs, y, at } = product(m, n, k, ta, tb);
      const f = sum(mul(y, y));
      both(inputs, [y, ...pullback(f, inputs)], at);
      const scaled = sum(mul(0.5, matmul(mul(-2, y), transpose(y))));
      both(inputs, [scaled, ...pullback(scaled, inputs)], at);
    }
  });
});

test("nothing in between is a matrix of zeros", () => {
  for (const [m, n] of [
    [0, 3],
    [3, 0],
    [3, 4],
  ] as const) {
    const [a, b] = [input([m, 0]), input([0, n])];
    const y = matmul(a, b);
    const [result, ga] = run("wasm", [a, b], [y, pullback(sum(y), [a])[0]!], [new Float64Array(0), new Float64Array(0)]);
    expect([...result!]).toEqual(new Array(m * n).fill(0));
    expect(ga!.length).toBe(0);
  }
});

test("x xᵀ and xᵀ x, plain and in a loss", () => {
  for (const shape of [
    [1, 1],
    [5, 3],
    [17, 9],
    [40, 100],
  ]) {
    const x = input(shape);
    const weights = constant(
      Float64Array.from({ length: shape[0]! * shape[0]! }, (_, k) => 1 / (1 + (k % 7))),
      [shape[0]!, shape[0]!],
    );
    const f = sum(mul(weights, matmul(x, transpose(x))));
    both([x], [matmul(x, transpose(x)), matmul(transpose(x), x), f, ...pullback(f, [x])], draw(`gram/${shape}`, [shape]));
  }
});
