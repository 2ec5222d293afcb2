/** The study two-point: every claim holds, with other parameters too; laws agree with other ways to compute them; bugs are found. */
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Estimate, GradientSource } from "../../src/core/gradient-source.js";
import type { Optimizer } from "../../src/core/optimizer.js";
import type { Params } from "../../src/core/params.js";
import type { Findings, Study } from "../../src/core/study.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { eigenvaluesOf, hessianOf } from "../../src/studies/lecture-quadratic.js";
import twoPoint from "../../src/studies/two-point/index.js";
import { lyapunovExponent, typicalStep } from "../../src/studies/two-point/lyapunov.js";
import { sampled, sigmas } from "../../src/studies/two-point/sampling.js";
import {
  criticalStep,
  fourthMoments,
  modeStep,
  radiusOfModes,
  radiusOfSecondMoment,
  secondMomentStep,
} from "../../src/studies/two-point/second-moment.js";
import { claimed, failing, findingsOf } from "../support/findings.js";

function findings(
  part: string,
  { given = {}, quick = true, seed = 0, study = twoPoint }: { given?: Params; quick?: boolean; seed?: number; study?: Study } = {},
): Findings {
  return findingsOf(study, part, { given, seed, quick });
}
/** Of the defaults, with few samples, each part once. */
const once = new Map<string, Findings>();
function quickly(part: string): Findings {
  const found = once.get(part) ?? findings(part);
  once.set(part, found);
  return found;
}
const ids = ({ claims }: Findings): string[] => claims.map(({ id }) => id);

const parts = ["TP1", "TP2", "TP3", "TP4", "TP5", "TP6", "TP7"];

describe("as claimed", () => {
  test("the parts", () => expect(twoPoint.parts.map(({ id }) => id)).toEqual(parts));
  test.each(parts)("%s holds", (part) => {
    const found = quickly(part);
    expect(found.claims.length).toBeGreaterThan(1);
    expect(failing(found)).toEqual([]);
  });

  test.each<[part: string, given: Params]>([
    ["TP1", { dim: 3 }],
    ["TP1", { dim: 40, samples: 50_000 }],
    ["TP2", { dim: 2 }],
    ["TP2", { dim: 21 }],
    ["TP3", { dim: 5, distribution: "gaussian" }],
    ["TP3", { dim: 12, distribution: "rademacher" }],
    ["TP3", { dim: 3, distribution: "coordinate" }],
    ["TP4", { dim: 20, distribution: "gaussian" }],
    ["TP4", { dim: 2, distribution: "coordinate" }],
    ["TP5", { xx: 2, xy: -3, yy: 5, step: 0.1 }],
    ["TP5", { xx: 1, xy: 0, yy: 1, step: 0.4 }],
    ["TP5", { xx: 100, xy: 150, yy: 300, step: 0.003 }],
    ["TP6", { modes: 10, decay: 1 }],
    ["TP6", { modes: 30, decay: 0 }],
    ["TP6", { modes: 2, decay: 4 }],
    ["TP7", { dim: 30, distribution: "gaussian" }],
    ["TP7", { dim: 4, distribution: "coordinate" }],
  ])("%s holds with %o, and is not compared with what was published for the defaults", (part, given) => {
    const found = findings(part, { given, seed: 5 });
    expect(failing(found)).toEqual([]);
    expect(ids(found).filter((id) => /figure6|published/.test(id))).toEqual([]);
  });

  test("TP2 holds at the full number of samples, within 2 %", () => {
    const found = findings("TP2", { quick: false });
    expect(failing(found)).toEqual([]);
    const relative = found.claims.filter(({ relation }) => relation === "relative");
    expect(relative.map(({ tolerance }) => tolerance)).toEqual(relative.map(() => 0.02));
  });

  test("fewer samples widen the tolerances by their law", () => {
    const tolerance = (samples: number, quick: boolean) => claimed(findings("TP4", { given: { samples }, quick }), "TP4.size").tolerance;
    expect([tolerance(50_000, false), tolerance(12_500, false)]).toEqual([0.04, 0.08]);
    // A sixteenth of the samples, and no narrower tolerance for more than the default.
    expect([tolerance(200_000, true), tolerance(800_000, true)]).toEqual([0.08, 0.08]);
  });
});

