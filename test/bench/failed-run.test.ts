/** The record of a run whose worker died is that run's record in all that can be known of it. */
import { expect, test } from "vitest";
import { constant, mul, sum } from "../../src/ad/index.js";
import { execute } from "../../src/bench/execute.js";
import { prepare } from "../../src/bench/experiment.js";
import { failedRun } from "../../src/bench/failed-run.js";
import { parseRecord, serializeRecord } from "../../src/bench/serialize.js";
import { defineProblem } from "../../src/core/problem.js";

const family = defineProblem({
  name: "weighted",
  summary: "-",
  reference: "-",
  defaults: { dim: 2 },
  make: (_, __, read) => {
    const weights = constant(Float64Array.from(read("weights").split(","), Number));
    return { dim: 2, x0: Float64Array.of(1, 2), fmin: 0, f: (x) => sum(mul(weights, mul(x, x))) };
  },
});
const read = (): string => "3,5";

test("the same key, the files that the problem read among what it is made of", () => {
  const experiment = prepare({ problem: family, optimizers: "gd[step=0.01],nelder-mead", gradients: "reverse" }, read);
  for (const spec of experiment.specs) {
    const hashes = ["0123"];
    const record = failedRun(spec, experiment, hashes, "the worker died");
    const { key, optimizer, gradient, dim, engine } = execute(spec, { family, read, now: () => 0, files: hashes });
    expect(record).toMatchObject({ key, optimizer, gradient, dim, engine, stop: "error", message: "the worker died", hits: [] });
    expect(parseRecord(serializeRecord(record))).toEqual(record);
  }
});
