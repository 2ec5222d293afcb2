/** What every gradient source does: spends what it declares, is reproducible, and estimates ∇f as well as it says; and that a wrong one is caught. */
import { describe, expect, test } from "vitest";
import { BudgetExhausted } from "../../src/core/errors.js";
import type { GradientSource } from "../../src/core/gradient-source.js";
import { Meter } from "../../src/core/meter.js";
import { type Params, resolve } from "../../src/core/params.js";
import type { Problem } from "../../src/core/problem.js";
import { makePrograms, type Programs } from "../../src/core/programs.js";
import { gradients } from "../../src/gradients/index.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { problems } from "../../src/problems/index.js";
import { paramsOf } from "../support/methods.js";
import { noFiles } from "../support/spec.js";

const n = 5;
interface Setting {
  readonly problem: Problem;
  readonly programs: Programs;
  readonly x: Float64Array;
  readonly f: number;
  readonly gradient: Float64Array;
}
const settings: Readonly<Record<string, Setting>> = Object.fromEntries(
  ["quadratic", "rosenbrock"].map((name) => {
    const family = problems.find((p) => p.name === name)!;
    const problem = family.make(resolve(family.defaults, { dim: n }, name), stream("instance"), noFiles);
    const programs = makePrograms(problem);
    const x = Float64Array.from({ length: n }, (_, i) => 0.4 * i - 0.7);
    const gradient = new Float64Array(n);
    const f = new Meter(programs).vjp(x, gradient);
    return [name, { problem, programs, x, f, gradient }];
  }),
);

/** Parameters that change how a source works, beside its defaults. */
const distributions = ["sphere", "gaussian", "rademacher", "coordinate"].map((distribution) => ({ distribution, directions: 2 }));
const variants: Readonly<Record<string, readonly Params[]>> = {
  "forward-difference": [{ scale: "absolute" }, { h: "ecnoise" }, { h: "adaptive" }, { h: "adaptive", noise: 1e-10 }],
  "central-difference": [{ scale: "absolute" }, { h: "ecnoise" }, { h: "adaptive" }, { h: "ecnoise", noise: 1e-10 }],
  "five-point": [{ scale: "absolute" }, { h: "ecnoise" }, { h: "adaptive" }],
  ridders: [{ scale: "absolute", depth: 5 }],
  "two-point": [
    ...distributions,
    { directions: 3, orthogonal: true },
    { directions: 7, orthogonal: true, distribution: "coordinate" },
    { directions: n, orthogonal: true },
    { directions: 4, quasi: true },
    { directions: 4, quasi: true, distribution: "gaussian" },
  ],
  "one-sided": distributions,
  "one-point": distributions,
  "forward-gradient": distributions,
  spsa: [{ gamma: 0 }],
  "evolution-strategies": [{ directions: 1 }, { shaping: "centered-ranks" }],
};
const cases = gradients.flatMap((source) =>
  [{}, ...(variants[source.name] ?? [])].flatMap((given) =>
    Object.entries(settings)
      .filter(([, { problem }]) => source.needs !== "closed-form" || problem.gradient)
      .map(([name, setting]) => [`${source.name} ${JSON.stringify(given)} on ${name}`, source, paramsOf(source, given), setting] as const),
  ),
);

const started = (source: GradientSource, params: Params, { programs }: Setting, evals = Number.POSITIVE_INFINITY, key = "conformance") => {
  const meter = new Meter(programs, { evals, ops: Number.POSITIVE_INFINITY });
  return { meter, estimate: source.make(meter, params, stream(key)) };
};
const kinds = ["values", "jvps", "vjps", "hvps"] as const;

