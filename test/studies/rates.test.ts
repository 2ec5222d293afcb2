/** The study rates: every claim holds, with other parameters too; what they rest on agrees with other ways to compute it; bugs are found. */
import { afterEach, describe, expect, test, vi } from "vitest";
import type { GradientSource } from "../../src/core/gradient-source.js";
import type { Optimizer } from "../../src/core/optimizer.js";
import type { Params } from "../../src/core/params.js";
import type { Findings, Study } from "../../src/core/study.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { scale } from "../../src/numeric/vector.js";
import { meterOf } from "../../src/studies/methods.js";
import { huber } from "../../src/studies/rates/huber.js";
import rates from "../../src/studies/rates/index.js";
import { instanceOf } from "../../src/studies/rates/instances.js";
import { gapBound, mirrorDescent, stepAt } from "../../src/studies/rates/mirror-descent.js";
import { descentIterations, linearLevels, twoLevels, twoPointIterations } from "../../src/studies/rates/moments.js";
import { profiled, profileNames, profiles } from "../../src/studies/rates/profiles.js";
import { recorded } from "../../src/studies/rates/recorded.js";
import { failing, findingsOf } from "../support/findings.js";

/** Ticks by a nanosecond for each of 2^20 variables. */
const clock = (): (() => number) => {
  let ticks = 0;
  return () => ticks++ / 1000;
};

function findings(
  part: string,
  { given = {}, quick = true, study = rates }: { given?: Params; quick?: boolean; study?: Study } = {},
): Findings {
  return findingsOf(study, part, { given, quick, now: clock() });
}
/** Of the defaults, each part once. */
const once = new Map<string, Findings>();
function quickly(part: string): Findings {
  const found = once.get(part) ?? findings(part);
  once.set(part, found);
  return found;
}
const measured = ({ claims }: Findings, id: string): number => claims.find((claim) => claim.id === id)!.measured as number;
const rows = ({ tables }: Findings, name: string) => tables!.find((table) => table.name === name)!.rows;

const parts = rates.parts.map(({ id }) => id);

describe("as claimed", () => {
  test("the parts", () => expect(parts).toEqual(["RA1", "RA1.huber", "RA1.square", "RA2", "RA2.equality", "RA3", "RA4", "RA5"]));

  test.each(parts)("%s holds", (part) => {
    const found = quickly(part);
    expect(found.claims.length).toBeGreaterThan(0);
    expect(failing(found)).toEqual([]);
  });

  test.each([
    [{ condition: 20, dim: 3, iterations: 40, largest: 128, target: 1e-5, seeds: 11, steps: 2500, d: 64 }],
    [{ condition: 2, dim: 20, iterations: 12, largest: 128, target: 0.01, seeds: 11, d: 32, price: 1e-12 }],
  ])("with %o", (given) => {
    for (const part of parts) expect({ part, failing: failing(findings(part, { given })) }).toEqual({ part, failing: [] });
  });

  test("equality holds within 1 % of what mathematics says, for n = 8, k = 24", () => {
    const found = findings("RA2.equality", { quick: false });
    expect(found.claims[0]!.expected).toBeCloseTo(8 ** -24 * 7 ** 24, 15);
    expect(measured(found, "RA2.equality.sigma")).toBeLessThanOrEqual(0.01);
  });

  test("deterministic counts are those of theory: 33 iterations on two levels", () => {
    // (1 − μ/L)^(2k) μ/(μ + L) ≤ target
    const k = Math.ceil((0.5 * Math.log(1e-4 * 11)) / Math.log(0.9));
    expect(k).toBe(33);
    // Columns: n, then evaluations and theory of two-point, central differences and reverse mode, and the work of the last.
    for (const row of rows(quickly("RA3"), "work-against-dimension")) {
      expect(row[3]).toBe(2 * (row[0] as number) * k + 1);
      expect(row[5]).toBe(k + 1);
      expect(row[7]).toBeCloseTo(((k + 1) * 4) / 3, 1);
    }
  });

  test("extrapolated: 66 n evaluations by central differences, 34 by reverse mode, and the time they take", () => {
    const table = rows(quickly("RA5"), "extrapolation");
    const [method, n, slope, fitted, exact, seconds, years] = table.find(([name, size]) => name === "central-difference" && size === 1e12)!;
    expect([method, n]).toEqual(["central-difference", 1e12]);
    expect(slope).toBeCloseTo(1, 2);
    expect((exact as number) / 66e12).toBeCloseTo(1, 4);
    expect((fitted as number) / 66e12).toBeCloseTo(1, 1);
    expect(seconds).toBeCloseTo((fitted as number) * 1e12 * 1e-9, -10);
    expect((years as number) * 365.25 * 86400).toBeCloseTo(seconds as number, -10);
    const reverse = table.find(([name, size]) => name === "reverse" && size === 1e9)!;
    expect(reverse[4]).toBe(34);
    // A sweep with its gradient is 4/3 of a value.
    expect(reverse[5]).toBeCloseTo(((34 * 4) / 3) * 1e9 * 1e-9, 1);
  });

  test("only times are volatile", () =>
    expect(quickly("RA5").claims.flatMap(({ id, volatile }) => (volatile ? [id] : []))).toEqual(["RA5.price"]));
});

