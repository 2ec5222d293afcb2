import { describe, expect, test } from "vitest";
import { execute, type Host } from "../../src/bench/execute.js";
import type { RunSpec } from "../../src/bench/record.js";
import { evals } from "../../src/core/cost.js";
import { UsageError } from "../../src/core/errors.js";
import { defineOptimizer, type Iterate, type Optimizer } from "../../src/core/optimizer.js";
import type { BlackBoxProblem, Problem, ProblemFamily } from "../../src/core/problem.js";
import { optimizers } from "../../src/optimizers/index.js";
import { paramsOf, sourceNamed } from "../support/methods.js";
import { choice, specOf, stable } from "../support/spec.js";

const familyOf = (make: ProblemFamily["make"]): ProblemFamily => ({
  name: "test",
  summary: "-",
  reference: "-",
  defaults: { dim: 1 },
  make,
});
const box = (value: (x: Float64Array) => number, over: Partial<BlackBoxProblem> = {}): ProblemFamily =>
  familyOf(() => ({ dim: 1, x0: Float64Array.of(8), fmin: 0, value, ...over }));
const half = box(([x]) => Math.abs(x!));

/** Halves x once an iteration; reports f where `sees` says so. */
const halving = (sees: boolean, more: (x: Float64Array) => Partial<Iterate> = () => ({})): Optimizer =>
  defineOptimizer({
    name: "halving",
    summary: "-",
    reference: "-",
    defaults: {},
    uses: "value",
    *run(oracle, x0) {
      const x = x0.slice();
      for (;;) {
        const f = sees ? oracle.value(x) : Number.NaN;
        yield { x, f, ...more(x) };
        x[0]! /= 2;
      }
    },
  });
const host = (family: ProblemFamily, over: Partial<Host> = {}): Host => ({
  family,
  read: () => "text",
  now: () => 0,
  optimizers: [halving(true), ...optimizers],
  ...over,
});
const spec = (over: Partial<RunSpec> = {}): RunSpec =>
  specOf({ problem: choice("test", { dim: 1 }), optimizer: choice("halving"), stop: { maxIterations: 50 }, ...over });
const relative = (value: number) => ({ kind: "relative" as const, value });

describe("targets", () => {
  test("hits have the iteration and the cost of the evaluation; the run ends at the last target", () => {
    const record = execute(spec({ targets: [relative(0.5), relative(0.1)] }), host(half));
    expect(record.hits.map((h) => [h.target.value, h.iteration, h.cost.values])).toEqual([
      [0.5, 1, 2],
      [0.1, 4, 5],
    ]);
    expect([record.stop, record.iterations, record.f, record.fBest]).toEqual(["target", 4, 0.5, 0.5]);
  });
  test("the last target decides, also when it is the easier one", () => {
    expect(execute(spec({ targets: [relative(0.1), relative(0.5)] }), host(half))).toMatchObject({ stop: "target", iterations: 1 });
  });
  test("f(x0) = f* is solved at cost 0, iteration 0", () => {
    const record = execute(spec({ targets: [relative(1e-8)] }), host(box(() => 0)));
    expect(record.hits).toMatchObject([{ iteration: 0, cost: { values: 0, ops: 0 } }]);
    expect([record.stop, record.iterations]).toEqual(["target", 0]);
  });
  test("target 0 asks for f ≤ f*; without f* nothing is reached", () => {
    expect(execute(spec({ targets: [relative(0)] }), host(half)).stop).toBe("max-iterations");
    const family = familyOf(() => ({ dim: 1, x0: Float64Array.of(8), value: () => 0 }));
    expect(execute(spec({ targets: [relative(0.5)] }), host(family))).toMatchObject({ stop: "max-iterations", hits: [], fstar: null });
  });
  test("fbest stands in for fmin, marked", () => {
    const family = familyOf(() => ({ dim: 1, x0: Float64Array.of(8), value: ([x]) => Math.abs(x!), fbest: 1 }));
    expect(execute(spec({ targets: [relative(0)] }), host(family))).toMatchObject({
      stop: "target",
      iterations: 3,
      fstar: { value: 1, exact: false },
    });
  });
  test("a probe counts: what was seen between iterates, not only the iterates", () => {
    const probing: Optimizer = {
      ...halving(true),
      *run(oracle, x0) {
        yield { x: x0, f: oracle.value(x0) };
        oracle.value(Float64Array.of(0));
        yield { x: x0, f: oracle.value(x0) };
        return "finished";
      },
    };
    const record = execute(spec({ targets: [relative(0.5)] }), host(half, { optimizers: [probing] }));
    expect(record.hits).toMatchObject([{ iteration: 1, cost: { values: 2 } }]);
    expect([record.stop, record.f, record.fBest]).toEqual(["target", 8, 0]);
  });
});

