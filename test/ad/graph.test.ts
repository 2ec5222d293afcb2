/** The canonical graph and what is counted on it; the arena; errors that name op, shapes and line. */
import { describe, expect, test } from "vitest";
import { canonical, opsOf } from "../../src/ad/canonical.js";
import {
  AdError,
  add,
  checkGrads,
  compile,
  concat,
  constant,
  cumsum,
  div,
  type Expr,
  exp,
  firstNonFinite,
  gather,
  grad,
  input,
  log,
  matmul,
  mul,
  opCount,
  pad,
  polygamma,
  prod,
  pullback,
  pushforward,
  reshape,
  sin,
  slice,
  softmax,
  sqrt,
  squaredDistances,
  sub,
  sum,
  transpose,
} from "../../src/ad/index.js";

const nodes = (x: Expr, ...outputs: Expr[]): number => canonical([x], outputs).order.filter((node) => node.args.length > 0).length;

describe("the canonical graph", () => {
  test("equal subexpressions are one node, whoever built them", () => {
    const x = input([3]);
    expect(nodes(x, add(sin(x), sin(x)))).toBe(2);
    expect(nodes(x, add(mul(x, 2), mul(x, 2)))).toBe(3);
    // The lecture's graph: w₂ log w₁ is shared.
    const w = input([2]);
    const at = (i: number): Expr => reshape(slice(w, i, i + 1), []);
    const product = (): Expr => mul(at(1), log(at(0)));
    const graph = canonical([w], [add(product(), sqrt(product()))]);
    expect(graph.order.filter((node) => ["mul", "log", "add", "sqrt"].includes(node.op.name))).toHaveLength(4);
  });
  test("−0 and 0 are different constants", () => {
    const x = input([1]);
    const program = compile([x], [div(1, mul(x, constant(-0))), div(1, mul(x, constant(0)))]);
    program.inputs[0]!.set([1]);
    program.run();
    expect(program.outputs.map((y) => y[0])).toEqual([-Infinity, Infinity]);
  });
  test("counts add, multiply, compare 1; divide, square root 4; elementary 10; moving 0; each shared node once", () => {
    const x = input([10]);
    const counts: readonly (readonly [Expr, number])[] = [
      [add(x, 1), 10],
      [div(x, 3), 40],
      [sqrt(x), 40],
      [exp(x), 100],
      [transpose(reshape(x, [2, 5])), 0],
      [sum(x), 9],
      [add(sum(exp(x)), sum(exp(x))), 100 + 9 + 1],
      [matmul(reshape(x, [2, 5]), reshape(x, [5, 2])), 2 * 2 * 5 * 2],
      [concat([x, x]), 0],
    ];
    for (const [y, ops] of counts) expect(opCount([x], [y])).toBe(ops);
  });
  test("what depends on no input is computed once and not counted", () => {
    const x = input([4]);
    expect(opCount([x], [mul(x, exp(constant([1, 2, 3, 4])))])).toBe(4);
    expect(opsOf(canonical([x], [exp(constant(1))]))).toBe(0);
  });
  test("Speelpenning's product: a jvp costs 4 products for each of the value's", () => {
    const x = input([64]);
    const [f, v] = [prod(x), input([64])];
    expect(opCount([x, v], [f, pushforward(f, x, v)]) / opCount([x], [f])).toBe(4);
  });
});

