/** The study spectrum: every claim holds, with other parameters too; distances against values by hand; what is wrong is found. */
import { describe, expect, test } from "vitest";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { coordinates, denseOf, productWith, randomRotation, withSpectrum } from "../../src/studies/operators.js";
import { momentError, snapped, supDistance } from "../../src/studies/spectrum/distance.js";
import spectrum from "../../src/studies/spectrum/index.js";
import { power, spectra } from "../../src/studies/spectrum/matrices.js";
import { trained } from "../../src/studies/spectrum/network.js";
import { claimed, failing, findingsOf } from "../support/findings.js";

const findings = (part: string, given: Params = {}, seed = 0) => findingsOf(spectrum, part, { given, seed });
const small = { layers: "16-4-10", batch: 60, iterations: 100 };

describe("as claimed", () => {
  test.each<[part: string, given: Params, seed: number]>([
    ["SP1", {}, 0],
    ["SP1", { size: 120, decay: 1, steps: 45 }, 1],
    ["SP1", { size: 300, probes: 50 }, 2],
    ["SP2", small, 0],
    ["SP2", { ...small, activation: "relu", l2: 0 }, 1],
    ["SP2", { ...small, activation: "sigmoid", layers: "16-5-4-10", seeds: 40 }, 2],
  ])("%s %j, seed %i", (part, given, seed) => {
    const found = findings(part, given, seed);
    expect(found.claims.length).toBeGreaterThan(6);
    expect(failing(found)).toEqual([]);
  });

  test("SP1 at the full number of probes, within 0.05", () => {
    const found = findingsOf(spectrum, "SP1", { given: { size: 250 }, quick: false });
    expect(failing(found)).toEqual([]);
    expect(claimed(found, "SP1.power").expected).toBe(0.05);
    expect(claimed(found, "SP1.uniform.moments").expected).toBe(5e-14);
  });

  test("80 steps are too few for i^−2 and n = 500, which is said for these figures only", () => {
    expect(claimed(findings("SP1"), "SP1.power-large.steps").measured).toBeCloseTo(0.0641, 4);
    expect(claimed(findings("SP1", { size: 400 }), "SP1.power-large.steps")).toBeUndefined();
  });

  test("figure 30 shows both densities, that after training with nothing far below 0", () => {
    const figure = findings("SP2", small).figures!.find(({ name }) => name === "figure30")!;
    expect(figure.lines.map(({ name }) => name)).toEqual(["before training", "after training"]);
    const [before, after] = figure.lines.map(({ points }) => Math.min(...points.filter(([, y]) => Number.isFinite(y)).map(([t]) => t)));
    expect(before).toBeLessThan(-0.1);
    expect(after).toBeGreaterThan(0.6 * before!);
  });
});

describe("distances", () => {
  const half = [
    [0, 0.5],
    [1, 0.5],
  ] as const;
  test("of distribution functions: the largest gap between the stairs", () => {
    expect(supDistance(half, half)).toBe(0);
    expect(supDistance(half, [[1, 1]])).toBe(0.5);
    expect(supDistance(half, [[0.5, 1]])).toBe(0.5);
    expect(supDistance([[0, 1]], [[1e-9, 1]])).toBe(1);
    const third = [
      [-1, 0.25],
      [0, 0.25],
      [2, 0.5],
    ] as const;
    expect(supDistance(half, third)).toBe(0.5);
    expect(supDistance(third, half)).toBe(0.5);
  });
  test("nodes are moved onto eigenvalues that are next to them, and only these", () => {
    const rule = { nodes: Float64Array.of(-1e-9, 0.3, 1 + 1e-9), weights: Float64Array.of(0.2, 0.3, 0.5) };
    expect(snapped(rule, Float64Array.of(0, 0.5, 1))).toEqual([
      [0, 0.2],
      [0.3, 0.3],
      [1, 0.5],
    ]);
  });
  test("of moments: a rule with a wrong weight or node", () => {
    const eigenvalues = Float64Array.of(-2, 1);
    const along = Float64Array.of(0.6, 0.8);
    expect(momentError({ nodes: Float64Array.of(-2, 1), weights: Float64Array.of(0.36, 0.64) }, eigenvalues, along)).toBeLessThan(1e-16);
    expect(momentError({ nodes: Float64Array.of(-2, 1), weights: Float64Array.of(0.3, 0.7) }, eigenvalues, along)).toBeCloseTo(0.09, 12);
    expect(momentError({ nodes: Float64Array.of(-2, 1.1), weights: Float64Array.of(0.36, 0.64) }, eigenvalues, along)).toBeGreaterThan(
      0.03,
    );
  });
});

describe("matrices", () => {
  test("have the eigenvalues and eigenvectors that were chosen", () => {
    const Q = randomRotation(12, stream("Q"));
    const eigenvalues = power(12, 2);
    const product = productWith(withSpectrum(eigenvalues, Q));
    const out = new Float64Array(12);
    for (const [k, q] of Q.entries()) {
      product(q, out);
      out.forEach((o, i) => void expect(Math.abs(o - eigenvalues[k]! * q[i]!)).toBeLessThan(1e-15));
      expect([...coordinates(Q, q)].map((c) => Number(c.toFixed(12)) + 0)).toEqual(Array.from(Q, (_, j) => Number(j === k)));
    }
    denseOf(12, product).forEach((a, k) => void expect(a).toBeCloseTo(withSpectrum(eigenvalues, Q)[k]!, 15));
  });
  test("the semicircle has its moments, 1/4 and 1/8", () => {
    const { eigenvalues } = spectra(2000, 2, 40).find(({ name }) => name === "semicircle")!;
    const moment = (power: (x: number) => number): number => eigenvalues.reduce((sum, x) => sum + power(x), 0) / 2000;
    expect(moment((x) => x)).toBeCloseTo(0, 12);
    expect(moment((x) => x * x)).toBeCloseTo(1 / 4, 4);
    expect(moment((x) => x * x * x * x)).toBeCloseTo(1 / 8, 4);
  });
});

describe("networks", () => {
  const params = { ...small, activation: "tanh", l2: 1e-3, size: 500, steps: 40, probes: 20, decay: 2, seeds: 20 } as const;
  test("are trained: the loss falls, the start is that of the problem", () => {
    const { loss, start, end, dim } = trained(params, stream("network"));
    expect(dim).toBe(16 * 4 + 4 + 4 * 10 + 10);
    expect(loss.start).toBeGreaterThan(2);
    expect(loss.end).toBeLessThan(0.8);
    expect(start).not.toEqual(end);
  });
  test("the Gauss–Newton matrix is the Hessian where no layer is curved, but for weight decay", () => {
    // At weights 0 of the last layer the gradient does not reach the first, and the curvature of the network is that of products alone.
    const { dim, hessian, gaussNewton } = trained({ ...params, l2: 0 }, stream("network"));
    const zero = new Float64Array(dim);
    const v = Float64Array.from({ length: dim }, (_, i) => (i >= dim - 10 ? Math.sin(i) : 0));
    const [H, G] = [hessian, gaussNewton].map((matrix) => {
      const out = new Float64Array(dim);
      matrix(zero)(v, out);
      return out;
    });
    H!.forEach((h, i) => void expect(h).toBeCloseTo(G![i]!, 14));
    expect(Math.max(...G!)).toBeGreaterThan(0.01);
  });
  test("without a hidden layer there is nothing to see", () => {
    expect(() => findings("SP2", { layers: "16-10" })).toThrow(/layers 16-10: without a hidden layer the loss is convex from the start/);
  });
});
