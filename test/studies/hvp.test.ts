/** The study hvp: every claim holds, with other parameters too; products that are wrong are told apart. */
import { describe, expect, test } from "vitest";
import { dot, exp, mul, sin, square, stopGradient, sum } from "../../src/ad/index.js";
import type { Params } from "../../src/core/params.js";
import hvp from "../../src/studies/hvp/index.js";
import { agreement } from "../../src/studies/hvp/nestings.js";
import { claimed, failing, findingsOf } from "../support/findings.js";

const findings = (part: string, given: Params = {}, seed = 0) => findingsOf(hvp, part, { given, seed });

describe("as claimed", () => {
  test.each<[part: string, given: Params]>([
    ["HV1", {}],
    ["HV1", { dim: 5, layers: "4-3-2", batch: 7, largest: 3200 }],
    ["HV1", { dim: 120, layers: "64-2-10" }],
    ["HV2", {}],
    ["HV2", { dim: 4, largest: 3200, large: 20_000 }],
  ])("%s %j", (part, given) => {
    const found = findings(part, given, 2);
    expect(found.claims.length).toBeGreaterThan(7);
    expect(failing(found)).toEqual([]);
  });
});

test("8 TB, and one product in a few arrays of a million numbers", () => {
  const found = findings("HV2");
  expect(claimed(found, "HV2.terabytes").expected).toBe(8e12);
  expect(claimed(found, "HV2.terabytes").statement).toContain("8 TB");
  expect(claimed(found, "HV2.large").measured as number).toBeGreaterThanOrEqual(3);
  expect(claimed(found, "HV2.dense").measured).toBe(40);
});

describe("agreement", () => {
  const x = Float64Array.of(0.3, -0.8, 1.2);
  const place = { name: "f", x, v: Float64Array.of(1, 0.5, -2) };
  test("of a smooth function", () => {
    const { nestings, differences } = agreement({ ...place, problem: { dim: 3, x0: x, f: (e) => sum(mul(sin(e), exp(square(e)))) } });
    expect(nestings).toBeLessThan(1e-15);
    expect(differences).toBeLessThan(1e-8);
  });
  test("a derivative that is left out shows against differences", () => {
    // ∇f is right as a vector of numbers, but what it says of its own derivative is not.
    const f = (e: Parameters<typeof sum>[0]) => sum(mul(sin(e), dot(stopGradient(e), e)));
    expect(agreement({ ...place, problem: { dim: 3, x0: x, f } }).differences).toBeGreaterThan(1e-2);
  });
});
