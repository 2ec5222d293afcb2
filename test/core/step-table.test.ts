/** Step tables: the tables of textbooks, numbers against closed forms, and formulas that give the numbers beside them. */
import { describe, expect, test } from "vitest";
import * as ad from "../../src/ad/index.js";
import { parseExpression } from "../../src/ad/text/expression.js";
import { derivatives, hessian } from "../../src/core/higher-derivatives.js";
import { evaluate, type PointedProgram, type StepTable, stepTable } from "../../src/core/step-table.js";

type At = Readonly<Record<string, number>>;
function programOf(text: string, at: At): PointedProgram {
  const inputs = Object.entries(at).map(([name, value]) => ({ name, node: ad.input([]), value }));
  return { inputs, f: parseExpression(text).build(new Map(inputs.map(({ name, node }) => [name, node]))) };
}
const tableOf = (text: string, at: At, share = true): StepTable => stepTable(programOf(text, at), { share });
const step = ({ steps }: StepTable, id: string) => steps.find((one) => one.id === id)!;
/** v̇2 → dv2, v̄2 → bv2. */
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/(\p{L})\u0307/gu, "d$1")
    .replaceAll(/(\p{L})\u0304/gu, "b$1");

describe("the lecture's example", () => {
  const table = tableOf("w2*log(w1)+sqrt(w2*log(w1))", { w1: 2, w2: 3 });
  test("formulas", () => {
    expect(table.steps.map((one) => [one.id, one.op, one.formula, plain(one.forward), plain(one.reverse)])).toEqual([
      ["w1", "input", "", "", "bv1 / w1"],
      ["w2", "input", "", "", "bv2 * v1"],
      ["v1", "log", "log(w1)", "dw1 / w1", "bv2 * w2"],
      ["v2", "mul", "w2 * v1", "dw2 * v1 + dv1 * w2", "bv4 + bv3 / (2 * v3)"],
      ["v3", "sqrt", "sqrt(v2)", "dv2 / (2 * v3)", "bv4"],
      ["v4", "add", "v2 + v3", "dv2 + dv3", ""],
    ]);
    expect(table.result).toBe("v4");
  });
  test("the published figures, to the last digit", () => {
    expect(step(table, "v2").value).toBe(2.0794415416798357);
    expect(step(table, "v4").value).toBe(3.521468428280719);
    expect(step(table, "w1").adjoint).toBe(2.0201012595319114);
    expect(step(table, "w2").adjoint).toBe(0.9334849949934259);
    expect(step(table, "v2").adjoint).toBe(1.3467341730212743);
    expect(step(table, "v4").tangent).toEqual({ w1: 2.0201012595319114, w2: 0.9334849949934259 });
    expect(step(table, "v2").partials).toEqual([Math.LN2, 3]);
  });
  test("4 steps, 6 as written; operations", () => {
    expect(table.nodes).toEqual({ shared: 4, written: 6 });
    // log 10, product 1, root 4, sum 1; by hand: the tangent adds ẇ1/w1 (4), two products and a sum, 2 v3 and a quotient, a sum.
    expect(table.ops).toMatchObject({ value: 16, jvp: 16 + 4 + 3 + 5 + 1 });
    // v̄3/(2 v3), a sum, two products, a quotient.
    expect(table.ops.gradient).toBe(16 + 5 + 1 + 2 + 4);
  });
  test("unshared: six steps, the same derivatives", () => {
    const tree = tableOf("w2*log(w1)+sqrt(w2*log(w1))", { w1: 2, w2: 3 }, false);
    expect(tree.steps.filter(({ inputs }) => inputs.length > 0).map(({ op }) => op)).toEqual(["log", "mul", "log", "mul", "sqrt", "add"]);
    expect(step(tree, "w1").adjoint).toBeCloseTo(2.0201012595319114, 15);
    expect(plain(step(tree, "w1").reverse)).toBe("bv3 / w1 + bv1 / w1");
    expect(tree.ops).toEqual(table.ops);
  });
});

