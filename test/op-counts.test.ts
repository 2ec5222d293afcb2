/** docs/op-counts.md says of every op what it costs, and says it right. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as ad from "../src/ad/index.js";

const text = readFileSync(join(import.meta.dirname, "../docs/op-counts.md"), "utf8");
const rows = [...text.matchAll(/^\|\s*(\d+)\s*\|(.*)\|$/gm)].map(([, cost, cells]) => ({ cost: Number(cost), names: namesIn(cells!) }));

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
}
const costOf = (name: string): number | undefined => rows.find(({ names }) => names.includes(name))?.cost;

describe("per element", () => {
  const inputs = (shapes: readonly ad.Shape[]): ad.Expr[] => shapes.map((shape) => ad.input(shape));
  // Ops of their own, not functions made of others: one node on the inputs.
  const primitive = ad.opTable.filter(({ build, shapes, ops }) => {
    const x = inputs(shapes[0]!);
    return / an element$/.test(ops) && build(...x).args.every((arg) => x.includes(arg)) && build(...x).op.kernel.form !== "scatter";
  });
  const elementwise = primitive.filter(({ name }) => name !== "cumsum");

  test("every op has its row", () => {
    expect(elementwise.length).toBeGreaterThan(40);
    expect(elementwise.filter(({ name }) => costOf(name.replace("polygamma0", "polygamma")) === undefined).map(({ name }) => name)).toEqual(
      [],
    );
    const known = ad.opTable.map(({ name }) => name.replace("polygamma0", "polygamma"));
    expect(rows.flatMap(({ names }) => names).filter((name) => !known.includes(name))).toEqual([]);
  });

  test.each(elementwise.map(({ name, build }) => [name, build] as const))("%s", (name, build) => {
    const entry = ad.opTable.find((one) => one.name === name)!;
    const node = build(...inputs(entry.shapes[0]!.map(() => [3, 4])));
    expect(node.op.ops(node)).toBe(12 * costOf(name.replace("polygamma0", "polygamma"))!);
  });
});

describe("per operation", () => {
  const [m, n, k] = [3, 4, 5];
  const vector = ad.input([n]);
  const other = ad.input([n]);
  const matrix = ad.input([m, n]);
  const right = ad.input([n, k]);
  const count = (y: ad.Expr): number => ad.opCount([vector, other, matrix, right], [y]);
  test.each<[string, ad.Expr, number]>([
    ["sum", ad.sum(vector), n - 1],
    ["sum over one axis", ad.sum(matrix, 0), m * n - n],
    ["max", ad.max(vector), n - 1],
    ["min", ad.min(vector), n - 1],
    ["cumsum", ad.cumsum(vector), n],
    ["scatterAdd", ad.scatterAdd(vector, [0, 0, 1, 2], 3), n],
    ["matmul", ad.matmul(matrix, right), 2 * m * n * k],
    ["matmul with a vector", ad.matmul(matrix, vector), m * (2 * n - 1)],
    ["dot", ad.dot(vector, other), 2 * n - 1],
    ["mean", ad.mean(vector), n],
    ["prod", ad.prod(vector), n - 1],
    ["reshape", ad.reshape(matrix, [n, m]), 0],
    ["transpose", ad.transpose(matrix), 0],
    ["broadcastTo", ad.broadcastTo(vector, [m, n]), 0],
    ["expandDims", ad.expandDims(vector, 0), 0],
    ["slice", ad.slice(vector, 1, 3), 0],
    ["flip", ad.flip(vector), 0],
    ["pad", ad.pad(vector, [1], [2]), 0],
    ["concat", ad.concat([vector, vector]), 0],
    ["gather", ad.gather(vector, [2, 0]), 0],
  ])("%s", (_, y, cost) => {
    expect(count(y)).toBe(cost);
  });

  const [size, high] = [6, 9];
  const square = ad.input([size, size]);
  const tall = ad.input([high, size]);
  const sides = ad.input([size, k]);
  const cube = size * size * size;
  const both = 2 * size * size;
  const choose = (size * (size - 1)) / 2;
  const counted = (y: ad.Expr): number => ad.opCount([square, tall, sides], [y]);
  const slope = (y: ad.Expr): ad.Expr => ad.pullback(y, [square])[0]!;
  const svd = 14 * high * size * size + 8 * cube;
  test.each<[string, ad.Expr, number]>([
    ["solve", ad.solve(square, sides), cube + both * k],
    ["inverse", ad.inverse(square), cube + 2 * cube],
    [
      "solve and inverse, which share the factors",
      ad.add(ad.sum(ad.inverse(square)), ad.det(square)),
      3 * cube + size * size - 1 + size + 1,
    ],
    ["det", ad.det(square), cube + size],
    ["logdet", ad.logdet(square), cube + 11 * size + size + 10 + 1],
    ["the derivative of det, transposed, times 1", slope(ad.det(square)), cube + 2 * cube + size * size + size + size * size],
    [
      "its second derivative along ones: one product more with a number for each entry",
      ad.pushforward(slope(ad.det(square)), square, ad.constant(new Float64Array(size * size).fill(1), [size, size])),
      cube + 4 * cube + choose * (size - 1 + 8) + size * size,
    ],
    ["solveTriangular", ad.solveTriangular(square, sides), size * size * k],
    ["cholesky", ad.cholesky(square), cube / 3 + both],
    ["qr", ad.add(ad.sum(ad.qr(tall).q), ad.sum(ad.qr(tall).r)), 4 * high * size * size - (4 * cube) / 3 + high * size + size * size - 1],
    ["svd", ad.svd(tall).u, svd],
    ["singularValues", ad.singularValues(tall), svd],
    ["lstsq", ad.lstsq(tall, ad.constant(new Float64Array(high))), svd + 2 * (high + size) * size],
    ["pinv", ad.pinv(tall), svd + 2 * (high + size) * size * high],
    ["eigh", ad.eigh(square).vectors, 9 * cube + both],
    ["eigvalsh", ad.eigvalsh(square), 9 * cube + both],
    ["expm", ad.expm(square), (68 * cube) / 3],
    [
      "its derivative, with a number for each entry of the direction",
      ad.pushforward(ad.expm(square), square, ad.mul(2, square)),
      68 * cube + size * size,
    ],
  ])("%s", (_, y, cost) => {
    expect(counted(y)).toBe(cost);
  });

  test("what is shared counts once, what no output needs not at all", () => {
    const e = ad.exp(vector);
    expect(count(ad.sum(ad.mul(e, ad.exp(vector))))).toBe(10 * n + n + n - 1);
  });
});
