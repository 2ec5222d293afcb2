/** Formulas: parentheses where they are needed, names of what moves elements. */
import { expect, test } from "vitest";
import * as ad from "../../../src/ad/index.js";
import { formulaOf } from "../../../src/ad/text/formula.js";

const [x, y, m] = [ad.input([]), ad.input([]), ad.input([3, 4])];
const names = new Map([
  [x, "x"],
  [y, "y"],
  [m, "m"],
]);
const written = (e: ad.Expr): string => formulaOf(e, (node) => names.get(node));
const { add, sub, mul, div, neg, pow, square } = ad;

test.each<[string, ad.Expr]>([
  ["x + y", add(x, y)],
  ["x - (y - x)", sub(x, sub(y, x))],
  ["x - (y + x)", sub(x, add(y, x))],
  ["x - y - x", sub(sub(x, y), x)],
  ["x - (-y)", sub(x, neg(y))],
  ["x * (x + y)", mul(x, add(x, y))],
  ["x * y / x", div(mul(x, y), x)],
  ["x / (y * x)", div(x, mul(y, x))],
  ["x / (y / x)", div(x, div(y, x))],
  ["-x * y", neg(mul(x, y))],
  ["-(x + y)", neg(add(x, y))],
  ["(-x) * y", mul(neg(x), y)],
  ["(-x)^2", square(neg(x))],
  ["-x^2", neg(square(x))],
  ["(x^2)^3", pow(square(x), 3)],
  ["x^y^2", pow(x, square(y))],
  ["x^(-1)", pow(x, -1)],
  ["2^x", pow(2, x)],
  ["pi * x", mul(Math.PI, x)],
  ["1e-7 + x", add(1e-7, x)],
  ["sin(x + y)", ad.sin(add(x, y))],
  ["atan2(x, -y)", ad.atan2(x, neg(y))],
  ["sum(m)", ad.sum(m)],
  ["sum(m, axis 1)", ad.sum(m, 1)],
  ["transpose(m)", ad.transpose(m)],
  ["m[1:3, 0:3:2]", ad.slice(m, [1, 0], [3, 4], [1, 2])],
  ["m[:, 1:4]", ad.slice(m, [0, 1], [3, 4])],
  ["m[2::-1, :]", ad.flip(m)],
  ["pad(m)", ad.pad(m, [1, 0], [0, 0])],
  ["broadcast(m)", ad.broadcastTo(m, [2, 3, 4])],
  ["matmul(m, transpose(m))", ad.matmul(m, ad.transpose(m))],
])("%s", (text, e) => expect(written(e)).toBe(text));

test("a product of matrices says what it reads transposed", () => {
  const w = ad.input([4, 2]);
  const [g] = ad.pullback(ad.sum(ad.matmul(m, w)), [m]) as [ad.Expr];
  expect(formulaOf(g, (node) => (node === w ? "w" : undefined))).toMatch(/^matmul\(.*, wᵀ\)$/);
});

test("a loop says how often", () => expect(written(ad.scan((c) => [ad.sin(c), c], x, 7)[1])).toMatch(/7 times/));
