/** Each rewrite does what it says, and changes results by rounding only. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Canonical, canonical, opsOf } from "../../src/ad/canonical.js";
import { type Expr, size } from "../../src/ad/expr.js";
import * as ad from "../../src/ad/index.js";
import { interpret } from "../../src/ad/interpret.js";
import { constantFactors, foldConstants, integerPowers, optimise, type Pass, unitReshapes } from "../../src/ad/optimise.js";
import { agree, scaleOf } from "./wasm/engines.js";
import { adding, build, elementwise, extremes, moving, recipes, reducedExtremes } from "./wasm/random-program.js";

const passes: Readonly<Record<string, Pass>> = { unitReshapes, foldConstants, integerPowers, constantFactors, optimise };

/** The names of what is computed, arguments before uses; moving elements left out. */
const shown = ({ order }: Canonical): string =>
  order.flatMap(({ op, args }) => (args.length > 0 && op.kernel.form !== "index" ? [op.name] : [])).join(" ");
const forms = ({ order }: Canonical): string[] => order.map((node) => node.op.kernel.form);

function evaluate(graph: Canonical, at: readonly Float64Array[]): Float64Array[] {
  const program = interpret(graph);
  at.forEach((x, k) => program.inputs[k]!.set(x));
  program.run();
  return program.outputs.map((y) => y.slice());
}

const specials = [0, -0, 1, -1, 0.5, 3, Infinity, -Infinity, Number.NaN, 1e100, -1e-100, 5e-324];
/** x of shape [12], which also holds NaN, infinities and zeros; y of shape [3, 4]. */
const [x, y] = [ad.input([specials.length]), ad.input([3, 4])] as const;
const at = [Float64Array.from(specials), Float64Array.from({ length: 12 }, (_, k) => k - 4.5)];

function passed(pass: Pass, ...outputs: Expr[]): Canonical {
  const before = canonical([x, y], outputs);
  const graph = pass(before);
  const [a, b] = [evaluate(before, at), evaluate(graph, at)];
  a.forEach((values, k) =>
    values.forEach((v, i) => {
      const w = b[k]![i]!;
      const same = Number.isFinite(v) ? Math.abs(v - w) <= 4e-15 * Math.abs(v) : Object.is(v, w);
      if (!same) expect.fail(`output ${k}[${i}]: ${v} became ${w}`);
    }),
  );
  return graph;
}

describe("unitReshapes: reshapes that add or drop axes of extent 1 are index maps", () => {
  test.each<[string, Expr, boolean]>([
    ["an axis added", ad.expandDims(x, 0), true],
    ["axes moved", ad.reshape(ad.reshape(y, [3, 1, 4]), [1, 3, 4, 1]), true],
    ["two axes merged", ad.reshape(y, [12]), false],
    ["an axis split", ad.reshape(x, [3, 4]), false],
    ["axes split otherwise", ad.reshape(y, [4, 3]), false],
  ])("%s", (_, z, rewritten) => {
    expect(forms(passed(unitReshapes, ad.neg(z))).includes("reshape")).toBe(!rewritten);
  });
  test("also where nothing is left, or nothing was there", () => {
    const empty = ad.input([0, 1]);
    expect(forms(unitReshapes(canonical([empty], [ad.reshape(empty, [0])])))).not.toContain("reshape");
    const one = ad.input([1, 1]);
    expect(forms(unitReshapes(canonical([one], [ad.reshape(one, [])])))).not.toContain("reshape");
  });
});

describe("foldConstants: what depends on no input is a constant", () => {
  const c = ad.constant([1, 2, 3, 4]);
  test("a chain of constants becomes one", () => {
    const graph = passed(foldConstants, ad.mul(y, ad.exp(ad.add(c, ad.sin(c)))));
    expect(shown(graph)).toBe("mul");
  });
  test("a uniform one is a number, repeated", () => {
    const graph = passed(foldConstants, ad.mul(y, ad.sub(c, c)));
    expect(graph.order.filter((node) => node.args.length === 0 && size(node.shape) > 1)).toEqual([y, x]);
  });
  test("an output that is constant", () => {
    const graph = passed(foldConstants, ad.exp(c), ad.neg(x));
    expect(graph.outputs[0]!.args).toEqual([]);
  });
  test("NaN, infinities and signed zeros in it", () => {
    const odd = ad.constant([Number.NaN, Infinity, -0, 0]);
    const graph = passed(foldConstants, ad.neg(odd), ad.add(y, ad.mul(odd, 2)));
    expect([...evaluate(graph, at)[0]!]).toEqual([Number.NaN, -Infinity, 0, -0]);
  });
  test("nothing to do: the graph itself", () => {
    const graph = canonical([x], [ad.mul(2, x)]);
    expect(foldConstants(graph)).toBe(graph);
  });
});

describe("integerPowers: products instead of pow, for whole exponents up to 16", () => {
  test.each<[number, string]>([
    [1, ""],
    [2, "square"],
    [3, "square mul"],
    [4, "square square"],
    [7, "square mul square mul"],
    [16, "square square square square"],
    [-1, "div"],
    [-3, "pow"],
    [0.5, "pow"],
    [0, "pow"],
    [17, "pow"],
    [2.5, "pow"],
  ])("x^%s", (n, ops) => {
    expect(shown(passed(integerPowers, ad.pow(x, n)))).toBe(ops);
  });
  test("a variable exponent stays", () => {
    expect(shown(passed(integerPowers, ad.pow(x, ad.abs(x))))).toBe("abs pow");
  });
});