/** Everything that is wrong with the charges of one source. */
function chargeFaults(source: GradientSource, params: Params, setting: Setting): string[] {
  const { x, f } = setting;
  const faults: string[] = [];
  const g = new Float64Array(n);
  const blind = started(source, params, setting);
  const borrowed = x.slice();
  const returned = blind.estimate(borrowed, g);
  const declared = source.cost(n, params);
  for (const kind of kinds)
    if (declared && blind.meter.cost[kind] !== (declared[kind] ?? 0)) faults.push(`${kind}: ${blind.meter.cost[kind]}, not as declared`);
  if (!borrowed.every((xi, i) => xi === x[i])) faults.push("x was changed");
  if (!(Number.isNaN(returned) || Math.abs(returned - f) <= 1e-14 * Math.abs(f))) faults.push(`returned ${returned} for f = ${f}`);

  // A known f(x) changes no estimate, and saves a value or nothing.
  const told = started(source, params, setting);
  const same = new Float64Array(n);
  const back = told.estimate(x, same, f);
  if (!(back === f || Math.abs(back - f) <= 1e-14 * Math.abs(f))) faults.push(`handed f = ${f}, returned ${back}`);
  if (!same.every((gi, i) => gi === g[i])) faults.push("a known f changes the estimate");
  const saved = kinds.map((kind) => blind.meter.cost[kind] - told.meter.cost[kind]);
  if (saved[0]! < 0 || saved[0]! > 1 || saved.slice(1).some((k) => k !== 0)) faults.push(`a known f saves ${saved.join(", ")}`);
  return faults;
}

/** Everything that is wrong with the estimates of one source, which are independent of each other but for quasi-random directions. */
function estimateFaults(source: GradientSource, params: Params, setting: Setting, samples: number): string[] {
  const { x, gradient } = setting;
  const { estimate } = started(source, params, setting);
  const omega = source.variance(n, params);
  const size = gradient.reduce((s, gi) => s + gi * gi, 0);
  const [g, mean, square] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  let [deviation, deviation2] = [0, 0];
  for (let k = 0; k < samples; k++) {
    estimate(x, g);
    let distance = 0;
    g.forEach((gi, i) => {
      mean[i]! += gi / samples;
      square[i]! += (gi * gi) / samples;
      distance += (gi - gradient[i]!) * (gi - gradient[i]!);
    });
    deviation += distance / samples;
    deviation2 += (distance * distance) / samples;
  }
  const faults: string[] = [];
  if (!g.every(Number.isFinite)) return ["not finite"];
  const biased = mean.some((m, i) => {
    const error = Math.sqrt(Math.max(0, square[i]! - m * m) / samples);
    // Truncation and rounding of a difference, beside chance.
    return Math.abs(m - gradient[i]!) > 5 * error + 2e-4 * Math.sqrt(size);
  });
  if (biased) faults.push(`mean ${mean.join(" ")}, gradient ${gradient.join(" ")}`);
  const error = Math.sqrt(Math.max(0, deviation2 - deviation * deviation) / samples);
  const excess = deviation - omega * size;
  if (Number.isFinite(omega)) {
    if (excess > 5 * error + 1e-8 * size) faults.push(`variance ${deviation / size}, more than the declared ${omega}`);
    if (excess < -5 * error - 1e-8 * size && !params["quasi"]) faults.push(`variance ${deviation / size}, less than the declared ${omega}`);
  }
  return faults;
}
const isEstimate = (params: Params): boolean => params["shaping"] !== "centered-ranks";

describe("charges", () => {
  test.each(cases)("%s", (_, source, params, setting) => expect(chargeFaults(source, params, setting)).toEqual([]));
});

describe("a budget that ends in the middle: all of it is spent, and nothing more", () => {
  test.each(cases)("%s", (_, source, params, setting) => {
    const whole = started(source, params, setting);
    whole.estimate(setting.x, new Float64Array(n));
    const total = kinds.reduce((sum, kind) => sum + whole.meter.cost[kind], 0);
    for (const limit of new Set([0, 1, 2, Math.floor(total / 2), total - 1].filter((k) => k >= 0 && k < total))) {
      const { meter, estimate } = started(source, params, setting, limit);
      const borrowed = setting.x.slice();
      expect(() => estimate(borrowed, new Float64Array(n))).toThrow(BudgetExhausted);
      expect(kinds.reduce((sum, kind) => sum + meter.cost[kind], 0)).toBe(limit);
      expect(borrowed).toEqual(setting.x);
    }
    const { estimate } = started(source, params, setting, total);
    expect(() => estimate(setting.x, new Float64Array(n))).not.toThrow();
  });
});

