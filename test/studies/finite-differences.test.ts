/** The study finite-differences: every claim holds, with other parameters too; laws agree with other ways to compute them; bugs are found. */
import { afterEach, describe, expect, test, vi } from "vitest";
import type { GradientSource } from "../../src/core/gradient-source.js";
import type { Params } from "../../src/core/params.js";
import type { Findings, Study } from "../../src/core/study.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { complexStep, exp, sin, ulps } from "../../src/studies/finite-differences/complex.js";
import { curves, differences } from "../../src/studies/finite-differences/curves.js";
import finiteDifferences from "../../src/studies/finite-differences/index.js";
import { eigenvaluesOf, formula, hessianOf, lectureQuadratic, stationaryAt } from "../../src/studies/lecture-quadratic.js";
import { meterOf } from "../../src/studies/methods.js";
import { failing, findingsOf, measured } from "../support/findings.js";

function findings(
  part: string,
  { given = {}, seed = 0, study = finiteDifferences }: { given?: Params; seed?: number; study?: Study } = {},
): Findings {
  return findingsOf(study, part, { given, seed, quick: false });
}
const line = ({ figures }: Findings, figure: string, name: string) =>
  figures!.find((one) => one.name === figure)!.lines.find((one) => one.name === name)!.points;

describe("as claimed", () => {
  test("the parts", () => expect(finiteDifferences.parts.map(({ id }) => id)).toEqual(["FD1", "FD2", "FD3", "FD4"]));
  test.each(["FD1", "FD2", "FD3", "FD4"])("%s holds", (part) => {
    const found = findings(part);
    expect(found.claims.length).toBeGreaterThan(4);
    expect(failing(found)).toEqual([]);
  });

  test.each<[part: string, given: Params]>([
    ["FD1", { dim: 1, directions: 1, iterations: 1 }],
    ["FD1", { dim: 37, directions: 5, iterations: 3 }],
    ["FD2", { frequency: 30, points: 100 }],
    ["FD2", { frequency: 0.001, points: 2500 }],
    ["FD3", { noise: 1e-10, curvature: 1e4 }],
    ["FD3", { noise: 1, curvature: 1e-3, points: 200 }],
    ["FD4", { h: 0.3, xx: 2, xy: -3, yy: 5, step: 0.1 }],
    ["FD4", { h: 50, xy: 0, step: 0.01, iterations: 5 }],
  ])("%s holds with %o", (part, given) => expect(failing(findings(part, { given, seed: 3 }))).toEqual([]));

  test("what is given is measured: FD1 counts n + 1, 2n, 2k", () => {
    const found = findings("FD1", { given: { dim: 7, directions: 3, iterations: 2 } });
    const counts = ["forward", "forward-known", "forward-anew", "central", "two-point", "forward-mode", "reverse"];
    expect(counts.map((id) => measured(found, `FD1.${id}`))).toEqual([8, 7, 14, 14, 6, 7, 1]);
    expect(measured(found, "FD1.slide")).toBe("28, 28, 16");
  });
});

