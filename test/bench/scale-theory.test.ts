/** Theory's exponents against closed forms, source by source; and against what is measured where its assumptions hold. */
import { describe, expect, test } from "vitest";
import { run } from "../../src/bench/run.js";
import { scaling } from "../../src/bench/scale.js";
import { cellsOf, type ScaleAxis } from "../../src/bench/scale-rows.js";
import { predicted } from "../../src/bench/scale-theory.js";
import type { Optimizer } from "../../src/core/optimizer.js";
import { gradients } from "../../src/gradients/index.js";
import { optimizers } from "../../src/optimizers/index.js";
import { paramsOf, sourceNamed } from "../support/methods.js";
import { type Reaching, reaching } from "../support/scaling.js";

const at = (one: Partial<Reaching> & { readonly dim: number }, axis: ScaleAxis): number | null =>
  predicted(cellsOf([reaching({ vjps: 3, method: "gd/reverse", ...one })])[0]!, axis, { optimizers, gradients });
const source = (name: string, given: Parameters<typeof paramsOf>[1] = {}) => ({
  method: `gd/${name}`,
  gradientParams: paramsOf(sourceNamed(name), given),
});

describe("closed forms", () => {
  const n = 24;
  test.each<[string, Partial<Reaching>, iterations: number, evals: number, work: number]>([
    ["reverse: a vjp", source("reverse"), 1, 1, 2],
    ["forward: n jvps", { ...source("forward"), vjps: 0, jvps: 3 }, 1, n, 1.5 * n],
    ["forward differences: n + 1 values", { ...source("forward-difference"), vjps: 0, values: 3 }, 1, n + 1, n + 1],
    ["central differences: 2n values", { ...source("central-difference"), vjps: 0, values: 3 }, 1, 2 * n, 2 * n],
    ["two-point, sphere: ω = n − 1", { ...source("two-point"), vjps: 0, values: 3 }, n, 2 * n, 2 * n],
    [
      "two-point, gaussian: ω = n + 1",
      { ...source("two-point", { distribution: "gaussian" }), vjps: 0, values: 3 },
      n + 2,
      2 * n + 4,
      2 * n + 4,
    ],
    [
      "two-point, 8 directions: ω = (n − 1)/8",
      { ...source("two-point", { directions: 8 }), vjps: 0, values: 3 },
      1 + (n - 1) / 8,
      16 + 2 * (n - 1),
      16 + 2 * (n - 1),
    ],
    [
      "two-point, 8 orthogonal ones: ω = n/8 − 1",
      { ...source("two-point", { directions: 8, orthogonal: true }), vjps: 0, values: 3 },
      n / 8,
      2 * n,
      2 * n,
    ],
    [
      "forward gradient: a jvp, ω = n + 1",
      { ...source("forward-gradient", { distribution: "gaussian" }), vjps: 0, jvps: 3 },
      n + 2,
      n + 2,
      1.5 * (n + 2),
    ],
  ])("%s", (_, one, iterations, evals, work) => {
    expect(at({ dim: n, ...one }, "iterations")).toBeCloseTo(iterations, 12);
    expect(at({ dim: n, ...one }, "evals")).toBeCloseTo(evals, 12);
    expect(at({ dim: n, ...one }, "work")).toBeCloseTo(work, 12);
  });
});