describe("iterates the method did not evaluate", () => {
  test("are audited, off the books, and count as seen at the cost so far", () => {
    const record = execute(spec({ targets: [relative(0.5)] }), host(half, { optimizers: [halving(false)] }));
    expect(record).toMatchObject({ stop: "target", iterations: 1, f: 4, cost: { values: 0 }, audit: { values: 3 } });
    expect(record.trace.map((p) => p.f)).toEqual([8, 4]);
    expect(record.hits[0]).toMatchObject({ iteration: 1, cost: { values: 0 } });
  });
  test("what it did evaluate is audited once, at x0", () => expect(execute(spec(), host(half)).audit.values).toBe(1));
});

describe("stop rules", () => {
  const stops = (over: Partial<RunSpec>, h = host(half)) => {
    const record = execute(spec(over), h);
    return [record.stop, record.iterations];
  };
  test("iterations as a budget and as a rule", () => {
    expect(stops({ budget: { unit: "iterations", limit: 7 } })).toEqual(["budget", 7]);
    expect(stops({ stop: { maxIterations: 7 } })).toEqual(["max-iterations", 7]);
    expect(stops({ stop: { maxIterations: 0 } })).toEqual(["max-iterations", 0]);
  });
  test("seconds, as a budget and as a rule, on the clock that was handed in", () => {
    const ticking = () => {
      let t = 100;
      return { ...host(half), now: () => t++ };
    };
    expect(stops({ budget: { unit: "seconds", limit: 7 } }, ticking())[0]).toBe("budget");
    expect(stops({ stop: { maxTime: 7 } }, ticking())[0]).toBe("max-time");
  });
  test("the clock is read for recorded points only", () => {
    let reads = 0;
    const record = execute(
      spec({ stop: { maxIterations: 900 } }),
      host(
        box(() => 1),
        { now: () => reads++ },
      ),
    );
    expect(reads).toBe(record.trace.length + 2);
    expect(record.trace.length).toBeLessThan(900);
  });
  test("ftol and xtol: once for deterministic methods, five times in a row for random ones", () => {
    expect(stops({ stop: { ftol: 0.4 } })).toEqual(["ftol", 5]);
    expect(stops({ stop: { xtol: 0.6 } })).toEqual(["xtol", 4]);
    const twoPoint = sourceNamed("two-point");
    const random = (over: object) =>
      stops({
        optimizer: choice("gd", { step: 1e-9, momentum: 0 }),
        gradient: choice("two-point", paramsOf(twoPoint, { distribution: "gaussian" })),
        stop: over,
      });
    expect(random({ ftol: 1 })).toEqual(["ftol", 5]);
    expect(random({ xtol: 1 })).toEqual(["xtol", 5]);
  });
  test("gtol looks at the method's own gradient", () => {
    const own = host(half, { optimizers: [halving(true, (x) => ({ g: Float64Array.of(-x[0]!) }))] });
    expect(stops({ stop: { gtol: 1 } }, own)).toEqual(["gtol", 3]);
    expect(execute(spec({ stop: { gtol: 1 } }), own).trace.at(-1)!.gradNorm).toBe(1);
  });
  test("diverged and nonfinite are results", () => {
    expect(stops({}, host(box(([x]) => (x! < 3 ? 1e11 : 1))))).toEqual(["diverged", 2]);
    expect(stops({}, host(half, { optimizers: [halving(true, () => ({ g: Float64Array.of(NaN) }))] }))).toEqual(["nonfinite", 0]);
  });
  test("a method that cannot go on says why", () => {
    const stuck: Optimizer = {
      ...halving(true),
      *run(oracle, x0) {
        yield { x: x0, f: oracle.value(x0) };
        return "line-search";
      },
    };
    expect(stops({}, host(half, { optimizers: [stuck] }))).toEqual(["line-search", 0]);
  });
});

describe("budgets", () => {
  test("end in the middle of an iteration; the returned point is the last iterate", () => {
    const record = execute(spec({ budget: { unit: "evals", limit: 4 }, stop: {} }), host(half));
    expect(record).toMatchObject({ stop: "budget", cost: { values: 4 }, iterations: 3, f: 1 });
  });
  test("too small for the first iterate: row 0 is written all the same", () => {
    const record = execute(
      spec({
        optimizer: choice("gd", { step: 1, momentum: 0 }),
        gradient: choice("central-difference", paramsOf(sourceNamed("central-difference"))),
        budget: { unit: "evals", limit: 1 },
      }),
      host(half),
    );
    expect(record).toMatchObject({ stop: "budget", iterations: 0, f: 8, f0: 8, cost: { values: 1 } });
    expect(record.trace).toEqual([{ iteration: 0, cost: record.cost, f: 8, fBest: record.fBest, gradNorm: null }]);
  });
});

