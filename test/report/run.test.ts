import { Chalk } from "chalk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Axis, type RunRecord, SCHEMA } from "../../src/bench/record.js";
import { type RenderOptions, renderRun } from "../../src/report/run.js";
import { columnsOf } from "../../src/report/text.js";
import { geometric, recordOf, resultsOf, targets, typicalRuns } from "../support/records.js";
import { choice, specOf } from "../support/spec.js";

const standard: RenderOptions = { width: 80, table: true, plot: true, wide: false, axis: "work", paint: undefined };
const render = (runs: readonly RunRecord[], over: Partial<RenderOptions> = {}, manifest: Parameters<typeof resultsOf>[1] = {}): string =>
  renderRun(resultsOf(runs, manifest), { ...standard, ...over });

test("the whole of it", () =>
  expect(`\n${render(typicalRuns())}`).toBe(`
quadratic, n = 10: f* = 0 (exact), 9 runs of 5 methods

                                    work     work   final   iter-
  method                 solved  to 1e-2  to 1e-8     gap  ations  stop
─────────────────────────────────────────────────────────────────────────
A gd/reverse                1/1      125      484  2.6e-7     186  target
B gd/forward-difference     1/1      528     2046  2.6e-7     186  target
C gd/central-difference     1/1     1008     3906  2.6e-7     186  target
D gd/two-point              0/5     1312        –  9.4e-5     899  budget
E nelder-mead               0/1        –        –    0.49     599  budget

Columns: work is in evaluations of f, by operations (f with its gradient by
  reverse mode: 2.6); to 1e-8: f - f* ≤ 1e-8 (f(x0) - f*); – not reached;
  medians over runs.
Fairness: step auto = 0.05 (A, B, C), 0.005 (D), from L = 20 at x0 (12 setup
  HVPs = 60 work a run, counted apart); tuning none; budget 1000n = 10000 work a
  run; engine wasm; start the problem's x0; base seed 0, 5 repetitions of what
  is random.

gd: forward-difference needs 4.2× the work of reverse to reach 1e-8 at n = 10.
gd: central-difference needs 8.1× the work of reverse to reach 1e-8 at n = 10.
gd: two-point needs 11× the work and 7× the iterations of reverse to reach 1e-2
  at n = 10.

gap f - f* (log10 scale), best so far, median over the runs of a method
 1e2 ┤
     │──────────────────────────────────╮────────────╮─────╮──╮
 1e0 ┤                                  ╰─────╮      ╰──────╮─────E─╮
     │                                        ╰───╮         ╰──╮  ╰──╮─D╮
1e-2 ┤                                            ╰─╮          ╰─B╮  ╰──╮──╮
     │                                              ╰─╮           ╰─╮   ╰─╮╰─╮
1e-4 ┤                                                A─╮           ╰─╮   ╰─╮╰─D
     │                                                  ╰─╮           ╰╮    ╰╮
1e-6 ┤                                                    ╰╮           ╰╮    ╰╮
     │· · · · · · · · · · · · · · · · · · · · · · · · · · ·╰A · · · · · ╰B· · ╰C
     └─────────────────┬─────────────────────┬────────────────────┬─────────────
                      10                    100                 1000
      work (function-evaluation equivalents), log10 scale

A gd/reverse              B gd/forward-difference   C gd/central-difference
D gd/two-point            E nelder-mead
Dotted: the target 1e-8.
`));

test("table and plot each alone", () => {
  expect(render(typicalRuns(), { plot: false })).not.toContain("┤");
  expect(render(typicalRuns(), { table: false })).not.toContain("solved");
});

describe("the title", () => {
  const titleOf = (over: Partial<RunRecord>): string => render([recordOf({ method: "a", f: [2, 1], over })]).split("\n")[0]!;
  test("exact, best known, unknown", () => {
    expect(titleOf({ fstar: { value: -1.25, exact: true } })).toBe("quadratic, n = 10: f* = -1.25 (exact), 1 run of 1 method");
    expect(titleOf({ fstar: { value: 123.456789, exact: false } })).toContain("f* ≈ 123.457 (best known)");
    expect(titleOf({ fstar: null })).toContain("f* is not known");
  });
  test("instances have each their own", () => {
    const { spec, ...run } = recordOf({ method: "a", f: [2, 1] });
    const other = { ...run, spec: { ...spec, instance: 1 }, fstar: { value: 0.5, exact: true } };
    expect(render([{ ...run, spec }, other], {}, { instances: 2 })).toMatch(/f\* = one for each instance[\s\S]*2 instances pooled/);
  });
});