describe("no theory", () => {
  test.each<[string, Partial<Reaching>]>([
    ["for a line search", { optimizerParams: { step: "armijo", decay: 0 } }],
    ["where automatic became one", { step: { value: "armijo", L: null } }],
    ["for methods without a model", { method: "nelder-mead", vjps: 0, values: 3 }],
    ["for quasi-Newton methods", { method: "lbfgs/reverse" }],
    ["for a random source with a step that was given", { ...source("two-point"), optimizerParams: { step: 0.1, decay: 0 } }],
    ["for a random source with steps that decay", { ...source("two-point"), optimizerParams: { step: "auto", decay: 0.5 } }],
    ["for a source without a finite variance", { ...source("one-point"), vjps: 0, values: 3 }],
    ["for values with noise", { ...source("central-difference"), vjps: 0, values: 3, noise: 1e-3 }],
  ])("%s", (_, one) => expect(at({ dim: 8, ...one }, "iterations")).toBeNull());

  test("where no such method is known: it is looked up in the registry, and declares its own", () => {
    const cell = cellsOf([reaching({ vjps: 3, method: "gd/reverse", dim: 8 })])[0]!;
    const declared = (iterations: NonNullable<Optimizer["iterations"]>): Optimizer[] => [
      { ...optimizers.find(({ name }) => name === "gd")!, iterations },
    ];
    const theory = (registry: readonly Optimizer[]): number | null => predicted(cell, "iterations", { optimizers: registry, gradients });
    expect(theory([])).toBeNull();
    expect(theory(declared(() => null))).toBeNull();
    expect(theory(declared((_, omega) => 42 + omega))).toBe(42);
  });
  test.each(["heavy-ball", "nesterov"])(
    "for %s with random sources or a line search, but with exact gradients and a fixed step",
    (name) => {
      const method = (gradient: string, step: number | string): number | null =>
        at({ dim: 8, method: `${name}/${gradient}`, optimizerParams: { step } }, "iterations");
      expect(method("reverse", "auto")).toBe(1);
      expect(method("central-difference", 0.1)).toBe(1);
      expect(method("reverse", "armijo")).toBeNull();
      expect(method("two-point", "auto")).toBeNull();
    },
  );
  test("of work where no run tells the price of a derivative", () => {
    const both = { dim: 8, ...source("forward"), jvps: 2, vjps: 2 };
    expect(at(both, "work")).toBeNull();
    expect(at(both, "evals")).toBe(8);
  });
  test("but for exact gradients with decay, with a given step, and with noise in the values they do not use", () => {
    expect(at({ dim: 8, optimizerParams: { step: 0.1, decay: 0.9 } }, "iterations")).toBe(1);
    expect(at({ dim: 8, noise: 1e-3 }, "iterations")).toBe(1);
  });
});

describe("measured on a quadratic of fixed condition", () => {
  const dims = [8, 16, 32, 64];
  const gradientSpecs = "reverse,forward,central-difference,two-point,two-point[directions=4],forward-gradient,spsa";
  const runs = run({ problem: "quadratic", dim: dims, optimizers: "gd", gradients: gradientSpecs, target: 1e-4, seeds: 7 });

  test.each<ScaleAxis>(["iterations", "evals", "work"])("%s", (axis) => {
    const { fits, conditioning } = scaling(runs, axis, { optimizers, gradients });
    expect(fits.length).toBe(7);
    for (const { gradient, exponent, theory } of fits) {
      expect(theory, gradient).not.toBeNull();
      expect(Math.abs(exponent! - theory!), `${gradient}: ${exponent}, theory ${theory}`).toBeLessThan(0.15);
    }
    const slope = (name: string): number => fits.find(({ gradient }) => gradient === name)!.exponent!;
    expect(Math.abs(slope("reverse"))).toBeLessThan(0.03);
    expect(Math.abs(slope("central-difference") - (axis === "iterations" ? 0 : 1))).toBeLessThan(0.05);
    expect(conditioning.exponent).toBeCloseTo(0, 10);
    expect(conditioning.exact).toEqual({ method: "gd/reverse", exponent: 0 });
  });
});

test("conditioning that grows is seen: theory is off by what the iterations of exact gradients grow by", () => {
  const runs = run({ problem: "mds", dim: [8, 16, 32], optimizers: "gd", gradients: "reverse,central-difference", target: 1e-4 });
  const { fits, conditioning } = scaling(runs, "work", { optimizers, gradients });
  const central = fits.find(({ gradient }) => gradient === "central-difference")!;
  expect(conditioning.exponent).toBeGreaterThan(0.5);
  expect(conditioning.exact!.exponent).toBeGreaterThan(0.2);
  expect(central.exponent! - central.theory!).toBeCloseTo(conditioning.exact!.exponent, 1);
});