describe("the published figures", () => {
  test("TP5: (3 − √5)/4, 0.894, 1.124, 2.0, 0.239", () => {
    const found = quickly("TP5");
    const near = (id: string, value: number, digits: number) => expect(claimed(found, id).measured).toBeCloseTo(value, digits);
    near("TP5.critical", (3 - Math.sqrt(5)) / 4, 9);
    near("TP5.below", 0.894, 3);
    near("TP5.above", 1.1245, 4);
    near("TP5.lecture", 2, 9);
    near("TP5.figure6-typical", 0.2394, 4);
    expect(ids(found).filter((id) => id.includes("figure6")).length).toBe(5);
    expect(claimed(found, "TP5.differ").measured).toBe("mean grows, runs shrink");
  });

  test("TP6: 0.61227 and 0.63140, 20 times 2/(nL)", () => {
    const found = quickly("TP6");
    expect(claimed(found, "TP6.gaussian").measured).toBeCloseTo(0.61227, 5);
    expect(claimed(found, "TP6.sphere").measured).toBeCloseTo(0.6314, 5);
    expect(claimed(found, "TP6.sphere").measured).toBeCloseTo((0.6122685568 * 66) / 64, 8);
    expect(claimed(found, "TP6.gaussian-rank").measured).toBeCloseTo(0.61227 / 0.03125, 3);
    for (const law of ["gaussian", "sphere"]) {
      expect(claimed(found, `TP6.${law}-below`).measured).toBeLessThan(0);
      expect(claimed(found, `TP6.${law}-above`).measured).toBeGreaterThan(1e-3);
    }
  });

  test("TP3: 12xε²/(d + 2)", () => {
    for (const dim of [4, 10]) {
      const { measured, expected } = claimed(findings("TP3", { given: { dim } }), "TP3.quartic");
      expect(expected).toBeCloseTo(12 / (dim + 2), 12);
      expect(Math.abs((measured as number) / (12 / (dim + 2)) - 1)).toBeLessThan(0.02);
    }
  });
});

test("a function that is not convex is refused", () =>
  expect(() => findings("TP5", { given: { xx: 1, xy: 5, yy: 1 } })).toThrow(/^x² \+ 5xy \+ y² is not convex/));

describe("the second moment", () => {
  /** Directions of finitely many values with the right moments up to the fourth: the average over them is exact. */
  const circle = Array.from({ length: 6 }, (_, k) => [Math.cos((k * Math.PI) / 3), Math.sin((k * Math.PI) / 3)]);
  const signs = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [bits & 1 ? 1 : -1, bits & 2 ? 1 : -1, bits & 4 ? 1 : -1]);
  const axes = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  // A standard normal in the plane is r u, E r² = 2, E r⁴ = 8: so has r² = 0 or 4, at random.
  const normals = [...circle.map(() => [0, 0]), ...circle.map((u) => u.map((ui) => 2 * ui))];
  const A2 = [2, 2, 2, 6];
  const A3 = [3, 1, -1, 1, 2, 0.5, -1, 0.5, 4];

  test.each<[law: keyof typeof fourthMoments, n: number, A: number[], directions: number[][], c: number]>([
    ["sphere", 2, A2, circle, 2],
    ["gaussian", 2, A2, normals, 1],
    ["rademacher", 3, A3, signs, 1],
    ["coordinate", 3, A3, axes, 3],
  ])("%s: the average of B M Bᵀ, B = I − αc vvᵀA", (law, n, A, directions, c) => {
    const alpha = 0.17;
    const M = Float64Array.from({ length: n * n }, (_, at) => 1 / (1 + Math.floor(at / n) + (at % n)));
    const next = new Float64Array(n * n);
    for (const v of directions) {
      const vA = v.map((_, j) => v.reduce((s, vi, i) => s + vi * A[i * n + j]!, 0));
      const B = v.map((vi, i) => vA.map((w, j) => (i === j ? 1 : 0) - alpha * c * vi * w));
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++)
          for (let k = 0; k < n; k++)
            for (let l = 0; l < n; l++) next[i * n + j]! += (B[i]![k]! * M[k * n + l]! * B[j]![l]!) / directions.length;
    }
    const found = secondMomentStep(Float64Array.from(A), n, fourthMoments[law](n), alpha)(M);
    for (let at = 0; at < n * n; at++) expect(found[at]).toBeCloseTo(next[at]!, 12);
  });

  test("the recursion of the modes is that of a diagonal M", () => {
    const eigenvalues = Float64Array.of(1, 0.3, 0.1);
    const A = Float64Array.of(1, 0, 0, 0, 0.3, 0, 0, 0, 0.1);
    for (const law of ["sphere", "gaussian"] as const) {
      const next = secondMomentStep(A, 3, fourthMoments[law](3), 0.4)(Float64Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3));
      const modes = modeStep(eigenvalues, fourthMoments[law](3), 0.4)(Float64Array.of(1, 2, 3));
      expect([next[0], next[4], next[8]]).toEqual([...modes].map((m) => expect.closeTo(m, 14)));
      // The rest of M shrinks no less.
      expect(radiusOfModes(eigenvalues, fourthMoments[law](3), 0.4)).toBeCloseTo(radiusOfSecondMoment(A, 3, fourthMoments[law](3), 0.4), 9);
    }
  });

  test("critical steps for other laws, from eigenvalues of the 4 × 4 matrices computed elsewhere", () => {
    // numpy.linalg.eigvals and scipy.optimize.brentq on x² + 2xy + 3y².
    const A = Float64Array.from(A2);
    const critical = (law: keyof typeof fourthMoments) =>
      criticalStep((step) => radiusOfSecondMoment(A, 2, fourthMoments[law](2), step), 4 + 2 * Math.SQRT2);
    expect(critical("sphere")).toBeCloseTo(0.190983005625, 9);
    expect(critical("gaussian")).toBeCloseTo(0.0954915028125, 9);
    expect(critical("rademacher")).toBeCloseTo(0.1798058983989, 9);
    expect(critical("coordinate")).toBeCloseTo(0.1798058983989, 9);
  });
});

