/** Random estimates beside two-point: laws and variances on linear functions, where every difference is exact, and what is special to each. */
import { describe, expect, test } from "vitest";
import { makeOracle } from "../../src/core/oracle.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { logLogSlope } from "../../src/numeric/statistics/fit.js";
import { median } from "../../src/numeric/statistics/statistics.js";
import { array, evaluationsOf } from "../support/evaluations.js";
import { estimate, optimizerNamed, paramsOf, sourceNamed } from "../support/methods.js";

const n = 6;
const slope = array(1, -2, 0.5, 3, -1, 0.25);
const norm = slope.reduce((s, a) => s + a * a, 0);
const linear = evaluationsOf(
  n,
  (x) => x.reduce((s, xi, i) => s + xi * slope[i]!, 0),
  () => [...slope],
);
const origin = new Float64Array(n);
const laws = ["sphere", "gaussian", "rademacher", "coordinate"];

interface Sampled {
  /** The largest distance of a component's mean from the slope, in standard errors. */
  readonly sigmas: number;
  /** E‖G − ∇f‖² / ‖∇f‖² */
  readonly variance: number;
}
function sample(name: string, given: Params, count: number, evaluations = linear): Sampled {
  const gradient = estimate(name, evaluations, given, stream(`${name} ${JSON.stringify(given)}`));
  const [g, sum, squares] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  let deviation = 0;
  for (let k = 0; k < count; k++) {
    gradient(origin, g);
    g.forEach((gi, i) => {
      sum[i]! += gi / count;
      squares[i]! += (gi * gi) / count;
      deviation += ((gi - slope[i]!) * (gi - slope[i]!)) / count;
    });
  }
  const sigmas = [...sum].map((m, i) => Math.abs(m - slope[i]!) / Math.sqrt(Math.max(1e-30, squares[i]! - m * m) / count));
  return { sigmas: Math.max(...sigmas), variance: deviation / norm };
}

describe("unbiased, with the variance that is declared", () => {
  const cases: [string, Params, number][] = [
    ...laws.flatMap((distribution): [string, Params, number][] => {
      const one = distribution === "gaussian" ? n + 1 : n - 1;
      return [
        ["one-sided", { distribution, h: 1 }, one],
        ["one-sided", { distribution, h: 1, directions: 3 }, one / 3],
        ["forward-gradient", { distribution }, one],
        ["forward-gradient", { distribution, directions: 4 }, one / 4],
      ];
    }),
    ["spsa", { h: 1 }, n - 1],
    ["evolution-strategies", { directions: 1, h: 1 }, n + 1],
    ["evolution-strategies", { directions: 8, h: 1 }, (n + 1) / 8],
  ];
  test.each(cases)("%s %j", (name, given, omega) => {
    const source = sourceNamed(name);
    expect(source.variance(n, paramsOf(source, given))).toBeCloseTo(omega, 12);
    const { sigmas, variance } = sample(name, given, 60_000);
    expect(sigmas).toBeLessThan(4.5);
    expect(Math.abs(variance / omega - 1)).toBeLessThan(0.04);
  });
});

describe("TP4: one point", () => {
  const raised = evaluationsOf(n, (x) => 7 + x.reduce((s, xi, i) => s + xi * slope[i]!, 0));
  test.each(laws)("%s: unbiased, though f(x) is not 0", (distribution) => {
    expect(sample("one-point", { distribution, h: 1 }, 40_000, raised).sigmas).toBeLessThan(4.5);
  });
  test("variance ∝ h⁻²: n² f(x)²/h²; that of two points does not depend on h", () => {
    const hs = [1e-1, 1e-2, 1e-3, 1e-4];
    const variances = hs.map((h) => sample("one-point", { h }, 20_000, raised).variance);
    expect(Math.abs(logLogSlope(hs, variances) + 2)).toBeLessThan(0.02);
    expect((variances[3]! * norm * 1e-8) / (n * n * 49)).toBeCloseTo(1, 1);
    const flat = hs.map((h) => sample("two-point", { h }, 20_000, raised).variance);
    expect(Math.abs(logLogSlope(hs, flat))).toBeLessThan(0.02);
  });
  test("declared unbounded", () => {
    const source = sourceNamed("one-point");
    expect(source.variance(n, paramsOf(source))).toBe(Infinity);
  });
});

