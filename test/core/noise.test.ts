/** Noise as a method meets it, through the meter: moments of what is seen, what is drawn for what, and what stays exact. */
import { describe, expect, test } from "vitest";
import { mul, square, sum } from "../../src/ad/index.js";
import { UsageError } from "../../src/core/errors.js";
import { Meter } from "../../src/core/meter.js";
import { isStochastic, type Noise, noiseDefaults, noiseOf, smoothParams } from "../../src/core/noise.js";
import { resolve } from "../../src/core/params.js";
import { defineProblem, type Problem, resolveProblem } from "../../src/core/problem.js";
import { makePrograms } from "../../src/core/programs.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { problems } from "../../src/problems/index.js";
import { array } from "../support/evaluations.js";

/** f = 2 Σ x², ∇f = 4x; and the same as a black box with a closed form. */
const traced: Problem = {
  dim: 2,
  x0: array(1, 2),
  f: (x) => mul(2, sum(square(x))),
  gradient: (x, g) => void g.set(x.map((xi) => 4 * xi)),
};
const box: Problem = {
  dim: 2,
  x0: array(1, 2),
  value: ([a, b]) => 2 * (a! * a! + b! * b!),
  gradient: (x, g) => void g.set(x.map((xi) => 4 * xi)),
};
const noiseWith = (over: Partial<Noise> = {}): Noise => ({ level: 0.25, type: "additive", distribution: "gaussian", ...over });
const meterOf = (problem: Problem, noise?: Noise, key = "test"): Meter =>
  new Meter(makePrograms(problem), undefined, noise && { noise, rng: stream(key) });
const x = array(1, 2);
const exact = 10;

/** Mean, variance, skewness, kurtosis and largest size of z, where f is seen as f + σ z or f (1 + σ z). */
function momentsOf(noise: Noise, count: number, problem = box): Record<"mean" | "variance" | "skew" | "kurtosis" | "largest", number> {
  const meter = meterOf(problem, noise);
  const scale = noise.type === "additive" ? noise.level : noise.level * exact;
  const z = Array.from({ length: count }, () => (meter.value(x) - exact) / scale);
  const average = (of: (zi: number) => number): number => z.reduce((s, zi) => s + of(zi), 0) / count;
  return {
    mean: average((zi) => zi),
    variance: average((zi) => zi * zi),
    skew: average((zi) => zi * zi * zi),
    kurtosis: average((zi) => zi * zi * zi * zi),
    largest: z.reduce((m, zi) => Math.max(m, Math.abs(zi)), 0),
  };
}

/** E z², E z⁴ and E z⁸ of N(0, 1) and of the uniform law on [-√3, √3]: E z^k = 1·3·5…(k − 1), and √3^k/(k + 1). */
const laws = { gaussian: { z4: 3, z6: 15, z8: 105 }, uniform: { z4: 9 / 5, z6: 27 / 7, z8: 81 / 9 } };

describe.each(["gaussian", "uniform"] as const)("%s", (distribution) => {
  const count = 100_000;
  const { z4, z6, z8 } = laws[distribution];
  test.each(["additive", "relative"] as const)("%s: moments within 4 standard errors", (type) => {
    const { mean, variance, skew, kurtosis, largest } = momentsOf(noiseWith({ distribution, type }), count);
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(1 / count));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt((z4 - 1) / count));
    expect(Math.abs(skew)).toBeLessThan(4 * Math.sqrt(z6 / count));
    expect(Math.abs(kurtosis - z4)).toBeLessThan(4 * Math.sqrt((z8 - z4 * z4) / count));
    if (distribution === "uniform") expect(largest).toBeLessThanOrEqual(Math.sqrt(3) + 1e-12);
    else expect(largest).toBeGreaterThan(3.5);
  });
  test("successive draws are not correlated", () => {
    const meter = meterOf(box, noiseWith({ distribution, level: 1 }));
    const z = Array.from({ length: count }, () => meter.value(x) - exact);
    const lag = z.slice(1).reduce((s, zi, k) => s + zi * z[k]!, 0) / count;
    expect(Math.abs(lag)).toBeLessThan(4 / Math.sqrt(count));
  });
});

describe("deterministic", () => {
  // φ in 40 digits.
  const cases: [x: number[], phi: number][] = [
    [[1, 2], 0.9999999523230908],
    [[0, 0], -0.296],
    [[-3, 0.25], 0.23646561222440274],
  ];
  test.each(cases)("at %j", (at, phi) => {
    const point = Float64Array.from(at);
    const smooth = meterOf(box).value(point);
    for (let again = 0; again < 2; again++) {
      expect(meterOf(box, noiseWith({ distribution: "deterministic" }), `${again}`).value(point) - smooth).toBeCloseTo(0.25 * phi, 12);
      const relative = noiseWith({ distribution: "deterministic", type: "relative" });
      expect(meterOf(box, relative, `${again}`).value(point)).toBeCloseTo(smooth * (1 + 0.25 * phi), 12);
    }
  });
  test("in one and four variables", () => {
    const seen = (at: number[]): number =>
      new Meter(makePrograms({ dim: at.length, x0: Float64Array.from(at), value: () => 0 }), undefined, {
        noise: noiseWith({ distribution: "deterministic", level: 1 }),
        rng: stream(""),
      }).value(Float64Array.from(at));
    expect(seen([0.125])).toBeCloseTo(-0.11873488228549635, 12);
    expect(seen([1, 2, -1, 0.5])).toBeCloseTo(0.9201479761709911, 12);
  });
});