describe("constantFactors: constants move outwards", () => {
  const A = ad.input([4, 4]);
  test.each<[string, Expr, string]>([
    ["2 (3 x)", ad.mul(2, ad.mul(3, x)), "mul"],
    ["½ (2 x) is x", ad.mul(0.5, ad.mul(2, x)), ""],
    ["−(−x) is x", ad.neg(ad.neg(x)), ""],
    ["x / 4", ad.div(x, 4), "mul"],
    ["(2 x)(3 x)", ad.mul(ad.mul(2, x), ad.mul(3, x)), "mul mul"],
    ["(−x)²", ad.square(ad.neg(x)), "square"],
    ["Σ 2 y", ad.sum(ad.mul(2, y), 0), "sum mul"],
    ["Σ −y", ad.sum(ad.neg(y)), "sum mul"],
    ["2 x + 2 sin x", ad.add(ad.mul(2, x), ad.mul(2, ad.sin(x))), "sin add mul"],
    ["x + (−sin x)", ad.add(x, ad.neg(ad.sin(x))), "sin sub"],
    ["(−x) + sin x", ad.add(ad.neg(x), ad.sin(x)), "sin sub"],
    ["x − (−2 sin x)", ad.sub(x, ad.mul(-2, ad.sin(x))), "sin mul add"],
    ["0 x stays", ad.mul(0, x), "mul"],
    ["(1e-200 x)² stays: x² could overflow", ad.square(ad.mul(1e-200, x)), "mul square"],
    ["(1e-15 x)², the same", ad.square(ad.mul(1e-15, x)), "mul square"],
  ])("%s", (_, z, ops) => {
    expect(shown(passed(constantFactors, z))).toBe(ops);
  });
  test("through what moves elements, pads too", () => {
    const graph = passed(constantFactors, ad.sum(ad.pad(ad.transpose(ad.mul(-3, y)), [1, 0], [0, 2]), 1));
    expect(shown(graph)).toBe("sum mul");
    expect(size(graph.outputs[0]!.args[1]!.shape)).toBe(5);
  });
  test("(2 A)(3 B) is 6 (A B)", () => {
    const graph = constantFactors(canonical([A, y], [ad.matmul(ad.mul(3, y), ad.mul(2, A))]));
    expect(shown(graph)).toBe("matmul mul");
  });
  test("A B + Aᵀ B is (A + Aᵀ) B: one product", () => {
    const B = ad.input([4, 2]);
    const [g] = ad.pullback(ad.sum(ad.mul(B, ad.matmul(A, B))), [B]) as [Expr];
    const [before, graph] = [canonical([A, B], [g]), constantFactors(canonical([A, B], [g]))];
    const products = (one: Canonical): number => forms(one).filter((form) => form === "contract").length;
    expect([products(before), products(graph)]).toEqual([2, 1]);
    const point = [Float64Array.from({ length: 16 }, (_, k) => Math.sin(k)), Float64Array.from({ length: 8 }, (_, k) => Math.cos(k))];
    agree(evaluate(before, point), evaluate(graph, point), 4);
  });
});

/** Values, gradients, and what the passes make of them. */
const ops = [...elementwise, ...extremes, ...moving, ...adding, ...adding, ...reducedExtremes];
describe.each(Object.entries(passes))("%s", (_, pass) => {
  test("random programs keep their values and gradients to rounding", () => {
    fc.assert(
      fc.property(recipes(ops, 8, [0, 1, 2, 3, 5, 17]), (recipe) => {
        const { inputs, last, at: point } = build(recipe, ops);
        const f = ad.sum(ad.square(last));
        const outputs = [last, ...ad.pullback(f, inputs)];
        const graph = canonical(inputs, outputs);
        agree(evaluate(graph, point), evaluate(pass(graph), point), scaleOf(inputs, outputs, point));
      }),
      { numRuns: 150, seed: 3 },
    );
  });
  test("does not change the shapes of outputs, nor inputs", () => {
    const outputs = [ad.reshape(y, [3, 1, 4]), ad.pow(x, 2), ad.neg(y), y, ad.constant([1, 2])];
    const graph = pass(canonical([x, y], outputs));
    expect(graph.inputs).toEqual([x, y]);
    expect(graph.outputs.map((z) => z.shape)).toEqual(outputs.map((z) => z.shape));
  });
});

test("operations are counted before: engines and rewrites do not change them", () => {
  const f = ad.sum(ad.pow(ad.mul(2, ad.neg(y)), 3));
  const outputs = [f, ...ad.pullback(f, [y])];
  const graph = canonical([y], outputs);
  expect(opsOf(optimise(graph))).toBeLessThan(opsOf(graph));
  for (const engine of ["wasm", "interpreter"] as const) expect(ad.compile([y], outputs, engine).ops).toBe(opsOf(graph));
});
