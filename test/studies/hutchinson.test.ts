/** The study hutchinson: every claim holds, with other parameters and seeds too; variances agree with enumeration; bias is found. */
import { describe, expect, test } from "vitest";
import type { Params } from "../../src/core/params.js";
import { isotropic } from "../../src/numeric/matrix/trace-estimation.js";
import { stream } from "../../src/numeric/sampling/random.js";
import hutchinson from "../../src/studies/hutchinson/index.js";
import { form, type Matrix, networkHessian, traceOf, varianceOf } from "../../src/studies/hutchinson/matrices.js";
import { anisotropy } from "../../src/studies/hutchinson/unbiased.js";
import { sampleVariance } from "../../src/studies/hutchinson/variance.js";
import { claimed, failing, findingsOf } from "../support/findings.js";

const findings = (part: string, given: Params = {}, seed = 0) => findingsOf(hutchinson, part, { given, seed });

describe("as claimed", () => {
  test.each<[part: string, given: Params, seed: number]>([
    ["HU1", {}, 0],
    ["HU1", {}, 7],
    ["HU1", { layers: "1-3", batch: 40, samples: 50_000 }, 1],
    ["HU2", {}, 0],
    ["HU2", { dim: 5, layers: "4-2", samples: 100_000 }, 2],
    ["HU3", {}, 0],
    ["HU3", { decay: 1.5, size: 250 }, 3],
    ["HU3", { decay: 3 }, 4],
  ])("%s %j, seed %i", (part, given, seed) => {
    const found = findings(part, given, seed);
    expect(found.claims.length).toBeGreaterThan(4);
    expect(failing(found)).toEqual([]);
  });

  test("fewer samples widen the tolerance of a variance by their law", () => {
    const tolerance = (samples: number): number => claimed(findings("HU2", { samples }), "HU2.symmetric.gaussian").tolerance;
    expect([tolerance(400_000), tolerance(800_000), tolerance(100_000)]).toEqual([0.08, 0.08, 0.16]);
  });
});

describe("variances", () => {
  const A: Matrix = { name: "small", n: 3, A: Float64Array.of(2, 1, -1, 3, 0.5, 2, 0, -4, 1) };
  test("signs: over all of them", () => {
    const forms = Array.from({ length: 8 }, (_, bits) =>
      form(
        A,
        Float64Array.from([1, 2, 4], (bit) => (bits & bit ? 1 : -1)),
      ),
    );
    expect(forms.reduce((sum, q) => sum + q, 0) / 8).toBeCloseTo(traceOf(A), 14);
    expect(forms.reduce((sum, q) => sum + (q - traceOf(A)) * (q - traceOf(A)), 0) / 8).toBeCloseTo(varianceOf(A, "rademacher"), 13);
  });
  test("normals: Isserlis' theorem, term by term", () => {
    const at = (i: number, j: number): number => A.A[3 * i + j]!;
    let second = 0;
    for (const i of [0, 1, 2])
      for (const j of [0, 1, 2])
        for (const k of [0, 1, 2])
          for (const l of [0, 1, 2])
            second += at(i, j) * at(k, l) * (Number(i === j && k === l) + Number(i === k && j === l) + Number(i === l && j === k));
    expect(second - traceOf(A) * traceOf(A)).toBeCloseTo(varianceOf(A, "gaussian"), 12);
    // On the sphere of radius √n fourth moments are n/(n + 2) times those, second moments the same.
    expect((3 / 5) * second - traceOf(A) * traceOf(A)).toBeCloseTo(varianceOf(A, "sphere"), 12);
  });
  test("of a multiple of I: 0 on the sphere and for signs, 2n c² for normals", () => {
    const I: Matrix = { name: "I", n: 3, A: Float64Array.of(2, 0, 0, 0, 2, 0, 0, 0, 2) };
    expect(varianceOf(I, "rademacher")).toBe(0);
    expect(varianceOf(I, "sphere")).toBeCloseTo(0, 14);
    expect(varianceOf(I, "gaussian")).toBe(24);
    expect(sampleVariance(I, "sphere", 100, stream("I"))).toBeLessThan(1e-28);
  });
});

describe("bias is found", () => {
  const scaled = (c: number) => (v: Float64Array, rng: ReturnType<typeof stream>) => {
    isotropic("gaussian")(v, rng);
    for (let i = 0; i < v.length; i++) v[i]! *= c;
  };
  test("vectors that are 5 % too long", () => {
    expect(anisotropy(4, scaled(1), 20_000, stream("a"))).toBeLessThan(6);
    expect(anisotropy(4, scaled(1.05), 20_000, stream("a"))).toBeGreaterThan(9);
  });
  test("unit vectors, in the study", () => {
    const found = findings("HU1");
    expect(claimed(found, "HU1.unscaled").measured as number).toBeGreaterThan(100);
    expect(claimed(found, "HU1.unscaled").statement).toMatch(/mean·n ÷ trace = (0\.9|1\.0)/);
  });
});

test("a network that is too large for millions of products is refused", () => {
  const params = { layers: "64-10", batch: 10, dim: 16, samples: 1e4, estimates: 200, size: 200, decay: 2 };
  expect(() => networkHessian(params, stream("x"))).toThrow(/layers 64-10 have 650 parameters: at most 200 here/);
});