describe("what sees it", () => {
  test.each(["additive", "relative"] as const)("%s: value and the f of jvp, vjp and hvp, each a draw of its own; no derivative", (type) => {
    const smooth = meterOf(traced);
    const noisy = meterOf(traced, noiseWith({ type }));
    const z = stream("test");
    const seen = (f: number): number => (type === "additive" ? f + 0.25 * z.normal() : f * (1 + 0.25 * z.normal()));
    const [g, h] = [array(0, 0), array(0, 0)];
    expect(noisy.value(x)).toBe(seen(exact));
    const [f, slope] = noisy.jvp(x, array(1, 1));
    expect([f, slope]).toEqual([seen(exact), smooth.jvp(x, array(1, 1))[1]]);
    expect(noisy.vjp(x, g)).toBe(seen(exact));
    expect([...g]).toEqual([4, 8]);
    // It computes no f, so it draws nothing.
    noisy.analytic(x, g);
    expect(noisy.hvp(x, array(1, 0), h)).toBe(seen(exact));
    expect([...h]).toEqual([4, 0]);
  });
  test.each([
    ["traced", traced],
    ["black box", box],
  ])("%s: audit is exact, and draws nothing", (_, problem) => {
    const meter = meterOf(problem, noiseWith());
    expect(meter.audit(x)).toBe(exact);
    expect(meter.value(x)).toBe(exact + 0.25 * stream("test").normal());
  });
  test("setup has a stream of its own: it does not shift what the run sees", () => {
    const [plain, prepared] = [meterOf(box, noiseWith()), meterOf(box, noiseWith())];
    const inSetup = prepared.inSetup(() => prepared.value(x));
    expect(inSetup).not.toBe(exact);
    const first = plain.value(x);
    expect(inSetup).not.toBe(first);
    expect(prepared.value(x)).toBe(first);
  });
  test("what is not a number stays so", () => {
    const nan: Problem = { dim: 1, x0: array(0), value: () => Number.NaN };
    expect(meterOf(nan, noiseWith()).value(array(0))).toBeNaN();
  });
});

describe("what does not", () => {
  test("best and targets: of the smooth f, at the evaluation that truly reached them", () => {
    const meter = meterOf(box, noiseWith({ level: 1e6 }));
    meter.watch(0, [1]);
    for (let k = 0; k < 20; k++) meter.value(x);
    expect([meter.best, meter.reached]).toEqual([exact, []]);
    meter.value(array(0.5, 0));
    expect(meter.best).toBe(0.5);
    expect(meter.reached).toMatchObject([{ target: 0, cost: { values: 21 } }]);
  });
  test("charges", () => {
    const spend = (meter: Meter) => {
      meter.value(x);
      meter.jvp(x, x);
      meter.vjp(x, array(0, 0));
      meter.hvp(x, x, array(0, 0));
      meter.analytic(x, array(0, 0));
      meter.audit(x);
      meter.inSetup(() => meter.value(x));
      return [meter.cost, meter.setup, meter.audited];
    };
    expect(spend(meterOf(traced, noiseWith()))).toEqual(spend(meterOf(traced)));
  });
});

describe("parameters", () => {
  const family = problems[0]!;
  test("every family has them, with no noise by default", () => {
    for (const one of problems) {
      const params = resolveProblem(one, {});
      expect(params).toMatchObject({ noise: 0, "noise-type": "additive", "noise-distribution": "gaussian" });
      expect(noiseOf(params)).toBeNull();
      expect(smoothParams(params)).toEqual(resolve(one.defaults, {}, one.name));
    }
  });
  test("as numbers and as they are typed", () => {
    const typed = { noise: "1e-3", "noise-type": "relative", "noise-distribution": "uniform" };
    expect(noiseOf(resolveProblem(family, typed))).toEqual({ level: 1e-3, type: "relative", distribution: "uniform" });
    expect(noiseOf(resolveProblem(family, { noise: 2 }))).toEqual({ level: 2, type: "additive", distribution: "gaussian" });
  });
  test("a spec from before there was noise has none", () => expect(noiseOf({ dim: 3 })).toBeNull());
  test.each([
    [{ noise: -1 }, /noise=-1: expected a number ≥ 0/],
    [{ noise: "NaN" }, /noise=NaN: expected a number ≥ 0/],
    [{ noise: Number.POSITIVE_INFINITY }, /noise=Infinity: expected a number ≥ 0/],
    [{ "noise-type": "multiplicative" }, /noise-type=multiplicative: expected additive or relative/],
    [{ "noise-distribution": "cauchy" }, /noise-distribution=cauchy: expected gaussian, uniform or deterministic/],
    [{ "noise-typ": "relative" }, /did you mean "noise-type"\?/],
  ])("%j is refused", (given, message) => {
    expect(() => resolveProblem(family, given)).toThrow(UsageError);
    expect(() => resolveProblem(family, given)).toThrow(message);
  });
  test("a family's own parameter cannot have such a name", () => {
    const own = defineProblem({ name: "mine", summary: "-", reference: "-", defaults: { dim: 1, noise: 0.1 }, make: () => box });
    expect(() => resolveProblem(own, {})).toThrow(
      new UsageError('problem mine: "noise" is a parameter that all problems have, its own needs another name'),
    );
    for (const one of problems) for (const key of Object.keys(noiseDefaults)) expect(Object.keys(one.defaults)).not.toContain(key);
  });
  test("only what is drawn anew is random", () => {
    expect(isStochastic(noiseWith())).toBe(true);
    expect(isStochastic(noiseWith({ distribution: "uniform" }))).toBe(true);
    expect(isStochastic(noiseWith({ distribution: "deterministic" }))).toBe(false);
    expect(isStochastic(null)).toBe(false);
  });
});
