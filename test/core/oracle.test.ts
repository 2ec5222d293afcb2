import { describe, expect, test } from "vitest";
import { makeOracle, valueOracle } from "../../src/core/oracle.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { array, evaluationsOf } from "../support/evaluations.js";
import { paramsOf, sourceNamed } from "../support/methods.js";

// f = x⁴ + xy²: ∇f = (4x³ + y², 2xy), H = [[12x², 2y], [2y, 2x]].
const quartic = () =>
  evaluationsOf(
    2,
    ([x, y]) => x! * x! * x! * x! + x! * y! * y!,
    ([x, y]) => [4 * x! * x! * x! + y! * y!, 2 * x! * y!],
    ([x, y], [v, w]) => [12 * x! * x! * v! + 2 * y! * w!, 2 * y! * v! + 2 * x! * w!],
  );
const oracleOf = (name: string, evaluations = quartic()) =>
  makeOracle(evaluations, sourceNamed(name), paramsOf(sourceNamed(name)), stream("oracle"));
const point = array(1.5, -0.5);
const v = array(2, 3);
// 12·2.25·2 + 2·(−.5)·3 = 51; 2·(−.5)·2 + 2·1.5·3 = 7
const hv = [51, 7];

describe("hvp", () => {
  test.each(["reverse", "forward", "analytic"])("%s: exact, one evaluation", (name) => {
    const evaluations = quartic();
    const out = array(0, 0);
    oracleOf(name, evaluations).hvp(point, v, out);
    expect([...out]).toEqual(hv);
    expect(evaluations.counts.hvps).toBe(1);
  });
  test.each([
    ["central-difference", 1e-4],
    ["forward-difference", 1e-3],
  ])("%s: a difference of its own gradients", (name, tolerance) => {
    const evaluations = quartic();
    const out = array(0, 0);
    oracleOf(name, evaluations).hvp(point, v, out);
    out.forEach((o, i) => void expect(Math.abs(o / hv[i]! - 1)).toBeLessThan(tolerance));
    expect(evaluations.counts).toMatchObject({ jvps: 0, vjps: 0, hvps: 0 });
  });
  test("the closed form of a black box has no exact product", () => {
    const evaluations = { ...quartic(), differentiable: false };
    const out = array(0, 0);
    oracleOf("analytic", evaluations).hvp(point, v, out);
    expect(evaluations.counts).toMatchObject({ analytic: 2, hvps: 0 });
    out.forEach((o, i) => void expect(Math.abs(o / hv[i]! - 1)).toBeLessThan(1e-4));
  });
  test("along nothing is nothing, for nothing", () => {
    const evaluations = quartic();
    const out = array(1, 1);
    oracleOf("central-difference", evaluations).hvp(point, array(0, 0), out);
    expect([...out]).toEqual([0, 0]);
    expect(evaluations.counts.values).toBe(0);
  });
});

test("an optimizer that uses only values gets only values", () => {
  const oracle = valueOracle(quartic());
  expect(oracle.value(array(1, 2))).toBe(5);
  expect(() => oracle.gradient(point, array(0, 0))).toThrow(/uses only values/);
});