test("TP7: the forward gradient is the limit of two points along the same directions, to O(h²)", () => {
  const f = (x: Float64Array): number => x.reduce((s, xi, i) => s + Math.sin((i + 1) * xi) + Math.exp(xi), 0);
  const grad = (x: Float64Array): number[] => [...x].map((xi, i) => (i + 1) * Math.cos((i + 1) * xi) + Math.exp(xi));
  const evaluations = evaluationsOf(n, f, grad);
  const x = array(0.3, -0.2, 0.5, 0.1, -0.4, 0.2);
  for (const distribution of laws) {
    const limit = new Float64Array(n);
    const seen = estimate("forward-gradient", evaluations, { distribution, directions: 3 }, stream("TP7"))(x, limit);
    expect(seen).toBe(f(x));
    const hs = [1e-1, 1e-2, 1e-3];
    const distances = hs.map((h) => {
      const g = new Float64Array(n);
      estimate("two-point", evaluations, { distribution, directions: 3, h }, stream("TP7"))(x, g);
      return Math.hypot(...g.map((gi, i) => gi - limit[i]!));
    });
    expect(Math.abs(logLogSlope(hs, distances) - 2)).toBeLessThan(0.1);
  }
});

describe("spsa", () => {
  test("h_k = h/(k + 1)^gamma, k counting calls", () => {
    const asked: Float64Array[] = [];
    const watched = evaluationsOf(3, (y) => asked.push(y.slice()));
    const made = estimate("spsa", watched, { h: 0.5 });
    for (let k = 0; k < 5; k++) {
      made(array(1, 2, 3), array(0, 0, 0));
      const hk = 0.5 / Math.exp(0.101 * Math.log(k + 1));
      const [plus, minus] = asked.slice(2 * k);
      [1, 2, 3].forEach((xi, i) => {
        expect(Math.abs(plus![i]! - xi)).toBeCloseTo(hk, 14);
        expect(plus![i]! + minus![i]!).toBeCloseTo(2 * xi, 14);
      });
      expect(made.chosen!()).toBeCloseTo(hk, 15);
    }
  });
  test("gamma = 0: two-point with signs", () => {
    const f = evaluationsOf(n, (x) => x.reduce((s, xi) => s + Math.exp(xi), 0));
    const [a, b] = [new Float64Array(n), new Float64Array(n)];
    estimate("spsa", f, { gamma: 0 }, stream("same"))(slope, a);
    estimate("two-point", f, { distribution: "rademacher", h: 1e-4 }, stream("same"))(slope, b);
    expect(a).toEqual(b);
  });

  const gd = optimizerNamed("gd");
  /** x after some iterations of gradient descent. */
  const descend = (evaluations: typeof linear, source: string, given: Params, params: Params, iterations: number, key: string) => {
    const chosen = sourceNamed(source);
    const oracle = makeOracle(evaluations, chosen, paramsOf(chosen, given), stream(key));
    const run = gd.run(oracle, array(...slope), paramsOf(gd, params), stream(key));
    let x = new Float64Array(n);
    for (let k = 0; k <= iterations; k++) x = ((run.next().value as { x: Float64Array }).x ?? x).slice();
    return x;
  };
  test("its step gains: step ((A + 1)/(A + k + 1))^α", () => {
    // Along a slope of 1 the iterates are the sums of the steps.
    const unit = evaluationsOf(
      n,
      (x) => x.reduce((s, xi) => s + xi, 0),
      (x) => Array.from(x, () => 1),
    );
    for (const [decay, delay] of [
      [0.602, 0],
      [0.602, 50],
      [1, 3],
    ] as const) {
      let sum = 0;
      for (let k = 0; k < 20; k++) sum += 0.1 * Math.exp(decay * Math.log((delay + 1) / (delay + k + 1)));
      descend(unit, "reverse", {}, { step: 0.1, decay, delay }, 20, "gains").forEach(
        (xi, i) => void expect(slope[i]! - xi).toBeCloseTo(sum, 12),
      );
    }
  });
  test("no decay: the same bits as without", () => {
    const bowl = evaluationsOf(
      n,
      () => 0,
      (x) => Array.from(x, (xi, i) => (i + 1) * xi),
    );
    let byHand = slope.slice();
    for (let k = 0; k < 20; k++) byHand = byHand.map((xi, i) => xi + -0.07 * ((i + 1) * xi));
    expect(descend(bowl, "reverse", {}, { step: 0.07, decay: 0, delay: 9 }, 20, "none")).toEqual(byHand);
  });
  test("Spall's gains get through noise that a constant step does not", () => {
    const last = (decay: number, gamma: number): number =>
      median(
        Array.from({ length: 9 }, (_, k) => {
          const rng = stream(`noise ${k}`);
          const noisy = evaluationsOf(n, (x) => x.reduce((s, xi, i) => s + (1 + i / n) * xi * xi, 0) + 0.1 * rng.normal());
          const x = descend(noisy, "spsa", { h: 0.3, gamma }, { step: 0.05, decay, delay: 20 }, 4000, `run ${k}`);
          return x.reduce((s, xi, i) => s + (1 + i / n) * xi * xi, 0);
        }),
      );
    expect(last(0, 0) / last(0.602, 0.101)).toBeGreaterThan(5);
  });
});