describe("what the claims rest on", () => {
  test.each(profileNames)("%s: φ″ is at most φ″(0) = 1, its infimum is the one declared, f* = 0 and f is exact near it", (profile) => {
    const meter = meterOf(instanceOf(profiled, { dim: 1, condition: 3, profile }, stream("profile")));
    const out = new Float64Array(1);
    const curvature = (t: number): number => {
      meter.hvp(Float64Array.of(t), Float64Array.of(1), out);
      return out[0]! / 3;
    };
    expect(curvature(0)).toBeCloseTo(1, 14);
    const grid = Array.from({ length: 8001 }, (_, i) => (i - 4000) / 200);
    const all = grid.map(curvature);
    expect(Math.max(...all)).toBeLessThanOrEqual(1 + 1e-12);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(profiles[profile].least - 1e-12);
    expect(Math.min(...all)).toBeCloseTo(profiles[profile].least, 2);
    expect(meter.value(new Float64Array(1))).toBe(0);
    expect(Math.min(...grid.map((t) => meter.value(Float64Array.of(t))))).toBe(0);
    expect(meter.value(Float64Array.of(1e-9)) / 1.5e-18).toBeCloseTo(1, 14);
  });

  test("a profiled function is L-smooth along every direction, and its largest curvature is reached", () => {
    const problem = instanceOf(profiled, { dim: 6, condition: 7, profile: "quadratic" }, stream("axes"));
    const meter = meterOf(problem);
    const out = new Float64Array(6);
    // Power iteration on the Hessian: no Lanczos, no eigenvalues.
    const v = Float64Array.from({ length: 6 }, (_, i) => 1 + i);
    let largest = 0;
    for (let k = 0; k < 400; k++) {
      meter.hvp(problem.x0, v, out);
      largest = Math.hypot(...out) / Math.hypot(...v);
      v.set(scale(out, 1 / Math.hypot(...out)));
    }
    expect(largest).toBeCloseTo(7, 12);
  });

  test("Huber's function: f and its slope on both sides of the knee, in three variables", () => {
    const problem = instanceOf(huber, { dim: 3, knee: 0.25, L: 4 }, stream("huber"));
    const meter = meterOf(problem);
    const g = new Float64Array(3);
    expect(Math.hypot(...problem.x0)).toBeCloseTo(1, 15);
    expect(meter.vjp(problem.x0, g)).toBeCloseTo(4 * 0.25 * (1 - 0.125), 14);
    expect(Math.hypot(...g)).toBeCloseTo(1, 14);
    expect(meter.vjp(Float64Array.of(0, 0.1, 0), g)).toBeCloseTo(0.02, 15);
    expect(g[1]).toBeCloseTo(0.4, 14);
  });

  test("exact moments: one level is (1 − 1/n)^k, one variable is gradient descent", () => {
    for (const n of [2, 8, 100]) expect(twoPointIterations(twoLevels(n, 1), 1e-3)).toBe(Math.ceil(Math.log(1e-3) / Math.log1p(-1 / n)));
    expect(twoPointIterations([{ lambda: 5, count: 1 }], 1e-3)).toBe(1);
    expect(descentIterations(twoLevels(10, 10), 1e-4)).toBe(33);
  });

  test("exact moments: the whole second-moment matrix in two variables, averaged over angles, crosses at the same step", () => {
    for (const [condition, target] of [
      [10, 1e-4],
      [3, 1e-2],
      [100, 1e-3],
    ] as const) {
      const A = [1 / condition, 1];
      let M = [1, 1, 1, 1];
      const f = (): number => A[0]! * M[0]! + A[1]! * M[3]!;
      const f0 = f();
      let k = 0;
      for (; f() > target * f0; k++) {
        const next = [0, 0, 0, 0];
        // Products of four sines and cosines: 8 equally spaced angles average them exactly.
        for (let a = 0; a < 8; a++) {
          const [c, s] = [Math.cos((Math.PI * a) / 8), Math.sin((Math.PI * a) / 8)];
          const T = [1 - c * c * A[0]!, -c * s * A[1]!, -c * s * A[0]!, 1 - s * s * A[1]!];
          for (const i of [0, 1])
            for (const j of [0, 1])
              for (const p of [0, 1]) for (const q of [0, 1]) next[2 * i + j]! += (T[2 * i + p]! * M[2 * p + q]! * T[2 * j + q]!) / 8;
        }
        M = next;
      }
      expect(twoPointIterations(twoLevels(2, condition), target)).toBe(k);
      expect(twoPointIterations(linearLevels(2, condition), target)).toBe(k);
    }
  });

  test("mirror descent: unit ball, falling steps, and the bound by hand", () => {
    expect(stepAt(4, 9, 1)).toBeCloseTo(1 / 6, 15);
    expect(gapBound(100, 4, 1)).toBeCloseTo(0.6, 15);
    const descent = mirrorDescent(
      (_, g) => void g.set([-3, 0]) as unknown as number,
      2,
      (t) => 1 / (10 * t),
    );
    const first = Array.from({ length: 5 }, () => descent.next().value[0]!);
    [0, 0.3, 0.45, 0.55, 0.625].forEach((x, t) => expect(first[t]).toBeCloseTo(x, 14));
    let x = 0;
    for (let t = 0; t < 200; t++) x = descent.next().value[0]!;
    expect(x).toBe(1);
  });

  test("recorded draws are the source's own, and the same until they are forgotten", () => {
    const tape = recorded(stream("tape"));
    const draw = (): number[] => [tape.rng.normal(), tape.rng.uniform(), tape.rng.normal()];
    const first = draw();
    const source = stream("tape");
    expect(first).toEqual([source.normal(), source.uniform(), source.normal()]);
    tape.rewind();
    expect([...draw(), tape.rng.normal()].slice(0, 3)).toEqual(first);
    tape.forget();
    expect(draw()[0]).not.toBe(first[0]);
  });
});

