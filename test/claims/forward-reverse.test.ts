/** FR3: what forward and reverse mode keep in memory. FR4: what derivatives cost, in operations. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../../src/ad/canonical.js";
import { size, toposort } from "../../src/ad/expr.js";
import * as ad from "../../src/ad/index.js";
import { resolve } from "../../src/core/params.js";
import { isTraced } from "../../src/core/problem.js";
import { type Rng, stream } from "../../src/numeric/random.js";
import { problems } from "../../src/problems/index.js";
import { adding, build, elementwise, type Make, moving, type Recipe, recipes } from "../ad/wasm/random-program.js";
import { noFiles } from "../support/spec.js";

/** Of the least-squares line through the points. */
function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  const sum = (f: (i: number) => number): number => x.reduce((s, _, i) => s + f(i), 0);
  return sum((i) => (x[i]! - mx) * (y[i]! - my)) / sum((i) => (x[i]! - mx) * (x[i]! - mx));
}

describe("FR3: memory against the length of a chain", () => {
  const N = 100;
  const LENGTHS = [10, 20, 40, 80, 160, 320];
  const chains: Readonly<Record<string, (v: ad.Expr, k: number) => ad.Expr>> = {
    "sin, sin, …": (v) => ad.sin(v),
    "tanh, square, cos, …": (v, k) => [ad.tanh, ad.square, ad.cos][k % 3]!(v),
  };
  /** Peak of what is live at once in the interpreter, in arrays of N numbers, by length. */
  const arrays = (step: (v: ad.Expr, k: number) => ad.Expr, program: (x: ad.Expr, y: ad.Expr) => [ad.Expr[], ad.Expr[]]): number[] =>
    LENGTHS.map((length) => {
      const x = ad.input([N]);
      let y = x;
      for (let k = 0; k < length; k++) y = step(y, k);
      return ad.compile(...program(x, y), "interpreter").bytes / (8 * N);
    });
  test.each(Object.entries(chains))("%s", (_, step) => {
    const value = arrays(step, (x, y) => [[x], [ad.sum(y)]]);
    const forward = arrays(step, (x, y) => {
      const v = ad.input([N]);
      return [
        [x, v],
        [ad.sum(y), ad.sum(ad.pushforward(y, x, v))],
      ];
    });
    const reverse = arrays(step, (x, y) => {
      const f = ad.sum(y);
      return [[x], [f, ...ad.pullback(f, [x])]];
    });
    expect(Math.abs(slope(LENGTHS, value))).toBeLessThanOrEqual(0.02);
    expect(Math.abs(slope(LENGTHS, forward))).toBeLessThanOrEqual(0.02);
    expect(Math.abs(slope(LENGTHS, reverse) - 1)).toBeLessThanOrEqual(0.01);
  });
});

const BOUNDS = [4, 4, 12] as const;

/** ops of (f, ∇f), (f, Jv) and (f, ∇f, Hv), over ops of f. */
function ratios([f, x]: readonly [ad.Expr, ad.Expr]): number[] {
  const v = ad.input(x.shape);
  const [g] = ad.pullback(f, [x]) as [ad.Expr];
  const ops = ad.opCount([x], [f]);
  return [
    [f, g],
    [f, ad.pushforward(f, x, v)],
    [f, g, ad.pushforward(g, x, v)],
  ].map((outputs) => ad.opCount([x, v], outputs) / ops);
}
function within(found: readonly number[], bounds: readonly number[], what: string): void {
  found.forEach((ratio, k) => expect(ratio, `${what}: ${["(f, ∇f)", "(f, Jv)", "(f, ∇f, Hv)"][k]}`).toBeLessThanOrEqual(bounds[k]!));
}
function flat(sizes: readonly number[], at: (n: number) => number[]): void {
  const found = sizes.map(at);
  for (const k of [0, 1, 2])
    expect(
      Math.abs(
        slope(
          sizes.map(Math.log),
          found.map((r) => Math.log(r[k]!)),
        ),
      ),
    ).toBeLessThanOrEqual(0.02);
}

const traced = (name: string, given: Readonly<Record<string, unknown>> = {}): [ad.Expr, ad.Expr] | null => {
  const family = problems.find((one) => one.name === name)!;
  const problem = family.make(resolve(family.defaults, given, name), stream(name), noFiles);
  const x = ad.input([problem.dim]);
  return isTraced(problem) ? [problem.f(x), x] : null;
};
const ratiosOf = (name: string, given: Readonly<Record<string, unknown>>): number[] => ratios(traced(name, given)!);

const data = (rng: Rng, shape: readonly number[]): ad.Expr =>
  ad.constant(
    Float64Array.from({ length: size(shape) }, () => rng.normal()),
    shape,
  );