describe("the Lyapunov exponent", () => {
  test.each([0.2, 0.45, 0.7, 1.3])("on α‖x‖² with 2α·step = %f it is log max(|1 − t|, t)", (t) =>
    expect(lyapunovExponent(Float64Array.of(3, 0, 0, 3), t / 3)).toBeCloseTo(Math.log(Math.max(Math.abs(1 - t), t)), 12),
  );
  test("does not depend on the axes", () => {
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const turned = Float64Array.of(c * c + 5 * s * s, -4 * c * s, -4 * c * s, s * s + 5 * c * c);
    expect(lyapunovExponent(turned, 0.3)).toBeCloseTo(lyapunovExponent(Float64Array.of(1, 0, 0, 5), 0.3), 4);
  });
  test("on x² + 2xy + 3y², against sums over a grid of 1024 × 1024 computed elsewhere", () => {
    const A = hessianOf({ xx: 1, xy: 2, yy: 3 });
    expect(lyapunovExponent(A, 0.19)).toBeCloseTo(-0.167894, 4);
    expect(lyapunovExponent(A, 0.215)).toBeCloseTo(-0.084698, 4);
    expect(lyapunovExponent(A, 0.25)).toBeCloseTo(0.036426, 4);
    expect(typicalStep(A, (3 - Math.sqrt(5)) / 4, eigenvaluesOf({ xx: 1, xy: 2, yy: 3 })[0])).toBeCloseTo(0.23938, 4);
  });
});

test("sampled: mean, standard error and variance of an estimate that is known", () => {
  const rng = stream("sampled");
  const exact = Float64Array.of(3, -4);
  // The gradient and noise of standard deviation 1 and 2: variance (1 + 4)/25.
  const estimate: Estimate = (_, g) => {
    g[0] = exact[0]! + rng.normal();
    g[1] = exact[1]! + 2 * rng.normal();
    return Number.NaN;
  };
  const found = sampled(estimate, new Float64Array(2), exact, 40_000);
  expect(found.error[0]! * 200).toBeCloseTo(1, 1);
  expect(found.error[1]! * 200).toBeCloseTo(2, 1);
  expect(found.variance).toBeCloseTo(0.2, 2);
  expect(sigmas(found, exact)).toBeLessThan(4);
  expect(sigmas(found, Float64Array.of(3, -3.9))).toBeGreaterThan(7);
});

