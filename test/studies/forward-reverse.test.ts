/** The study forward-reverse: the published figures, other parameters and seeds, bounds that today's rules keep, and errors that are found. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../../src/ad/canonical.js";
import * as ad from "../../src/ad/index.js";
import type { Params } from "../../src/core/params.js";
import type { Findings } from "../../src/core/study.js";
import { problems } from "../../src/problems/index.js";
import study from "../../src/studies/forward-reverse/index.js";
import { logistic, perceptron } from "../../src/studies/forward-reverse/losses.js";
import { accumulate, differentiableOps, mutantsOf, overwrite, sweep } from "../../src/studies/forward-reverse/mutants.js";
import { adding, elementwise, moving, ofOneVector } from "../../src/studies/forward-reverse/random-program.js";
import { kinds, type Loss, lossNamed, productRatios, type Ratios, ratiosOf } from "../../src/studies/forward-reverse/ratios.js";
import { recipes } from "../ad/wasm/random-program.js";
import { failing, findingsOf, measured } from "../support/findings.js";

function findings(part: string, given: Params = {}, seed = 0): Findings {
  return findingsOf(study, part, { given, seed, quick: false });
}

describe("as claimed", () => {
  test.each(["FR1", "FR2", "FR3", "FR4", "FR5"])("%s holds", (part) => {
    const found = findings(part);
    expect(found.claims.length).toBeGreaterThan(3);
    expect(failing(found)).toEqual([]);
  });
  test.each<[part: string, given: Params, seed?: number]>([
    ["FR1", { w1: 17.5, w2: 0.003 }],
    ["FR1", { w1: 1.001, w2: 1e5 }],
    ["FR2", { w1: 5, w2: 0.25 }],
    ["FR2", { w1: 1.5, w2: 1 }],
    ["FR3", { width: 1, steps: 64 }],
    ["FR3", { width: 1000, steps: 200 }],
    ["FR4", { programs: 100, factors: 2 }, 3],
    ["FR4", { programs: 1, factors: 250 }, 4],
    ["FR5", { w1: 3, w2: 8, factor: 1.01 }, 5],
  ])("%s holds with %o", (part, given, seed = 1) => expect(failing(findings(part, given, seed))).toEqual([]));
});

describe("the published figures", () => {
  test("FR1: 4 operations, 6 without sharing; values and derivatives at (2, 3), to the last digit", () => {
    const found = findings("FR1");
    const figures = [
      "shared",
      "written",
      "value.v2",
      "value.v4",
      "forward.w1.v4",
      "forward.w2.v4",
      "reverse.w1",
      "reverse.w2",
      "reverse.v2",
    ];
    expect(figures.map((id) => measured(found, `FR1.${id}`))).toEqual([
      4, 6, 2.0794415416798357, 3.521468428280719, 2.0201012595319114, 0.9334849949934259, 2.0201012595319114, 0.9334849949934259,
      1.3467341730212743,
    ]);
    expect(found.tables!.map(({ name, rows }) => [name, rows.length])).toEqual([
      ["values", 6],
      ["forward", 6],
      ["reverse", 6],
    ]);
  });
  test("FR2: the printed line gives 2.80045", () => {
    const found = findings("FR2");
    expect(measured(found, "FR2.printed")).toBeCloseTo(2.80045, 5);
    expect(measured(found, "FR2.corrected")).toBe(0.9334849949934259);
  });
  test("FR4: what is typical of MDS, logistic regression, a perceptron; the worst case of forward mode is 4", () => {
    const found = findings("FR4");
    const near = (id: string, ...want: number[]) =>
      kinds.map((kind, k) =>
        expect(measured(found, `FR4.${id}.${kind}`), `${id} ${kind}`).toSatisfy((got: number) => Math.abs(got / want[k]! - 1) <= 0.1),
      );
    near("mds", 2, 2.3, 4.8);
    near("logistic", 1.7, 1.7, 3.1);
    near("perceptron", 2.3, 2.4, 6.4);
    expect(measured(found, "FR4.product.jvp")).toBe(4);
  });
});

/** What a change of rules would show in first. */
describe("as little as it did", () => {
  const within = (found: Ratios, ...most: number[]): void =>
    kinds.forEach((kind, k) => expect(found[kind], kind).toBeLessThanOrEqual(most[k]!));
  test.each<[string, Readonly<Record<string, unknown>>, ...number[]]>([
    ["mds", {}, 2, 2.3, 4.8],
    ["mds", { loss: "stress" }, 2.5, 2.2, 5.3],
    ["mds", { loss: "stress", data: "europe" }, 2.5, 2.2, 5.3],
    ["mds", { embed: 10, dim: 500 }, 2.8, 2.9, 7.7],
    ["quadratic", { rotate: true }, 2.1, 2.1, 4.1],
    ["rosenbrock", {}, 2, 2.4, 3.6],
  ])("%s %o", (name, given, ...most) => within(ratiosOf(lossNamed(name, given)), ...most));
  test("logistic regression", () => within(ratiosOf(logistic(1000, 16)), 1.75, 1.75, 3.15));
  test("multilayer perceptron", () => within(ratiosOf(perceptron(64, [64, 64, 64, 10])), 2.55, 2.5, 6.5));
  test("other random programs than the study's", () => {
    const ops = [...elementwise, ...moving, ...adding];
    const programs = fc
      .sample(recipes(ops, 12, [2, 3, 5, 8, 17, 40]), { seed: 1, numRuns: 300 })
      .map((recipe) => ofOneVector(recipe, ops))
      .filter(([f, x]) => canonical([x], [f]).order.length > 12)
      .slice(0, 30);
    expect(programs.length).toBe(30);
    for (const program of programs) within(ratiosOf(program), 4, 4, 12);
  });
});