test("Griewank & Walther (2008), tables 1.2 and 1.3: (sin(x1/x2) + x1/x2 − exp(x2)) (x1/x2 − exp(x2)) at (1.5, 0.5)", () => {
  const table = tableOf("(sin(x1/x2)+x1/x2-exp(x2))*(x1/x2-exp(x2))", { x1: 1.5, x2: 0.5 });
  const near = (id: string, value: number) => expect(Math.abs((step(table, id).value as number) - value)).toBeLessThan(6e-5);
  // As printed there: v1 3.0, v2 0.1411, v3 1.6487, v5 = v1 − v3 1.3513, v4 = v2 + v5 1.4924, v6 2.0167.
  expect(table.nodes).toEqual({ shared: 7, written: 10 });
  near("v1", 3);
  near("v2", 0.1411);
  near(table.result, 2.0167);
  expect(step(table, table.result).tangent["x1"]).toBeCloseTo(3.0118, 4);
  expect(step(table, "x1").adjoint).toBeCloseTo(3.0118, 4);
  expect(step(table, "x2").adjoint).toBeCloseTo(-13.7239, 3);
});

/** Formulas as code: every name is a number, the rest is JavaScript. */
function evaluated(formula: string, names: Readonly<Record<string, number>>): number {
  const code = formula
    .replaceAll(/([\w.]+|\))\^(\w+|\([^()]*\))/g, "$1**$2")
    .replaceAll("∞", "Infinity")
    .replaceAll(/\bpi\b/g, "Math.PI");
  const helpers = {
    sech2: (x: number) => 1 / Math.cosh(x) / Math.cosh(x),
    where: (mask: number, x: number, y: number) => (mask === 0 ? y : x),
    lt: (x: number, y: number) => Number(x < y),
    le: (x: number, y: number) => Number(x <= y),
    eq: (x: number, y: number) => Number(x === y),
    sign: Math.sign,
    abs: Math.abs,
    sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
    softplus: (x: number) => Math.log1p(Math.exp(x)),
    maximum: Math.max,
    minimum: Math.min,
    stopGradient: (x: number) => x,
  };
  const math = Object.fromEntries(
    ["sin", "cos", "tan", "exp", "log", "sqrt", "tanh", "sinh", "cosh", "atan2", "hypot", "atan", "cbrt", "log1p", "expm1"].map((name) => [
      name,
      Math[name as "sin"],
    ]),
  );
  const scope = { ...math, ...helpers, ...names };
  return new Function(...Object.keys(scope), `return ${code}`)(...Object.values(scope)) as number;
}

test.each<[string, At]>([
  ["w2*log(w1)+sqrt(w2*log(w1))", { w1: 2, w2: 3 }],
  ["-x^2+2^-x*pi/3", { x: 0.7 }],
  ["x*y^3-y/x^2+(x-y)^4", { x: 1.3, y: -0.4 }],
  ["atan2(y,x)-hypot(x,y)*max(x,y)+min(x,2)", { x: 1.1, y: 0.6 }],
  ["logsumexp(x,y,1)*tanh(x-y)", { x: 0.2, y: 0.9 }],
  ["abs(x)*sigmoid(y)+softplus(x*y)", { x: -1.5, y: 0.3 }],
  ["x^y+sinh(x)*cosh(y)-tan(x)/cbrt(y)", { x: 0.8, y: 1.7 }],
  ["exp(-x*x/2)*(1-x)", { x: 0.4 }],
])("%s: each formula gives the number beside it", (text, at) => {
  for (const share of [true, false]) {
    const table = tableOf(text, at, share);
    const named = (key: (one: StepTable["steps"][number]) => readonly [string, number]) => Object.fromEntries(table.steps.map(key));
    const values = named((one) => [one.id, one.value as number]);
    const bars = named((one) => [plain(one.adjointId), one.adjoint as number]);
    const close = (got: number, want: number, what: string) =>
      expect(Math.abs(got - want) <= 1e-12 * Math.max(1, Math.abs(want)), `${what}: ${got}, not ${want}`).toBe(true);
    for (const one of table.steps.filter(({ varying }) => varying)) {
      if (one.formula !== "") close(evaluated(one.formula, values), one.value as number, `${one.id} = ${one.formula}`);
      if (one.reverse !== "")
        close(evaluated(plain(one.reverse), { ...values, ...bars }), one.adjoint as number, `${one.adjointId} = ${one.reverse}`);
      for (const x of table.inputs) {
        const dots = named((other) => [plain(other.tangentId), other.tangent[x]!]);
        if (one.forward !== "")
          close(evaluated(plain(one.forward), { ...values, ...dots }), one.tangent[x]!, `${one.tangentId} = ${one.forward}`);
      }
    }
    // Both modes end at the same gradient.
    for (const x of table.inputs) close(step(table, x).adjoint as number, step(table, table.result).tangent[x]!, x);
  }
});