describe("the published figures", () => {
  test("FD2: least errors near 1e-8 and 1e-11, at h near √ε and ε^(1/3)", () => {
    const rows = findings("FD2").tables![0]!.rows;
    for (const [f, difference, right, left, h, , error] of rows as [string, string, number, number, number, number, number][]) {
      const [order, law, floor] = { forward: [1, 1.49e-8, 1e-8], central: [2, 6.06e-6, 1e-11], "five-point": [4, 7.4e-4, 1e-13] }[
        difference
      ]!;
      expect(Math.abs(right - order!), `${f} ${difference}`).toBeLessThan(0.05);
      expect(Math.abs(left + 1)).toBeLessThan(0.05);
      expect(Math.abs(Math.log10(h / law!))).toBeLessThan(1);
      expect(Math.abs(Math.log10(error / floor!))).toBeLessThan(1);
    }
    expect(rows.length).toBe(6);
  });

  test("FD3: h = 2√(ε_f/|f″|) within a factor of 2, and so is what the source finds alone", () => {
    const rows = findings("FD3").tables![0]!.rows as [noise: number, curvature: number, h: number, law: number, alone: number][];
    for (const [noise, curvature, h, law, alone] of rows) {
      expect(law).toBeCloseTo(2 * Math.sqrt(noise / curvature), 12);
      expect(Math.abs(Math.log2(h / law))).toBeLessThan(1);
      expect(Math.abs(Math.log2(alone / h))).toBeLessThan(1);
    }
  });

  test("FD4: (0, −0.55), f = 0.9075, after 50 iterations", () => {
    const found = findings("FD4");
    expect(measured(found, "FD4.x")).toBeCloseTo(0, 6);
    expect(measured(found, "FD4.y")).toBeCloseTo(-0.55, 6);
    expect(Math.abs((measured(found, "FD4.f") as number) - 0.9075)).toBeLessThan(1e-6);
    expect(measured(found, "FD4.reverse")).toBeLessThan(1e-6);
    expect(found.tables![0]!.title).toMatch(/^x² \+ 2xy \+ 3y² after 50 iterations with step 0.25/);
    // 3 values an iteration; a reverse gradient costs less than 3 values.
    expect(line(found, "figure7-audited", "forward differences, h = 1.1").at(-1)![0]).toBe(153);
    expect(line(found, "figure7-audited", "reverse").at(-1)![0]).toBeLessThan(153);
    expect(line(found, "figure7-printed", "reverse")[0]).toEqual([0, 16 + 48 + 32]);
  });
});

describe("refused", () => {
  test.each<[Params, RegExp]>([
    [{ step: 0.3 }, /step=0.3: gradient descent diverges, expected a step below 2\/L = 0.29/],
    [{ step: 1e-7 }, /it would take \d+ iterations/],
    [{ xx: 1, xy: -2, yy: 1 }, /^x² − 2xy \+ y² is not convex/],
  ])("%o", (given, says) => expect(() => findings("FD4", { given })).toThrow(says));
});

describe("what they rest on", () => {
  test("complex functions: e^(iπ) = −1, sin² + cos² of a complex argument, e^(iz) = cos z + i sin z", () => {
    expect(exp([0, Math.PI])[0]).toBeCloseTo(-1, 15);
    expect(exp([1, 2])).toEqual([Math.E * Math.cos(2), Math.E * Math.sin(2)]);
    // sin(1 + 2i), from tables of complex functions.
    expect(sin([1, 2])[0]).toBeCloseTo(3.165778513216168, 14);
    expect(sin([1, 2])[1]).toBeCloseTo(1.959601041421606, 14);
  });

  test("the complex step: error h²/6 |f‴|, and no rounding side", () => {
    expect(complexStep(exp, 0.5, 1e-2) / Math.exp(0.5) - 1).toBeCloseTo(-1e-4 / 6, 9);
    expect(ulps(complexStep(exp, 0.5, 1e-100), Math.exp(0.5))).toBeLessThanOrEqual(1);
  });

  test("ulps", () => {
    expect([ulps(1, 1), ulps(1 + Number.EPSILON, 1), ulps(-3, -3 - 6 * Number.EPSILON)]).toEqual([0, 1, 3]);
  });

  test("derivatives of the curves against the next lower one", () => {
    for (const { derivative } of curves)
      for (const k of [0, 1, 2, 3, 4])
        for (const u of [-0.9, 0.3]) {
          const h = 1e-5;
          expect((derivative(k, u + h) - derivative(k, u - h)) / (2 * h)).toBeCloseTo(derivative(k + 1, u), 8);
        }
  });

  test("truncation errors: exact on x^(p + 1), where f^(p + 1) = (p + 1)!", () => {
    const weights: Record<string, [t: number, w: number][]> = {
      forward: [
        [1, 1],
        [0, -1],
      ],
      central: [
        [1, 1 / 2],
        [-1, -1 / 2],
      ],
      "five-point": [
        [-2, 1 / 12],
        [-1, -8 / 12],
        [1, 8 / 12],
        [2, -1 / 12],
      ],
    };
    for (const { id, order, divisor } of differences) {
      const error = weights[id]!.reduce((s, [t, w]) => s + w * t ** (order + 1), 0);
      const factorial = [2, 3, 4, 5].slice(0, order).reduce((p, k) => p * k, 1);
      expect(Math.abs(error)).toBeCloseTo(factorial / divisor, 12);
    }
  });

  test("the lecture's quadratic: eigenvalues 4 ± 2√2, f, stationary points", () => {
    const form = { xx: 1, xy: 2, yy: 3 };
    expect([...hessianOf(form)]).toEqual([2, 2, 2, 6]);
    const [mu, L] = eigenvaluesOf(form);
    expect([mu, L]).toEqual([expect.closeTo(4 - 2 * Math.SQRT2, 14), expect.closeTo(4 + 2 * Math.SQRT2, 14)]);
    const problem = lectureQuadratic.make({ dim: 2, ...form }, stream("unused"), () => "");
    expect(meterOf(problem).value(Float64Array.of(4, 4))).toBe(96);
    expect([...stationaryAt({ xx: 1, xy: -1, yy: 2 }, [3, 5])]).toEqual([
      // [2 −1; −1 4] (x, y) = −(3, 5)
      expect.closeTo(-17 / 7, 14),
      expect.closeTo(-13 / 7, 14),
    ]);
    expect([formula(form), formula({ xx: 0.5, xy: -1, yy: 1 }), formula({ xx: 1, xy: 0, yy: 2 })]).toEqual([
      "x² + 2xy + 3y²",
      "0.5x² − xy + y²",
      "x² + 2y²",
    ]);
  });
});