describe("what they rest on", () => {
  test("ratios of programs that are counted by hand", () => {
    const x = ad.input([4]);
    // Σ x²: 4 + 3; ∇: 2x, 4; tangent: 2v · x, 8, and 3; ∇²f v: 2v, 4.
    const loss: Loss = [ad.sum(ad.square(x)), x];
    expect(ratiosOf(loss)).toEqual({ gradient: (7 + 4) / 7, jvp: (7 + 4 + 4 + 3) / 7, hvp: (7 + 4 + 4) / 7 });
    expect(productRatios(2)).toEqual({ gradient: 3, jvp: 4 });
  });

  test("every registered problem with a graph is among the programs", () => {
    const names = findings("FR4").tables![0]!.rows.map(([name]) => name);
    for (const { name } of problems) expect(names).toContain(name);
  });

  test("a sweep that adds up is reverse mode; one that overwrites is not", () => {
    const x = ad.input([]);
    const f = ad.mul(x, ad.mul(x, x));
    const at = (join: typeof accumulate): number => {
      const { gradient, joins } = sweep(f, [x], join);
      expect(joins).toBe(2);
      const program = ad.compile([x], gradient, "interpreter");
      program.inputs[0]!.set([2]);
      program.run();
      return program.outputs[0]![0]!;
    };
    expect(at(accumulate)).toBe(12);
    expect(at(overwrite)).toBe(4);
  });

  test("mutants: each rule in three ways at least, and none that is right after all", () => {
    const named = (name: string) => differentiableOps.find(({ op }) => op.name === name)!;
    const names = (name: string) => mutantsOf(named(name), 2).map((mutant) => mutant.name);
    expect(names("exp")).toEqual(["exp, rule 1: sign", "exp, rule 1: times 2", "exp, rule 1: forgotten"]);
    expect(names("mul").filter((name) => /another/.test(name))).toHaveLength(2);
    // x + y has one rule twice.
    expect(names("add").filter((name) => /another/.test(name))).toEqual([]);
    const [negated] = mutantsOf(named("sin"), 2);
    expect(ad.grad((x) => negated!.f(x))(0)).toBe(-1);
    expect(ad.grad((x) => ad.sin(x))(0)).toBe(1);
  });

  test("a bug in an op of the library would be found", () => {
    const sqrt = differentiableOps.find(({ op }) => op.name === "sqrt")!;
    const [wrong] = mutantsOf(sqrt, 1.01).slice(1);
    expect(() => ad.checkGrads((x) => wrong!.f(x), [0.5, 2], { order: 1 })).toThrow(/jvp of f is/);
  });
});
