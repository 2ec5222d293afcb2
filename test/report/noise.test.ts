import { expect, test } from "vitest";
import { noiseText } from "../../src/report/noise.js";
import { renderRun } from "../../src/report/run.js";
import { recordOf, resultsOf } from "../support/records.js";
import { choice, specOf } from "../support/spec.js";

const noisy = { dim: 10, noise: 0.001, "noise-type": "relative", "noise-distribution": "uniform" };

test("level, type and distribution; nothing without a level, or where specs know none", () => {
  expect(noiseText(choice("p", noisy))).toBe("noise 1e-3 (relative, uniform)");
  expect(noiseText(choice("p", { ...noisy, noise: 0.25 }))).toBe("noise 0.25 (relative, uniform)");
  expect(noiseText(choice("p", { ...noisy, noise: 0 }))).toBeNull();
  expect(noiseText(choice("p", { dim: 10 }))).toBeNull();
});

test("in the title and in the fairness line", () => {
  const run = { ...recordOf({ method: "gd/reverse", f: [2, 1] }), spec: specOf({ problem: choice("quadratic", noisy) }) };
  const text = renderRun(resultsOf([run]), { width: 400, table: true, plot: false, wide: false, axis: "work", paint: undefined });
  expect(text.split("\n")[0]).toBe("quadratic, n = 10, noise 1e-3 (relative, uniform): f* = 0 (exact), 1 run of 1 method");
  expect(text).toContain(
    "; noise 1e-3 (relative, uniform) in every f that a method sees, while AD, targets, gaps and f shown here are exact;",
  );
});
