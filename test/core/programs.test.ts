import { describe, expect, test } from "vitest";
import { constant, mul, sum } from "../../src/ad/index.js";
import { UsageError } from "../../src/core/errors.js";
import { Meter } from "../../src/core/meter.js";
import { makePrograms } from "../../src/core/programs.js";
import { array } from "../support/evaluations.js";

/** f = Σ x_i⁴: ∇f = 4x³, H = diag 12x². */
const quartic = () => makePrograms({ dim: 2, x0: array(1, 1), f: (x) => sum(mul(mul(x, x), mul(x, x))) });

describe("a traced problem", () => {
  test("gives value, jvp, vjp, hvp of the one definition, each with f(x)", () => {
    const meter = new Meter(quartic());
    const [x, v, out] = [array(2, -1), array(1, 3), array(0, 0)];
    expect(meter.value(x)).toBe(17);
    expect(meter.jvp(x, v)).toEqual([17, 20]);
    expect(meter.vjp(x, out)).toBe(17);
    expect([...out]).toEqual([32, -4]);
    expect(meter.hvp(x, v, out)).toBe(17);
    expect([...out]).toEqual([48, 36]);
  });
  test("derivative programs cost more than the value, and each call costs the same", () => {
    const programs = quartic();
    const ops = (["value", "jvp", "vjp", "hvp"] as const).map((name) => programs.call(name).ops);
    for (const more of ops.slice(1)) expect(more).toBeGreaterThan(ops[0]!);
    const meter = new Meter(programs);
    for (let k = 0; k < 3; k++) meter.vjp(array(k, k), array(0, 0));
    expect(meter.cost.ops).toBe(3 * ops[2]!);
  });
  test("a program is compiled once", () => {
    const programs = quartic();
    expect(programs.call("hvp")).toBe(programs.call("hvp"));
  });
  test("a closed form is charged as the reverse sweep it stands for", () => {
    const programs = makePrograms({
      dim: 2,
      x0: array(1, 1),
      f: (x) => sum(mul(x, x)),
      gradient: (x, g) =>
        x.forEach((xi, i) => {
          g[i] = 2 * xi;
        }),
    });
    const meter = new Meter(programs);
    meter.analytic(array(1, 2), array(0, 0));
    expect(meter.cost).toMatchObject({ vjps: 1, ops: programs.call("vjp").ops });
  });
  test("f that is not computed still costs one op: budgets end", () => {
    const meter = new Meter(makePrograms({ dim: 1, x0: array(1), f: () => constant(Float64Array.of(3), []) }));
    expect(meter.value(array(1))).toBe(3);
    expect(meter.cost.ops).toBe(1);
  });
  test("f must be a scalar", () => {
    expect(() => makePrograms({ dim: 2, x0: array(1, 1), f: (x) => mul(x, x) })).toThrow(UsageError);
    expect(() => makePrograms({ dim: 2, x0: array(1, 1), f: (x) => mul(x, x) })).toThrow(/shape \[2\]/);
  });
});