describe("a bug is found", () => {
  const files = ["gradients/two-point", "gradients/one-point", "optimizers/gd"].map((name) => `../../src/${name}.js`);
  afterEach(() => {
    for (const file of files) vi.doUnmock(file);
    vi.resetModules();
  });

  /** The study with a registered method that is not what it says. */
  async function broken<T>(name: string, spoil: (method: T) => T): Promise<(part: string, given?: Params) => string[]> {
    vi.resetModules();
    vi.doMock(`../../src/${name}.js`, async (original) => ({ default: spoil((await original<{ default: T }>()).default) }));
    const study = (await import("../../src/studies/two-point/index.js")).default;
    return (part, given = {}) => failing(findings(part, { study, given }));
  }
  const changed =
    (change: (g: Float64Array) => void) =>
    (source: GradientSource): GradientSource => ({
      ...source,
      make: (evaluations, params, rng) => {
        const estimate = source.make(evaluations, params, rng);
        return (x, g, fx) => {
          const f = estimate(x, g, fx);
          change(g);
          return f;
        };
      },
    });

  test("the factor of the law is doubled", async () => {
    const wrong = await broken(
      "gradients/two-point",
      changed((g) => {
        for (let i = 0; i < g.length; i++) g[i]! *= 2;
      }),
    );
    expect(wrong("TP1")).toEqual(["TP1.sphere", "TP1.coordinate", "TP1.gaussian", "TP1.rademacher", "TP1.ratio"]);
    expect(wrong("TP2")).toEqual(expect.arrayContaining(["TP2.sphere", "TP2.gaussian", "TP2.rademacher", "TP2.sphere-block8"]));
    expect(wrong("TP3")).toEqual(expect.arrayContaining(["TP3.slope", "TP3.quartic"]));
    expect(wrong("TP6", { modes: 10 })).toEqual(expect.arrayContaining(["TP6.gaussian-runs", "TP6.sphere-runs"]));
    expect(wrong("TP7")).toEqual(["TP7.slope"]);
  });

  test("one coordinate is 2 % too large", async () => {
    const wrong = await broken(
      "gradients/two-point",
      changed((g) => {
        g[0]! *= 1.02;
      }),
    );
    expect(wrong("TP3")).toContain("TP3.slope");
    expect(wrong("TP7")).toEqual(["TP7.slope"]);
  });

  test("the difference is one-sided", async () => {
    const { default: oneSided } = await import("../../src/gradients/one-sided.js");
    const wrong = await broken<GradientSource>("gradients/two-point", (source) => ({ ...source, make: oneSided.make }));
    expect(wrong("TP3")).toContain("TP3.slope");
    expect(wrong("TP7")).toEqual(["TP7.slope"]);
  });

  test("directions are not those of the stream", async () => {
    const wrong = await broken<GradientSource>("gradients/two-point", (source) => ({
      ...source,
      make: (evaluations, params, rng) => source.make(evaluations, params, rng.split("other")),
    }));
    expect(wrong("TP7")).toEqual(["TP7.slope"]);
    expect(wrong("TP1")).toEqual([]);
  });

  test("Gaussian directions are normalised", async () => {
    const wrong = await broken<GradientSource>("gradients/two-point", (source) => ({
      ...source,
      make: (evaluations, params, rng) => {
        const distribution = params["distribution"] === "gaussian" ? "sphere" : params["distribution"]!;
        return source.make(evaluations, { ...params, distribution }, rng);
      },
    }));
    expect(wrong("TP2")).toEqual(["TP2.gaussian"]);
  });

  test("the one-point estimate subtracts f(x)", async () => {
    const { default: oneSided } = await import("../../src/gradients/one-sided.js");
    const wrong = await broken<GradientSource>("gradients/one-point", (source) => ({ ...source, make: oneSided.make }));
    expect(wrong("TP4")).toEqual(["TP4.one-point", "TP4.size"]);
  });

  test("descent takes steps that are 5 % too long", async () => {
    const wrong = await broken<Optimizer>("optimizers/gd", (gd) => ({
      ...gd,
      run: (oracle, x0, params, rng) => gd.run(oracle, x0, { ...params, step: 1.05 * (params["step"] as number) }, rng),
    }));
    expect(wrong("TP5")).toEqual(["TP5.recursion"]);
  });
});