describe("errors", () => {
  test("while evaluating: a record with the message", () => {
    let calls = 0;
    const record = execute(
      spec(),
      host(
        box(([x]) => {
          if (++calls > 3) throw new Error("no licence");
          return x!;
        }),
      ),
    );
    expect(record).toMatchObject({ stop: "error", message: "no licence", iterations: 1, f: 4 });
  });
  test("at x0 already: still a record, with row 0", () => {
    const record = execute(
      spec(),
      host(
        box(() => {
          throw new Error("no");
        }),
        { explain: (e) => `explained: ${(e as Error).message}` },
      ),
    );
    expect(record).toMatchObject({ stop: "error", message: "explained: no", f: NaN, f0: NaN, fBest: NaN });
    expect(record.trace).toHaveLength(1);
  });
  test("while making the problem: thrown", () => {
    expect(() =>
      execute(
        spec(),
        host(
          familyOf(() => {
            throw new UsageError("bad data");
          }),
        ),
      ),
    ).toThrow(UsageError);
    expect(() => execute(spec({ x0: [1, 2] }), host(half))).toThrow(/x0 has 2 numbers, the problem has 1/);
    expect(() => execute(spec(), host(familyOf(() => ({ dim: 2, x0: new Float64Array(1), value: () => 0 }))))).toThrow(
      /x0 has 1 numbers, dim is 2/,
    );
  });
});

describe("starts and streams", () => {
  const path = (over: Partial<RunSpec>, family = half) => execute(spec({ stop: { maxIterations: 0 }, ...over }), host(family)).f0;
  test("the problem's, the user's, or one drawn per repetition, the same for all methods", () => {
    expect(path({})).toBe(8);
    expect(path({ x0: [-3] })).toBe(3);
    const drawn = [0, 1].map((repetition) => path({ x0: "random", repetition }));
    expect(drawn[0]).not.toBe(drawn[1]);
    for (const f0 of drawn) expect(Math.abs(f0 - 8)).toBeLessThanOrEqual(1);
    expect(path({ x0: "random", optimizer: choice("nelder-mead", { adaptive: false, size: 0.05 }) })).toBe(drawn[0]);
  });
  test("the problem may say how it starts", () =>
    expect(
      path(
        { x0: "random" },
        box(([x]) => x!, { start: () => Float64Array.of(42) }),
      ),
    ).toBe(42));
  test("data are drawn per instance and base seed", () => {
    const family = familyOf((_, rng): Problem => ({ dim: 1, x0: Float64Array.of(rng.uniform()), value: ([x]) => x! }));
    const a = path({}, family);
    expect(path({ repetition: 3 }, family)).toBe(a);
    expect(path({ instance: 1 }, family)).not.toBe(a);
    expect(path({ seed: 1 }, family)).not.toBe(a);
  });
});

describe("step: auto", () => {
  const gd = choice("gd", { step: "auto", momentum: 0 });
  test("a black box has no curvature: armijo, and the record says so", () => {
    const record = execute(
      spec({ optimizer: gd, gradient: choice("central-difference", paramsOf(sourceNamed("central-difference"))) }),
      host(box(([x]) => x! * x!)),
    );
    expect(record.step).toEqual({ value: "armijo", L: null });
    expect(record.setup).toMatchObject({ hvps: 0 });
    expect(record.f).toBeLessThan(1e-10);
  });
  test("a step that is given is not chosen", () => {
    expect(
      execute(
        spec({
          optimizer: choice("gd", { step: 0.1, momentum: 0 }),
          gradient: choice("central-difference", paramsOf(sourceNamed("central-difference"))),
        }),
        host(half),
      ).step,
    ).toBeNull();
  });
});

test("the record: labels, key, contents read, the same twice", () => {
  const reading = familyOf(
    (_, __, read): Problem => ({ dim: 1, x0: Float64Array.of(read("a.csv").length), fmin: 0, value: ([x]) => Math.abs(x!) }),
  );
  const s = spec({
    optimizer: choice("gd", { step: 0.5, momentum: 0 }),
    gradient: choice("two-point", paramsOf(sourceNamed("two-point"), { directions: 2 })),
  });
  const record = execute(s, host(reading));
  expect([record.optimizer, record.gradient]).toEqual(["gd[step=0.5]", "two-point[directions=2]"]);
  expect(execute(spec(), host(half)).gradient).toBe("none");
  expect(stable(execute(s, host(reading)))).toEqual(stable(record));
  expect(execute(s, host(reading, { read: () => "TEXT" })).key).not.toBe(record.key);
  expect(execute(s, host(reading, { files: ["abc"] })).key).not.toBe(record.key);
  expect(evals(record.cost)).toBe(record.cost.values);
});

test("every recorded point is told as it happens", () => {
  const told: number[] = [];
  const record = execute(spec({ stop: { maxIterations: 20 } }), host(half, { onPoint: (p) => told.push(p.iteration) }));
  expect(told).toEqual(record.trace.map((p) => p.iteration));
});
