import { expect, test } from "vitest";
import { square, sum } from "../../src/ad/index.js";
import { run } from "../../src/bench/run.js";
import { UsageError } from "../../src/core/errors.js";
import { defineProblem } from "../../src/core/problem.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { estimateOf, meterOf, observed, optimizerNamed, paramsOf, sourceNamed } from "../../src/studies/methods.js";

const bowl = defineProblem({
  name: "bowl",
  summary: "",
  reference: "",
  defaults: { dim: 2 },
  make: () => ({ dim: 2, x0: Float64Array.of(8, -4), f: (x) => sum(square(x)) }),
});

test("an observed optimizer hands out copies of its iterates, and has what is given as defaults", () => {
  const path: Float64Array[] = [];
  const gd = observed(optimizerNamed("gd"), { step: 0.25 }, (x) => void path.push(x));
  const options = { problem: bowl, gradients: ["reverse"], target: 0, maxIterations: 3 };
  const [record] = run({ ...options, optimizers: [gd] });
  expect(path.map((x) => [...x])).toEqual([
    [8, -4],
    [4, -2],
    [2, -1],
    [1, -0.5],
  ]);
  const [plain] = run({ ...options, optimizers: ["gd[step=0.25]"] });
  expect([record!.f, record!.cost, record!.stop]).toEqual([plain!.f, plain!.cost, plain!.stop]);
});

test("a registered source on a meter of its own", () => {
  const meter = meterOf(bowl.make({ dim: 2 }, stream("unused"), () => ""));
  const g = new Float64Array(2);
  estimateOf("central-difference", { h: 0.5, scale: "absolute" }, meter, stream("unused"))(Float64Array.of(1, 3), g);
  expect([...g]).toEqual([2, 6]);
  expect(meter.cost.values).toBe(4);
});

test("names and parameters are checked", () => {
  expect(() => sourceNamed("backward")).toThrow('"backward" is not registered');
  expect(() => optimizerNamed("descent")).toThrow('"descent" is not registered');
  expect(() => paramsOf(sourceNamed("two-point"), { distribution: "cauchy" })).toThrow(UsageError);
  expect(paramsOf(optimizerNamed("gd"), { step: 0.5 })).toMatchObject({ step: 0.5 });
  expect(paramsOf(sourceNamed("two-point"))).toMatchObject({ distribution: "sphere", directions: 1 });
});
