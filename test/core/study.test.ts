import { expect, test } from "vitest";
import { effort } from "../../src/core/study.js";

test("--quick: a sixteenth of the samples, four times the tolerance: σ/√m for both", () => {
  const [full, quick] = [effort(false), effort(true)];
  expect([full.quick, full.samples(1000), full.tolerance(0.02)]).toEqual([false, 1000, 0.02]);
  expect([quick.quick, quick.samples(1600), quick.tolerance(0.02)]).toEqual([true, 100, 0.08]);
  expect([quick.samples(17), quick.samples(16), quick.samples(1)]).toEqual([2, 1, 1]);
});
