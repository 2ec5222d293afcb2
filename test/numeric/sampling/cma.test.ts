import { describe, expect, test } from "vitest";
import { Distribution, standardPopsize, strategy } from "../../../src/numeric/sampling/cma.js";
import { stream } from "../../../src/numeric/sampling/random.js";

// What pycma prints of itself: "(5_w,10)-aCMA-ES (mu_w=3.2,w_1=45%) in dimension 10".
test.each([
  [2, 3, 6, 2.0, 63],
  [5, 4, 8, 2.6, 52],
  [10, 5, 10, 3.2, 45],
  [20, 6, 12, 3.7, 40],
  [40, 7, 15, 4.5, 34],
])("n = %i: (%i_w, %i), mu_w = %f, w_1 = %i %%", (n, parents, popsize, muEff, first) => {
  expect(standardPopsize(n)).toBe(popsize);
  const s = strategy(n, popsize, false);
  expect(s.parents).toBe(parents);
  expect(s.muEff.toFixed(1)).toBe(muEff.toFixed(1));
  expect(Math.floor(100 * s.weights[0]!)).toBe(first);
});

test("positive weights sum to 1, and C stays positive definite: nothing is unlearnt faster than it is kept, n ∑|w⁻| cμ ≤ 1 − c1 − cμ", () => {
  for (const n of [1, 2, 3, 10, 100, 1000])
    for (const popsize of [4, standardPopsize(n), 10 * n + 4])
      for (const separable of [false, true]) {
        const { weights, parents, c1, cMu } = strategy(n, popsize, separable);
        const [good, bad] = [weights.subarray(0, parents), weights.subarray(parents)].map((part) => part.reduce((s, w) => s + w, 0));
        expect(good).toBeCloseTo(1, 13);
        expect(c1 + cMu).toBeLessThanOrEqual(1);
        expect(-n * bad! * cMu).toBeLessThanOrEqual((1 - c1 - cMu) * (1 + 1e-12));
      }
});

describe.each([true, false])("separable: %s", (separable) => {
  test("where ranks say nothing a generation leaves C = I in the mean, but for the path: it begins at 0, and is cut where it is overlong", () => {
    const [n, runs] = [4, 20000];
    const rng = stream("no selection");
    const s = strategy(n, standardPopsize(n), separable);
    let variance = 0;
    for (let run = 0; run < runs; run++) {
      const distribution = new Distribution(new Float64Array(n), 1, s, separable);
      distribution.update(Array.from({ length: s.popsize }, () => distribution.sample(rng)));
      for (let i = 0; i < n; i++) variance += (distribution.deviation(i) * distribution.deviation(i)) / (n * runs);
    }
    // μ_eff ‖⟨z⟩‖² is χ² with 4 degrees of freedom: E[χ²/4 − 1; χ² > t] = t² e^(−t/2)/8, t = (1.8 E‖z‖)², E‖z‖ = 3√(2π)/4.
    const t = (1.8 * 1.8 * 9 * 2 * Math.PI) / 16;
    const cut = s.cc * (2 - s.cc) * ((t * t * Math.exp(-t / 2)) / 8);
    expect(Math.abs(variance - (1 - s.c1 * ((1 - s.cc) * (1 - s.cc) + cut)))).toBeLessThan(0.004);
  });

  test("σ grows while the best samples all lie on one side, and shrinks while they lie near the mean", () => {
    const s = strategy(3, 8, separable);
    const sigmaAfter = (generations: number, badness: (z: Float64Array) => number): number => {
      const distribution = new Distribution(new Float64Array(3), 1, s, separable);
      const rng = stream("paths");
      for (let g = 0; g < generations; g++) {
        const samples = Array.from({ length: 8 }, () => distribution.sample(rng));
        distribution.update(samples.sort((a, b) => badness(a.z) - badness(b.z)));
      }
      return distribution.sigma;
    };
    expect(sigmaAfter(12, (z) => z[0]!)).toBeGreaterThan(1.5);
    expect(sigmaAfter(12, (z) => Math.hypot(...z))).toBeLessThan(0.5);
  });
});
