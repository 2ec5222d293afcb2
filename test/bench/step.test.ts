import { expect, test } from "vitest";
import { resolveStep } from "../../src/bench/step.js";
import { Meter } from "../../src/core/meter.js";
import type { Programs } from "../../src/core/programs.js";
import { array } from "../support/evaluations.js";

/** A problem whose Hessian is diagonal. */
const meterOf = (curvatures: number[], differentiable = true): Meter => {
  const programs: Programs = {
    dim: curvatures.length,
    engine: "test",
    differentiable,
    closedForm: false,
    call: () => ({
      kind: "hvps",
      ops: 7,
      run: (_, v, out) => {
        curvatures.forEach((c, i) => {
          out[i] = c * v[i]!;
        });
        return 0;
      },
    }),
  };
  return new Meter(programs, { evals: 0, ops: 0 });
};
const auto = { step: "auto", momentum: 0.5 };

test("1/(L(1 + ω)), L the largest |curvature|; the products are in the setup ledger, off the budget", () => {
  const meter = meterOf([1, 4, -10]);
  const { params, step } = resolveStep(auto, 4, meter, array(0, 0, 0));
  expect(step!.L).toBeCloseTo(10, 12);
  expect(step!.value).toBeCloseTo(1 / 50, 14);
  expect(params).toEqual({ step: step!.value, momentum: 0.5 });
  expect(meter.setup).toMatchObject({ hvps: 3, ops: 21 });
  expect(meter.cost).toMatchObject({ hvps: 0, ops: 0 });
});
test.each([
  ["no curvature", [0, 0], 0],
  ["not finite", [1, Infinity], NaN],
])("%s: armijo, and L says why", (_, curvatures, L) => {
  expect(resolveStep(auto, 0, meterOf(curvatures), array(0, 0)).step).toEqual({ value: "armijo", L });
});
test("a black box: armijo, L unknown", () =>
  expect(resolveStep(auto, 0, meterOf([1], false), array(0)).step).toEqual({ value: "armijo", L: null }));
test("what is not auto stays, and costs nothing", () => {
  for (const params of [{ step: 0.1 }, { step: "armijo" }, { size: 3 }]) {
    const meter = meterOf([1]);
    expect(resolveStep(params, 0, meter, array(0))).toEqual({ params, step: null });
    expect(meter.setup.hvps).toBe(0);
  }
});