describe("bugs are found", () => {
  afterEach(() => {
    vi.doUnmock("../../src/optimizers/gd.js");
    vi.doUnmock("../../src/gradients/two-point.js");
    vi.doUnmock("../../src/gradients/reverse.js");
    vi.resetModules();
  });

  /** The study with a registered method that is not what it says. */
  async function broken<T>(path: string, spoil: (method: T) => T): Promise<Study> {
    vi.resetModules();
    vi.doMock(path, async (importOriginal) => ({ default: spoil((await importOriginal<{ default: T }>()).default) }));
    return (await import("../../src/studies/rates/index.js")).default;
  }
  const small = { iterations: 40, largest: 128, target: 0.01, seeds: 11 };
  const wrong = (study: Study, ...ids: string[]): string[] => ids.flatMap((part) => failing(findings(part, { study, given: small })));

  test("a step that is twice too long", async () => {
    const study = await broken<Optimizer>("../../src/optimizers/gd.js", (gd) => ({
      ...gd,
      run: (oracle, x0, params, rng) => gd.run(oracle, x0, { ...params, step: 2 * (params["step"] as number) }, rng),
    }));
    const found = wrong(study, "RA1", "RA1.huber", "RA1.square", "RA2", "RA2.equality", "RA3");
    for (const id of ["RA1.smooth", "RA1.convex", "RA1.strong", "RA1.huber", "RA1.square.eigenvector", "RA1.square.tail"])
      expect(found).toContain(id);
    for (const id of ["RA2.smooth", "RA2.convex", "RA2.convex-half", "RA2.equality", "RA3.two-point.evaluations", "RA3.reverse"])
      expect(found).toContain(id);
  });

  test("a step that is a hundredth too short", async () => {
    const study = await broken<Optimizer>("../../src/optimizers/gd.js", (gd) => ({
      ...gd,
      run: (oracle, x0, params, rng) => gd.run(oracle, x0, { ...params, step: 0.99 * (params["step"] as number) }, rng),
    }));
    expect(wrong(study, "RA1.huber")).toEqual(["RA1.huber"]);
  });

  test("a two-point estimate without the factor n", async () => {
    const study = await broken<GradientSource>("../../src/gradients/two-point.js", (source) => ({
      ...source,
      make: (evaluations, params, rng) => {
        const estimate = source.make(evaluations, params, rng);
        return (x, g, fx) => {
          const f = estimate(x, g, fx);
          scale(g, 1 / evaluations.dim);
          return f;
        };
      },
    }));
    const found = wrong(study, "RA2.equality", "RA3");
    for (const id of ["RA2.equality", "RA3.two-point", "RA3.linear.two-point"]) expect(found).toContain(id);
    expect(found).not.toContain("RA3.central-difference");
  });

  test("a reverse mode that costs n sweeps", async () => {
    const study = await broken<GradientSource>("../../src/gradients/reverse.js", (source) => ({
      ...source,
      make: (evaluations) => (x, g) => {
        let f = Number.NaN;
        for (let i = 0; i < g.length; i++) f = evaluations.vjp(x, g);
        return f;
      },
    }));
    const found = wrong(study, "RA1", "RA3");
    expect(found).toContain("RA3.reverse");
    expect(found).not.toContain("RA1.smooth");
  });
});