describe("names", () => {
  test("of inputs are kept, others step aside", () => {
    expect(tableOf("v1*c1+2", { v1: 1, c1: 2 }).steps.map(({ id }) => id)).toEqual(["v1", "c1", "u1", "k1", "u2"]);
  });
  test("f may be an input, or a constant", () => {
    expect(tableOf("x", { x: 3 })).toMatchObject({ result: "x", steps: [{ value: 3, adjoint: 1, tangent: { x: 1 } }] });
    expect(tableOf("1/0", {})).toMatchObject({ result: "c1", steps: [{ value: Number.POSITIVE_INFINITY }], inputs: [] });
  });
});

test("arrays: shapes, values, adjoints; constants have none", () => {
  const x = ad.input([2, 3]);
  const a = ad.constant([1, 2, 3]);
  const f = ad.sum(ad.mul(a, ad.square(x)));
  const at = Float64Array.of(1, 2, 3, 4, 5, 6);
  const { steps } = stepTable({ inputs: [{ name: "x", node: x, value: at }], f }, { share: true });
  expect(steps.map(({ op, shape }) => [op, shape])).toEqual([
    ["input", [2, 3]],
    ["constant", [3]],
    ["index", [2, 3]],
    ["square", [2, 3]],
    ["mul", [2, 3]],
    ["sum", []],
  ]);
  expect(steps[0]!.adjoint).toEqual(Float64Array.of(2, 8, 18, 8, 20, 36));
  expect(steps[1]!.adjoint).toBeNull();
  expect(steps[2]!.varying).toBe(false);
  expect(steps[5]!.value).toBe(1 + 8 + 27 + 16 + 50 + 108);
  expect(steps.every(({ tangent }) => Object.keys(tangent).length === 0)).toBe(true);
});

describe("higher derivatives", () => {
  test("of one variable", () => {
    const near = (got: readonly number[], want: readonly number[]) =>
      want.forEach((w, k) => expect(Math.abs(got[k]! - w) <= 1e-12 * Math.max(1, Math.abs(w)), `${k + 1}: ${got[k]}, not ${w}`).toBe(true));
    near(
      derivatives(programOf("exp(2*x)", { x: 0.5 }), 12),
      Array.from({ length: 12 }, (_, k) => 2 ** (k + 1) * Math.E),
    );
    near(derivatives(programOf("1/x", { x: 2 }), 8), [-1 / 4, 1 / 4, -3 / 8, 3 / 4, -15 / 8, 45 / 8, -315 / 16, 315 / 4]);
    near(derivatives(programOf("x^3", { x: -2 }), 5), [12, -12, 6, 0, 0]);
    near(derivatives(programOf("tanh(x)", { x: 0 }), 7), [1, 0, -2, 0, 16, 0, -272]);
  });
  test("order 30 of what stays small, and no more than can be computed", () => {
    expect(derivatives(programOf("sin(x)", { x: 0.3 }), 30).at(-1)).toBe(-Math.sin(0.3));
    expect(() => derivatives(programOf("1/(1+x^2)", { x: 1 }), 30)).toThrow(/derivative \d+ alone takes more than/);
  });
  test("the Hessian of x²y + e^(xy)", () => {
    const [x, y] = [1, 2];
    const e = Math.exp(x * y);
    const want = [
      [2 * y + y * y * e, 2 * x + (1 + x * y) * e],
      [2 * x + (1 + x * y) * e, x * x * e],
    ];
    const got = hessian(programOf("x^2*y+exp(x*y)", { x, y }));
    for (const [i, row] of want.entries()) for (const [j, value] of row.entries()) expect(got[i]![j]! / value).toBeCloseTo(1, 14);
  });
  test("evaluates in the order of the outputs", () => {
    const { inputs, f } = programOf("x+1", { x: 1 });
    expect(evaluate(inputs, [f, inputs[0]!.node, f])).toEqual([2, 1, 2]);
  });
});
