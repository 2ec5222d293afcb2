import { describe, expect, test } from "vitest";
import type { Kind } from "../../src/core/cost.js";
import { evals, work } from "../../src/core/cost.js";
import { BudgetExhausted, UsageError } from "../../src/core/errors.js";
import { Meter } from "../../src/core/meter.js";
import { type Call, type CallName, makePrograms, type Programs } from "../../src/core/programs.js";
import { array } from "../support/evaluations.js";

/** Programs whose f is x₀, whose calls cost what the test says, and that count their runs. */
function programsOf(
  ops: Partial<Record<CallName, number>> = {},
  f = (x: Float64Array): number => x[0]!,
): Programs & { runs: () => number } {
  let runs = 0;
  const kinds: Record<CallName, Kind> = { value: "values", jvp: "jvps", vjp: "vjps", hvp: "hvps", analytic: "vjps" };
  const call = (name: CallName): Call => ({
    kind: kinds[name],
    ops: ops[name] ?? 1,
    run: (x, _, out) => {
      runs++;
      out.fill(5);
      return name === "analytic" ? NaN : f(x);
    },
  });
  return { dim: 1, engine: "test", differentiable: true, closedForm: true, call, runs: () => runs };
}
const g = new Float64Array(1);
const at = (v: number): Float64Array => array(v);

describe("charging", () => {
  test("every kind has its own count, and its own ops", () => {
    const meter = new Meter(programsOf({ value: 10, jvp: 20, vjp: 26, hvp: 50, analytic: 26 }));
    meter.value(at(1));
    meter.value(at(1));
    expect(meter.jvp(at(3), at(1))).toEqual([3, 5]);
    meter.vjp(at(1), g);
    meter.hvp(at(1), at(1), g);
    meter.analytic(at(1), g);
    expect(meter.cost).toEqual({ values: 2, jvps: 1, vjps: 2, hvps: 1, ops: 20 + 20 + 52 + 50 });
    expect(evals(meter.cost)).toBe(6);
    expect(work(meter.cost, meter.opsPerValue)).toBe(14.2);
  });
  test("comes first: what does not fit is not evaluated, and what fits exactly is", () => {
    const programs = programsOf({ value: 10, vjp: 25 });
    const meter = new Meter(programs, { evals: Infinity, ops: 45 });
    meter.vjp(at(1), g);
    expect(() => meter.vjp(at(1), g)).toThrow(BudgetExhausted);
    meter.value(at(1));
    meter.value(at(1));
    expect(() => meter.value(at(1))).toThrow(BudgetExhausted);
    expect(programs.runs()).toBe(3);
    expect(meter.cost.ops).toBe(45);
  });
  test("a limit on evaluations counts all kinds", () => {
    const meter = new Meter(programsOf(), { evals: 2, ops: Infinity });
    meter.value(at(1));
    meter.vjp(at(1), g);
    expect(() => meter.jvp(at(1), at(1))).toThrow(BudgetExhausted);
  });
  test("an evaluation that throws was charged", () => {
    const meter = new Meter(
      programsOf({}, () => {
        throw new Error("boom");
      }),
    );
    expect(() => meter.value(at(1))).toThrow("boom");
    expect(meter.cost.values).toBe(1);
  });
  test("ledgers handed out are copies", () => {
    const meter = new Meter(programsOf());
    (meter.cost as { values: number }).values = 99;
    expect(meter.cost.values).toBe(0);
  });
});

describe("three ledgers", () => {
  test("setup and audit are off the budget and apart", () => {
    const meter = new Meter(programsOf(), { evals: 1, ops: Infinity });
    meter.inSetup(() => {
      meter.hvp(at(1), at(1), g);
      meter.audit(at(1));
      meter.hvp(at(1), at(1), g);
    });
    meter.value(at(1));
    meter.audit(at(2));
    expect([meter.cost, meter.setup, meter.audited].map(evals)).toEqual([1, 2, 2]);
    expect(() => meter.value(at(1))).toThrow(BudgetExhausted);
  });
  test("an error in setup does not leave the meter there", () => {
    const meter = new Meter(programsOf());
    expect(() =>
      meter.inSetup(() => {
        throw new Error("boom");
      }),
    ).toThrow("boom");
    meter.value(at(1));
    expect(meter.cost.values).toBe(1);
  });
});

describe("what was seen", () => {
  test("the best value of any ledger and kind; NaN is no value", () => {
    const meter = new Meter(programsOf());
    expect(meter.best).toBeNaN();
    meter.value(at(NaN));
    expect(meter.best).toBeNaN();
    meter.value(at(7));
    meter.value(at(9));
    meter.jvp(at(6), at(1));
    expect(meter.best).toBe(6);
    meter.audit(at(2));
    expect(meter.best).toBe(2);
    meter.analytic(at(1), g);
    expect(meter.best).toBe(2);
  });
  test("targets: the cost at the evaluation that first reaches each, in the run's ledger", () => {
    const meter = new Meter(programsOf({ vjp: 3 }));
    meter.audit(at(100));
    meter.watch(0, [10, 100, 1]);
    expect(meter.reached).toEqual([{ target: 1, cost: { values: 0, jvps: 0, vjps: 0, hvps: 0, ops: 0 } }]);
    meter.value(at(50));
    meter.vjp(at(10), g);
    meter.value(at(5));
    meter.audit(at(0.5));
    expect(meter.reached.map(({ target, cost }) => [target, evals(cost), cost.ops])).toEqual([
      [1, 0, 0],
      [0, 2, 4],
      [2, 3, 5],
    ]);
  });
});

describe("black boxes", () => {
  test("a call is one op; the argument is a copy; a closed form is charged as a vjp", () => {
    const kept: Float64Array[] = [];
    const programs = makePrograms({
      dim: 2,
      x0: array(0, 0),
      value: (x) => {
        kept.push(x);
        x[0] = 99;
        return 3;
      },
      gradient: (x, out) => void out.set(x),
    });
    const meter = new Meter(programs);
    const x = array(1, 2);
    expect(meter.value(x)).toBe(3);
    expect([...x]).toEqual([1, 2]);
    const out = array(0, 0);
    meter.analytic(x, out);
    expect([...out]).toEqual([1, 2]);
    expect(meter.cost).toEqual({ values: 1, jvps: 0, vjps: 1, hvps: 0, ops: 2 });
  });
  test("no derivatives by AD, and only numbers as values", () => {
    const meter = new Meter(makePrograms({ dim: 1, x0: array(0), value: () => "3" as unknown as number }));
    expect(meter.differentiable).toBe(false);
    expect(() => meter.vjp(at(1), g)).toThrow(UsageError);
    expect(() => meter.analytic(at(1), g)).toThrow(UsageError);
    expect(() => meter.value(at(1))).toThrow(/must return a number, it returned string/);
  });
});

test("an overflow to −Infinity is no best value where the least value is known", () => {
  let f = 4;
  const meter = new Meter(makePrograms({ dim: 1, x0: array(0), value: () => f }));
  meter.value(array(0));
  meter.watch(0, [1]);
  f = Number.NEGATIVE_INFINITY;
  meter.value(array(0));
  expect(meter.best).toBe(4);
  f = 0.5;
  meter.value(array(0));
  expect(meter.reached).toHaveLength(1);
});