/** Mean of log(1 + e^−yᵢaᵢ·w) over the rows of A, [n, d]. */
function logistic(n: number, d: number): [ad.Expr, ad.Expr] {
  const rng = stream("logistic");
  const w = ad.input([d]);
  const margins = ad.mul(data(rng, [n]), ad.matmul(data(rng, [n, d]), w));
  return [ad.mean(ad.log(ad.add(1, ad.exp(ad.neg(margins))))), w];
}
/** Mean cross-entropy of softmax(tanh(tanh(X W₁ + b₁) W₂ + b₂) W₃ + b₃); all weights in one vector. */
function perceptron(rows: number, ...widths: readonly number[]): [ad.Expr, ad.Expr] {
  const rng = stream("perceptron");
  const layers = widths.slice(1).map((to, k) => [widths[k]!, to] as const);
  const p = ad.input([layers.reduce((n, [from, to]) => n + from * to + to, 0)]);
  let start = 0;
  const take = (...shape: number[]): ad.Expr => {
    start += size(shape);
    return ad.reshape(ad.slice(p, start - size(shape), start), shape);
  };
  let h = data(rng, [rows, widths[0]!]);
  layers.forEach(([from, to], k) => {
    const z = ad.add(ad.matmul(h, take(from, to)), take(to));
    h = k < layers.length - 1 ? ad.tanh(z) : z;
  });
  const chosen = ad.sum(ad.mul(data(rng, h.shape), h), 1);
  return [ad.mean(ad.sub(ad.logsumexp(h, 1), chosen)), p];
}

/** A random program as a function of one vector: what of its inputs it uses are slices of it. */
function oneInput(recipe: Recipe, ops: readonly Make[]): [ad.Expr, ad.Expr] {
  const plain = build(recipe, ops);
  const reached = toposort([plain.last]);
  const used = plain.inputs.map((x) => (reached.includes(x) ? size(x.shape) : 0));
  const x = ad.input([used.reduce((a, b) => a + b)]);
  const starts = used.map((_, k) => used.slice(0, k).reduce((a, b) => a + b, 0));
  const slices = build(recipe, ops, (shape, k) =>
    used[k]! > 0 ? ad.reshape(ad.slice(x, starts[k]!, starts[k]! + used[k]!), shape) : ad.input(shape),
  );
  return [ad.sum(ad.square(slices.last)), x];
}

describe("FR4: derivatives cost a small multiple of the value", () => {
  test.each(problems.map(({ name }) => name))("%s", (name) => {
    const found = traced(name);
    if (found) within(ratios(found), BOUNDS, name);
  });

  test.each<[string, Readonly<Record<string, unknown>>, readonly number[]]>([
    ["mds", {}, [2, 2.3, 4.8]],
    ["mds", { loss: "stress" }, [2.5, 2.2, 5.3]],
    ["mds", { loss: "stress", data: "europe" }, [2.5, 2.2, 5.3]],
    ["mds", { embed: 10, dim: 500 }, [2.8, 2.9, 7.7]],
    ["quadratic", { rotate: true }, [2.1, 2.1, 4.1]],
    ["rosenbrock", {}, [2, 2.4, 3.6]],
  ])("%s %o: as little as it did", (name, given, most) => within(ratiosOf(name, given), most, name));

  test("logistic regression", () => {
    within(ratios(logistic(1000, 16)), [1.75, 1.75, 3.15], "logistic");
  });
  test("multilayer perceptron", () => {
    within(ratios(perceptron(64, 64, 64, 64, 10)), [2.55, 2.5, 6.5], "perceptron");
  });

  test("products of many variables are the worst case: 4 for (f, Jv)", () => {
    const x = ad.input([40]);
    const f = Array.from({ length: 40 }, (_, k) => ad.slice(x, k, k + 1)).reduce((a, b) => ad.mul(a, b));
    const [, jvp] = ratios([ad.reshape(f, []), x]);
    expect(jvp).toBeLessThanOrEqual(4);
    expect(jvp).toBeGreaterThan(3.8);
  });

  test("30 random programs", () => {
    const ops = [...elementwise, ...moving, ...adding];
    const programs = fc
      .sample(recipes(ops, 12, [2, 3, 5, 8, 17, 40]), { seed: 1, numRuns: 300 })
      .map((recipe) => oneInput(recipe, ops))
      .filter(([f, x]) => canonical([x], [f]).order.length > 12)
      .slice(0, 30);
    expect(programs.length).toBe(30);
    programs.forEach((program, k) => within(ratios(program), BOUNDS, `program ${k}`));
  });

  describe("flat in n", () => {
    test("mds", () => flat([100, 200, 500, 1000, 2000], (dim) => ratiosOf("mds", { dim })));
    test("quadratic", () => flat([100, 1000, 10_000, 100_000], (dim) => ratiosOf("quadratic", { dim })));
    test("quadratic, dense", () => flat([100, 200, 400], (dim) => ratiosOf("quadratic", { dim, rotate: true })));
    test("rosenbrock", () => flat([100, 1000, 10_000, 100_000], (dim) => ratiosOf("rosenbrock", { dim })));
    test("logistic regression, in rows", () => flat([100, 1000, 10_000], (n) => ratios(logistic(n, 16))));
    test("multilayer perceptron, in rows", () => flat([100, 1000], (n) => ratios(perceptron(n, 20, 10, 10))));
  });
});