describe("the same stream, the same estimates; another one, others if and only if it is random", () => {
  test.each(cases)("%s", (_, source, params, setting) => {
    const path = (key: string): number[] => {
      const { estimate } = started(source, params, setting, Number.POSITIVE_INFINITY, key);
      return Array.from({ length: 3 }, () => {
        const g = new Float64Array(n);
        estimate(setting.x, g);
        return [...g];
      }).flat();
    };
    expect(path("a")).toEqual(path("a"));
    if (source.variance(n, params) > 0) expect(path("a")).not.toEqual(path("b"));
    // A full orthonormal block is the gradient to rounding and truncation, whatever block.
    else path("a").forEach((gi, i) => void expect(Math.abs(gi - path("b")[i]!)).toBeLessThan(1e-5));
  });
});

describe("estimates: E[G] = ∇f, E‖G − ∇f‖² = ω‖∇f‖², exact where ω = 0", () => {
  test.each(cases.filter(([, , params]) => isEstimate(params)))("%s", (_, source, params, setting) => {
    const random = source.variance(n, params) > 0;
    expect(estimateFaults(source, params, setting, random ? 4000 : 1)).toEqual([]);
  });
  test.each(cases.filter(([, , params]) => !isEstimate(params)))(
    "%s: points uphill all the same",
    (_, source, params, { x, gradient, ...rest }) => {
      const { estimate } = started(source, params, { x, gradient, ...rest });
      const [g, mean] = [new Float64Array(n), new Float64Array(n)];
      for (let k = 0; k < 400; k++) {
        estimate(x, g);
        for (let i = 0; i < n; i++) mean[i]! += g[i]! / 400;
      }
      const cosine = mean.reduce((s, m, i) => s + m * gradient[i]!, 0) / Math.hypot(...mean) / Math.hypot(...gradient);
      expect(cosine).toBeGreaterThan(0.95);
      expect(source.variance(n, params)).toBe(Infinity);
    },
  );
});

test.each(gradients.map((source) => [source.name, source] as const))("%s: what is listed", (_, source) => {
  expect(source.summary.length).toBeGreaterThan(10);
  expect(source.summary.length).toBeLessThan(60);
  // Author (year), and where.
  expect(source.reference).toMatch(/\(\d{4}\), .{6}/);
  for (const given of [{}, ...(variants[source.name] ?? [])]) {
    const params = paramsOf(source, given);
    for (const dim of [1, 2, 1000]) expect(source.variance(dim, params)).toBeGreaterThanOrEqual(0);
  }
});

describe("a wrong source is caught", () => {
  const source = gradients.find(({ name }) => name === "two-point")!;
  const params = paramsOf(source, { distribution: "gaussian" });
  const setting = settings["rosenbrock"]!;
  const scaled = (factor: number): GradientSource => ({
    ...source,
    make: (...args) => {
      const estimate = source.make(...args);
      return (x, g, fx) => {
        const f = estimate(x, g, fx);
        for (let i = 0; i < n; i++) g[i]! *= factor;
        return f;
      };
    },
  });
  test("a factor n too much, or a tenth", () => {
    expect(estimateFaults(source, params, setting, 4000)).toEqual([]);
    expect(estimateFaults(scaled(n), params, setting, 4000).join()).toMatch(/mean/);
    expect(estimateFaults(scaled(1.1), params, setting, 40_000).join()).toMatch(/mean/);
  });
  test("a variance that is declared too small or too large", () => {
    expect(estimateFaults({ ...source, variance: () => n - 1 }, params, setting, 4000).join()).toMatch(/more than/);
    expect(estimateFaults({ ...source, variance: () => n + 3 }, params, setting, 4000).join()).toMatch(/less than/);
  });
  test("a value that is not declared, an f(x) that is made up, a gradient that depends on being told f(x)", () => {
    const spendthrift: GradientSource = {
      ...source,
      make: (evaluations, ...rest) => {
        const estimate = source.make(evaluations, ...rest);
        return (x, g, fx) => estimate(x, g, evaluations.value(x) + (fx ?? 0));
      },
    };
    expect(chargeFaults(source, params, setting)).toEqual([]);
    expect(chargeFaults(spendthrift, params, setting).join()).toMatch(/values: 3, not as declared.*handed f/);
    const told: GradientSource = {
      ...source,
      make: (...args) => {
        const estimate = source.make(...args);
        return (x, g, fx = Number.NaN) => {
          estimate(x, g, fx);
          if (!Number.isNaN(fx)) g[0]! *= 2;
          return fx;
        };
      },
    };
    expect(chargeFaults(told, params, setting).join()).toMatch(/changes the estimate/);
  });
});
