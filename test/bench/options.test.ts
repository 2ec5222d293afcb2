/** What JavaScript hands to `run`: a mistyped name or word is an error, never the default. */
import { expect, test } from "vitest";
import { run } from "../../src/index.js";

test.each<[given: object, message: RegExp]>([
  [{}, /^problem: expected the name of a problem/],
  [{ problem: "quadratic", optimizer: "gd" }, /^unknown option "optimizer", did you mean "optimizers"\?/],
  [{ problem: "quadratic", dim: "10" }, /^dim: expected a number or a list of numbers, got "10"/],
  [{ problem: "quadratic", dim: 2, x0: [1, Number.NaN] }, /^x0: expected finite numbers/],
  [{ problem: "quadratic", x0: "rnadom" }, /^x0: expected problem, random or numbers/],
  [{ problem: "quadratic", trace: "every" }, /^trace: expected improvements or all/],
  [{ problem: "quadratic", engine: "wsam" }, /^unknown engine "wsam", did you mean "wasm"\?/],
])("%o", (given, message) => {
  expect(() => run(given as Parameters<typeof run>[0])).toThrow(
    expect.objectContaining({ name: "UsageError", message: expect.stringMatching(message) }),
  );
});

test("a problem that does not heed dim", () => {
  const problem = {
    name: "p",
    summary: "-",
    reference: "-",
    defaults: { dim: 2 },
    make: () => ({ dim: 3, x0: new Float64Array(3), value: () => 0 }),
  };
  expect(() => run({ problem, dim: 4 })).toThrow("problem p: dim = 4 was asked for, make returned dim = 3");
});