describe("fairness", () => {
  const fairness = (runs: readonly RunRecord[], manifest: Parameters<typeof resultsOf>[1] = {}): string =>
    render(runs, { width: 400, plot: false }, manifest).match(/^Fairness: .*$/m)![0];
  test("Armijo where there is no L; given steps are in the name", () => {
    const armijo = recordOf({ method: "gd/reverse", f: [1, 0.1], over: { step: { value: "armijo", L: null } } });
    expect(fairness([armijo])).toContain("step auto = Armijo line search (12 setup HVPs = 60 work a run, counted apart);");
    expect(fairness([recordOf({ method: "gd[step=0.1]/reverse", f: [1], over: { step: null } })])).toMatch(/^Fairness: tuning none;/);
  });
  test("ranges over instances", () => {
    const runs = [2, 4].map((L, instance) =>
      recordOf({ method: "gd/reverse", f: [1], over: { spec: specOf({ instance }), step: { value: 1 / L, L } } }),
    );
    expect(fairness(runs)).toContain("step auto = 0.25 to 0.5, from L = 2 to 4 at x0");
  });
  test("start, budget, seeds", () => {
    const run = recordOf({ method: "a", f: [1] });
    expect(fairness([run], { x0: "random" })).toContain("start drawn for each repetition");
    expect(fairness([run], { x0: "start.csv", budget: { text: "10000", unit: "work" }, seed: 7 })).toBe(
      "Fairness: tuning none; budget 10000 work a run; engine wasm; start start.csv; base seed 7.",
    );
  });
});

describe("sentences", () => {
  const said = (runs: readonly RunRecord[], axis: Axis = "work"): string[] =>
    render(runs, { width: 400, plot: false, axis })
      .split("\n")
      .filter((line) => /needs|No method/.test(line));
  const reverse = recordOf({ method: "gd/reverse", f: geometric(200, 0.9), each: 3 });
  test("the axis that is asked for comes first, then work", () => {
    const other = recordOf({ method: "gd/two-point", f: geometric(2000, 0.99), each: 2 });
    expect(said([reverse, other])).toEqual([
      "gd: two-point needs 6.9× the work and 10× the iterations of reverse to reach 1e-8 at n = 10.",
    ]);
    expect(said([reverse, other], "iterations")).toEqual([
      "gd: two-point needs 10× the iterations and 6.9× the work of reverse to reach 1e-8 at n = 10.",
    ]);
    expect(said([reverse, other], "evals")[0]).toMatch(/6\.9× the evaluations and 6\.9× the work/);
  });
  test("only where both are solved, at the strictest target of both", () => {
    const weak = recordOf({ method: "gd/two-point", f: [1, 1e-3] });
    expect(said([reverse, weak])).toEqual(["gd: reverse needs 68× the work and 44× the iterations of two-point to reach 1e-2 at n = 10."]);
    expect(said([reverse, recordOf({ method: "gd/two-point", f: [1, 0.5] })])).toEqual([]);
  });
  test("optimizers without a gradient are compared with the best that has one, whoever wins", () => {
    const simplex = (each: number): RunRecord => recordOf({ method: "nelder-mead", f: geometric(200, 0.9), each });
    expect(said([reverse, simplex(6)])).toEqual(["nelder-mead needs 2× the work of gd/reverse to reach 1e-8 at n = 10."]);
    expect(said([reverse, simplex(1)])).toEqual(["gd/reverse needs 3× the work of nelder-mead to reach 1e-8 at n = 10."]);
  });
  test("a handful at most; none solved is said", () => {
    const many = Array.from({ length: 9 }, (_, k) => recordOf({ method: `gd/s${k}`, f: geometric(200, 0.9), each: 4 + k }));
    expect(said([reverse, ...many])).toHaveLength(5);
    expect(said([recordOf({ method: "a/b", f: [1, 0.9] })])).toEqual(["No method reached 1e-2."]);
  });
  test("absolute targets", () => {
    const target = { kind: "absolute" as const, value: 0.5 };
    const run = recordOf({ method: "a", f: [1, 0.9], over: { spec: specOf({ targets: [target] }), hits: [] } });
    expect(said([run])).toEqual(["No method reached gap 0.5."]);
    expect(render([run], { plot: false })).toContain("to gap 0.5: f - f* ≤ 0.5;");
  });
});

test("failures are named, in one line each", () => {
  const failed = recordOf({ method: "gd/reverse", f: [NaN], over: { fstar: null, hits: [], stop: "error", message: "boom:\n  at f" } });
  expect(render([failed, recordOf({ method: "a", f: [1, 0] })])).toContain("B gd/reverse: 1 of 1 run failed: boom: at f\n");
});

test("a section for each dimension", () => {
  const runs = [2, 30].map((dim) => {
    const { spec, ...run } = recordOf({ method: "gd/reverse", f: [1, 1e-9] });
    return { ...run, dim, spec: { ...spec, problem: choice("p", { dim }) } };
  });
  const text = render(
    runs,
    {},
    {
      gradientRatio: [
        { dim: 2, ratio: 3 },
        { dim: 30, ratio: 4 },
      ],
    },
  );
  expect(text).toMatch(/^quadratic, n = 2:[\s\S]*mode: 3\)[\s\S]*^quadratic, n = 30:[\s\S]*mode: 4\)/m);
});