describe("the arena, op by op", () => {
  const ENGINE = "interpreter";
  const chain = (n: number): { x: Expr; y: Expr } => {
    const x = input([]);
    let y = x;
    for (let k = 0; k < n; k++) y = sin(y);
    return { x, y };
  };
  test("a value, and a tangent beside its primal, need the same room whatever the length of the chain", () => {
    const bytes = (n: number): number[] => {
      const { x, y } = chain(n);
      const v = input([]);
      return [compile([x], [y], ENGINE).bytes, compile([x, v], [y, pushforward(y, x, v)], ENGINE).bytes];
    };
    expect(bytes(1000)).toEqual(bytes(10));
  });
  test("reverse mode keeps all primals: room grows with the chain", () => {
    const bytes = (n: number): number => {
      const { x, y } = chain(n);
      return compile([x], [y, pullback(y, [x])[0]!], ENGINE).bytes;
    };
    expect((bytes(1000) - bytes(500)) / 500).toBe(8);
  });
  test("a chain of 10⁵ ops overflows no stack", () => {
    const { x, y } = chain(100_000);
    expect(compile([x], [pullback(y, [x])[0]!], ENGINE).bytes).toBeGreaterThan(0);
  });
  test("inputs and outputs keep their places: a second run gives the same", () => {
    const x = input([2, 3]);
    const program = compile([x], [x, transpose(x), sum(exp(x), 0), constant([7]), reshape(x, [6])]);
    program.inputs[0]!.set([1, 2, 3, 4, 5, 6]);
    program.run();
    const first = program.outputs.map((y) => [...y]);
    program.run();
    expect(program.outputs.map((y) => [...y])).toEqual(first);
    expect(first[0]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(first[1]).toEqual([1, 4, 2, 5, 3, 6]);
    expect(first[3]).toEqual([7]);
  });
});

describe("moving elements", () => {
  const evaluate = (x: Expr, y: Expr, at: ArrayLike<number>): number[] => {
    const program = compile([x], [y]);
    program.inputs[0]!.set(at);
    program.run();
    return [...program.outputs[0]!];
  };
  const six = [1, 2, 3, 4, 5, 6];
  test("slices with steps, pads, joins, transposes", () => {
    const x = input([6]);
    expect(evaluate(x, slice(x, 1, 6, 2), six)).toEqual([2, 4, 6]);
    expect(evaluate(x, slice(x, -2, 6), six)).toEqual([5, 6]);
    expect(evaluate(x, pad(x, [1], [2]), six)).toEqual([0, 1, 2, 3, 4, 5, 6, 0, 0]);
    expect(evaluate(x, concat([slice(x, 4, 6), slice(x, 0, 1)]), six)).toEqual([5, 6, 1]);
    const m = reshape(x, [2, 3]);
    expect(evaluate(x, transpose(m), six)).toEqual([1, 4, 2, 5, 3, 6]);
    expect(evaluate(x, cumsum(m, 1), six)).toEqual([1, 3, 6, 4, 9, 15]);
    expect(evaluate(x, gather(m, [1, 1, 0]), six)).toEqual([4, 5, 6, 4, 5, 6, 1, 2, 3]);
    expect(evaluate(x, sum(m, 0), six)).toEqual([5, 7, 9]);
    expect(evaluate(x, sum(m, [0, 1]), six)).toEqual([21]);
  });
  test("softmax sums to 1, also far out", () => {
    const x = input([3]);
    expect(evaluate(x, sum(softmax(x)), [1000, 999, -1000])[0]).toBeCloseTo(1, 15);
  });
  test("distances in many dimensions, by the product of matrices: 0 on the diagonal", () => {
    const x = input([60]);
    const [direct, gram] = [5, 10].map((d) => squaredDistances(reshape(x, [60 / d, d])));
    const at = Float64Array.from({ length: 60 }, (_, i) => Math.sin(i * i));
    const D = evaluate(x, gram!, at);
    for (let i = 0; i < 6; i++)
      for (let j = 0; j < 6; j++) {
        const exact = Array.from(
          { length: 10 },
          (_, k) => (at[i * 10 + k]! - at[j * 10 + k]!) * (at[i * 10 + k]! - at[j * 10 + k]!),
        ).reduce((a, b) => a + b);
        expect(Math.abs(D[i * 6 + j]! - exact)).toBeLessThan(1e-13);
      }
    expect(evaluate(x, gram!, new Float64Array(60).fill(0.1)).every((v) => Math.abs(v) < 1e-15)).toBe(true);
    expect(direct!.shape).toEqual([12, 12]);
    checkGrads((e) => sum(sqrt(add(0.1, squaredDistances(reshape(e, [3, 20]))))), at);
  });
});

describe("errors name the op, the shapes and the line", () => {
  const message = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      expect(error).toBeInstanceOf(AdError);
      return (error as Error).message;
    }
    throw new Error("nothing was thrown");
  };
  test.each([
    ["add", () => add(input([2]), input([3])), /add: shapes \[2\] and \[3\] do not match/],
    ["matmul", () => matmul(input([2, 3]), input([2, 3])), /matmul: shapes \[2, 3\] and \[2, 3\]/],
    ["grad of a vector", () => grad((x) => sin(x))([1, 2]), /scalar, shape \[\]; it returns shape \[2\].*jacobian/],
    ["slice", () => slice(input([3]), 1, 5), /slice: 1 to 5 .* shape \[3\]/],
    ["sum over an axis that is not there", () => sum(input([3]), 1), /sum: shape \[3\] has no axis 1/],
    [
      "a derivative that is not there",
      () => pullback(polygamma(5, input([])), [input([])]) && grad((x) => polygamma(5, x))(1),
      /polygamma: order 6/,
    ],
    ["an array where an Expr belongs", () => add([1, 2] as unknown as Expr, 1), /expected an Expr or a number, got object/],
    ["a captured Expr", () => grad((x) => mul(x, input([])))(1), /not among its inputs/],
  ])("%s", (_, act, pattern) => {
    const text = message(act);
    expect(text).toMatch(pattern);
    expect(text).toMatch(/graph\.test\.ts:\d+:\d+/);
  });
  test("the first op that is not finite is named", () => {
    const x = input([2]);
    const y = sum(sqrt(log(sub(x, 1))));
    expect(firstNonFinite(x, y, [3, 1])).toEqual({ op: "log", shape: [2], value: -Infinity, at: 1 });
    expect(firstNonFinite(x, y, [3, 4])).toBeNull();
  });
});
