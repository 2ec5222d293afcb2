/** heavy-ball and nesterov where the reference traces do not go: line searches, and the rates they are known for. */
import { describe, expect, test } from "vitest";
import type { Iterate } from "../../src/core/optimizer.js";
import { makeOracle } from "../../src/core/oracle.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { evaluationsOf } from "../support/evaluations.js";
import { optimizerNamed, paramsOf, sourceNamed } from "../support/methods.js";

/** ½ Σ λ_i x_i², λ from 1 to L on a logarithmic scale; f after each of k iterations from (1, …, 1). */
function quadratic(name: string, L: number, k: number, given: Params): number[] {
  const n = 20;
  const lambda = Float64Array.from({ length: n }, (_, i) => Math.exp((i / (n - 1)) * Math.log(L)));
  const evaluations = evaluationsOf(
    n,
    (x) => x.reduce((s, xi, i) => s + 0.5 * lambda[i]! * xi * xi, 0),
    (x) => [...x].map((xi, i) => lambda[i]! * xi),
  );
  const optimizer = optimizerNamed(name);
  const oracle = makeOracle(evaluations, sourceNamed("reverse"), {}, stream("gradient"));
  const run = optimizer.run(oracle, new Float64Array(n).fill(1), paramsOf(optimizer, given), stream("optimizer"));
  return Array.from({ length: k + 1 }, () => (run.next().value as Iterate).f);
}

describe("nesterov", () => {
  const L = 1e4;
  test("strongly convex: f falls by at least 1 − √(μ/L) an iteration, where gd falls by 1 − μ/L", () => {
    const f = quadratic("nesterov", L, 2000, { step: 1 / L, momentum: "strongly-convex", mu: 1 });
    const bound = (k: number): number => Math.exp(k * Math.log(1 - 1 / Math.sqrt(L)));
    // Nesterov (2018), Theorem 2.2.3: f_k − f* ≤ (1 − √(μ/L))^k (f_0 − f* + μ/2 ‖x_0 − x*‖²).
    f.forEach((fk, k) => void expect(fk).toBeLessThanOrEqual(bound(k) * (f[0]! + 10) * 1.0001));
    expect(f[2000]!).toBeLessThan(1e-8 * quadratic("gd", L, 2000, { step: 1 / L })[2000]!);
  });
  test("convex: f_k − f* ≤ 2 L ‖x_0 − x*‖²/(k + 1)²", () => {
    const f = quadratic("nesterov", L, 500, { step: 1 / L });
    f.slice(1).forEach((fk, k) => void expect(fk).toBeLessThanOrEqual((2 * L * 20) / ((k + 2) * (k + 2))));
  });
  test("with a line search it arrives without being told L", () => {
    expect(quadratic("nesterov", 100, 400, { step: "armijo" }).at(-1)).toBeLessThan(1e-6);
  });
});

describe("heavy-ball", () => {
  test("Polyak's step and momentum contract by (√κ − 1)/(√κ + 1) an iteration on a quadratic", () => {
    const L = 100;
    const root = Math.sqrt(L);
    const rate = (root - 1) / (root + 1);
    const step = 4 / ((root + 1) * (root + 1));
    const f = quadratic("heavy-ball", L, 200, { step, momentum: rate * rate });
    // ‖x_k‖ behaves as k·rate^k: of two iterates far out the factor between is all but that.
    expect(Math.log(f[200]! / f[100]!) / 200).toBeCloseTo(Math.log(rate), 1);
  });
  test("with a line search it still goes down and arrives", () => {
    const f = quadratic("heavy-ball", 100, 400, { step: "armijo", momentum: 0.5 });
    f.slice(1).forEach((fk, k) => void expect(fk).toBeLessThanOrEqual(f[k]!));
    expect(f.at(-1)).toBeLessThan(1e-8);
  });
});

describe.each([
  ["nesterov", 1e-8],
  ["heavy-ball", 1e-5],
] as const)("%s with a line search and random gradients", (name, gap) => {
  test("goes on where an estimate leads nowhere", () => {
    const n = 10;
    const lambda = (i: number): number => 1 + i;
    const evaluations = evaluationsOf(n, (x) => x.reduce((s, xi, i) => s + 0.5 * lambda(i) * xi * xi, 0));
    const optimizer = optimizerNamed(name);
    const source = sourceNamed("two-point");
    const oracle = makeOracle(evaluations, source, paramsOf(source), stream("gradient"));
    const run = optimizer.run(
      oracle,
      new Float64Array(n).fill(1),
      paramsOf(optimizer, { momentum: 0.5, step: "armijo" }),
      stream("optimizer"),
    );
    let x = new Float64Array(n);
    let rests = 0;
    for (let k = 0; k <= 2000; k++) {
      const at = (run.next().value as Iterate).x;
      if (at.every((xi, i) => xi === x[i])) rests++;
      x = at.slice();
    }
    expect(evaluations.value(x)).toBeLessThan(gap);
    // An estimate along one of n directions is up to n times as long as ∇f: by ½ step ‖G‖², which nesterov asks for at first, f cannot fall.
    expect(rests).toBeGreaterThanOrEqual(name === "nesterov" ? 3 : 0);
    expect(rests).toBeLessThan(10);
  });
});