test("colours change nothing but colours", () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
  expect(render(typicalRuns(), { paint: new Chalk({ level: 1 }) }).replaceAll(/\u001b\[\d+m/g, "")).toBe(render(typicalRuns()));
});

describe("whatever the records hold", () => {
  // Records are large: to shrink one takes minutes, the seed that is printed finds it again.
  const quick = { endOnFailure: true };
  const number = fc.oneof(
    fc.double(),
    fc.double({ min: 0, max: 1e3, noNaN: true }),
    fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1e-300, 5e-324, 1.7e308, 1),
  );
  const amount = fc.oneof(fc.nat(), fc.constant(0), fc.integer({ min: 0, max: 100 }));
  const odd = fc.constantFrom("é", "e\u0301", "数", "𠀀", "🙂", "≤", "\u0000", "\n", "\u001b[31m", "\u200b", "\ud800", "\u2028", "|");
  const text = fc.oneof(
    fc.string({ unit: fc.oneof(fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }), odd), maxLength: 90 }),
    fc.constantFrom("gd", "gd[step=0.015,momentum=0.9]", "two-point[distribution=gaussian,directions=8]", "多次元尺度法", "🙂", ""),
  );
  const cost = fc.record({ values: amount, jvps: amount, vjps: amount, hvps: amount, ops: amount });
  const run: fc.Arbitrary<RunRecord> = fc.record({
    schema: fc.constant(SCHEMA),
    key: fc.constant(""),
    spec: fc
      .record({ instance: fc.nat(2), repetition: fc.nat(2), dim: fc.constantFrom(2, 3), targets: fc.constantFrom(targets, []) })
      .map(({ dim, ...over }) => specOf({ ...over, problem: choice("p", { dim }) })),
    optimizer: fc.oneof(fc.constantFrom("gd", "nelder-mead"), text),
    gradient: fc.oneof(fc.constantFrom("none", "reverse", "two-point"), text),
    dim: fc.constantFrom(2, 3),
    engine: text,
    stop: fc.constantFrom("target", "budget", "max-iterations", "error"),
    message: fc.option(text, { nil: null }),
    iterations: amount,
    cost,
    setup: cost,
    audit: cost,
    opsPerValue: amount,
    step: fc.option(fc.record({ value: fc.oneof(number, fc.constant("armijo" as const)), L: fc.option(number, { nil: null }) }), {
      nil: null,
    }),
    f0: number,
    fstar: fc.option(fc.record({ value: fc.oneof(fc.constant(0), number), exact: fc.boolean() }), { nil: null }),
    f: number,
    fBest: number,
    hits: fc.subarray(targets.map((target) => ({ target, iteration: 3, cost: { values: 3, jvps: 0, vjps: 0, hvps: 0, ops: 30 } }))),
    trace: fc.array(fc.record({ iteration: amount, cost, f: number, fBest: number, gradNorm: fc.constant(null) }), { maxLength: 8 }),
    volatile: fc.record({ seconds: number, at: fc.array(number, { maxLength: 8 }) }),
  });
  const axis = fc.constantFrom<Axis[]>("work", "evals", "iterations", "seconds", "ops");

  test("no line is wider than asked", () =>
    fc.assert(
      fc.property(fc.array(run, { maxLength: 14 }), fc.integer({ min: 40, max: 180 }), axis, (runs, width, axis) => {
        for (const line of render(runs, { width, axis }).split("\n")) expect(columnsOf(line), line).toBeLessThanOrEqual(width);
      }),
      quick,
    ));
  test("colours are always balanced, and there are no others than ours", () =>
    fc.assert(
      fc.property(fc.array(run, { maxLength: 6 }), (runs) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
        const stripped = render(runs, { paint: new Chalk({ level: 1 }) }).replaceAll(/\u001b\[\d+m/g, "");
        expect(stripped).toBe(render(runs));
        expect(stripped).not.toMatch(/(?!\n)\p{Cc}/u);
      }),
      quick,
    ));
});

test("a minimum that is undercut is no minimum, and said", () => {
  const text = render([recordOf({ method: "gd/reverse", f: [3, 1], over: { fstar: { value: 5, exact: true }, fBest: 1 } })]);
  expect(text).toContain("f* = 5 is not the minimum: A gd/reverse saw f = 1. Gaps and targets mean\n  nothing.");
  expect(text).toContain("No plot: f is at or below f* from the first point on, no gap is above 0.");
});

test("equal iterations: the least work comes first", () => {
  const f = geometric(60, 0.5);
  const text = render([recordOf({ method: "gd/central-difference", f, each: 20 }), recordOf({ method: "gd/reverse", f, each: 2 })], {
    axis: "iterations",
  });
  expect(text).toMatch(/^A gd\/reverse/m);
});