describe("evolution strategies", () => {
  const f = (x: Float64Array): number => x.reduce((s, xi, i) => s + (i + 1) * (xi - 1) * (xi - 1), 0);
  const of = (value: (x: Float64Array) => number, given: Params): Float64Array => {
    const g = new Float64Array(n);
    estimate("evolution-strategies", evaluationsOf(n, value), given, stream("es"))(origin, g);
    return g;
  };
  test("without shaping: two points along the same Gaussian directions", () => {
    const [g, mirrored] = [of(f, { directions: 5, h: 0.1 }), new Float64Array(n)];
    estimate("two-point", evaluationsOf(n, f), { distribution: "gaussian", directions: 5, h: 0.1 }, stream("es"))(origin, mirrored);
    g.forEach((gi, i) => void expect(gi).toBeCloseTo(mirrored[i]!, 10));
  });
  test("shaped: the same for every increasing function of f, by hand for one pair", () => {
    const shaped = { shaping: "centered-ranks", directions: 6 };
    const g = of(f, shaped);
    expect(of((x) => Math.exp(f(x) / 10), shaped)).toEqual(g);
    expect(of((x) => -1 / (1e6 + 1e-3 * f(x)), shaped)).toEqual(g);
    expect(of(f, { directions: 6 })).not.toEqual(g);
    // One pair: the better has −½, the worse ½; G = ±v/2h uphill.
    const v = of((x) => x[0]!, { directions: 1, h: 0.5 });
    const one = of((x) => x[0]!, { directions: 1, h: 0.5, shaping: "centered-ranks" });
    // Unshaped, G = v₀ v: v is G/√G₀; shaped, v/2h times the sign of v₀.
    const v0 = Math.sqrt(v[0]!);
    one.forEach((gi, i) => void expect(gi).toBeCloseTo(v[i]! / v0, 12));
  });
  test("shaped, where all values are equal or NaN: nowhere to go", () => {
    for (const value of [() => 3, () => NaN]) expect([...of(value, { shaping: "centered-ranks" })].every((gi) => gi === 0)).toBe(true);
  });
});