describe("a bug is found", () => {
  const files = ["forward-difference", "central-difference"].map((name) => `../../src/gradients/${name}.js`);
  afterEach(() => {
    for (const file of files) vi.doUnmock(file);
    vi.resetModules();
  });

  /** The study with a registered source that is not what it says. */
  async function broken(name: string, make: (source: GradientSource) => GradientSource["make"]): Promise<(part: string) => string[]> {
    vi.resetModules();
    vi.doMock(`../../src/gradients/${name}.js`, async (importOriginal) => {
      const source = (await importOriginal<{ default: GradientSource }>()).default;
      return { default: { ...source, make: make(source) } };
    });
    const study = (await import("../../src/studies/finite-differences/index.js")).default;
    return (part) => failing(findings(part, { study }));
  }

  test("f(x) is evaluated again", async () => {
    const wrong = await broken("forward-difference", ({ make }) => (evaluations, params, rng) => {
      const estimate = make(evaluations, params, rng);
      return (x, g) => {
        evaluations.value(x);
        return estimate(x, g);
      };
    });
    expect(wrong("FD1")).toEqual(["FD1.forward", "FD1.forward-known", "FD1.forward-anew", "FD1.slide", "FD1.declared"]);
  });

  test("the quotient has the wrong length, by a ten-thousandth", async () => {
    const wrong = await broken("central-difference", ({ make }) => (evaluations, params, rng) => {
      const estimate = make(evaluations, params, rng);
      return (x, g) => {
        const f = estimate(x, g);
        for (let i = 0; i < g.length; i++) g[i]! *= 1.0001;
        return f;
      };
    });
    expect(wrong("FD2")).toEqual(expect.arrayContaining(["FD2.exp.central", "FD2.exp.central.error", "FD2.sin.central"]));
    expect(wrong("FD2").some((id) => id.includes("forward"))).toBe(false);
  });

  test("forward differences take a quarter of the step", async () => {
    const wrong = await broken(
      "forward-difference",
      ({ make }) =>
        (evaluations, params, rng) =>
          make(evaluations, { ...params, h: typeof params["h"] === "number" ? params["h"] / 4 : params["h"]! }, rng),
    );
    expect(wrong("FD3")).toEqual(["FD3.best", "FD3.single", "FD3.mean-square"]);
    expect(wrong("FD4")).toEqual(["FD4.y", "FD4.f"]);
  });

  test("central differences are one-sided", async () => {
    const { default: forward } = await import("../../src/gradients/forward-difference.js");
    const wrong = await broken("central-difference", () => forward.make);
    expect(wrong("FD1")).toEqual(["FD1.central", "FD1.slide", "FD1.declared"]);
    expect(wrong("FD2")).toEqual(expect.arrayContaining(["FD2.exp.central", "FD2.sin.central", "FD2.sin.central.h"]));
    expect(wrong("FD4")).toEqual(["FD4.central"]);
  });
});
