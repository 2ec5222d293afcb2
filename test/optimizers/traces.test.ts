/** First-order methods iterate by iterate against an independent implementation: 14 methods on two problems, 500 iterations. */
import { describe, expect, test } from "vitest";
import { add, constant, dot, type Expr, matmul, mul, slice, square, sub, sum } from "../../src/ad/index.js";
import { Meter } from "../../src/core/meter.js";
import type { Iterate } from "../../src/core/optimizer.js";
import { makeOracle } from "../../src/core/oracle.js";
import type { Params } from "../../src/core/params.js";
import { makePrograms } from "../../src/core/programs.js";
import { stream } from "../../src/numeric/sampling/random.js";
import reference from "../data/optimizer-traces.json" with { type: "json" };
import { optimizerNamed, paramsOf, sourceNamed } from "../support/methods.js";

const problems: Readonly<Record<string, (x: Expr) => Expr>> = {
  rosen2: (x) => {
    const [a, b] = [slice(x, 0, 1), slice(x, 1, 2)];
    return sum(add(mul(100, square(sub(b, square(a)))), square(sub(1, a))));
  },
  quad3: (x) => {
    const A = constant(Float64Array.of(1, 1, 0, 1, 10, 0, 0, 0, 100), [3, 3]);
    return add(mul(0.5, dot(x, matmul(A, x))), dot(constant(Float64Array.of(-3, 0, 2)), x));
  },
};

/** The reference's names for methods and parameters, in ours. */
const methods: Readonly<Record<string, string>> = {
  sgd: "gd",
  sgd_momentum: "heavy-ball",
  sgd_nesterov: "nesterov",
  sgd_momentum_damp_wd: "heavy-ball",
  adam_amsgrad: "adam",
  rmsprop_mom_centered: "rmsprop",
};
const words: Readonly<Record<string, string>> = { lr: "step", centered: "centred" };
const special: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  adamw: { weight_decay: "decay" },
  sgd_momentum_damp_wd: { weight_decay: "weight-decay" },
};

describe.each(reference.runs.map((run) => [`${run.optimizer} on ${run.problem}`, run] as const))("%s", (_, run) => {
  const { nesterov: __, ...given } = run.params as Params;
  const ours = Object.fromEntries(Object.entries(given).map(([key, value]) => [special[run.optimizer]?.[key] ?? words[key] ?? key, value]));
  const meter = new Meter(makePrograms({ dim: run.x0.length, x0: Float64Array.from(run.x0), f: problems[run.problem]! }));
  const optimizer = optimizerNamed(methods[run.optimizer] ?? run.optimizer);
  const iterates = optimizer.run(
    makeOracle(meter, sourceNamed("reverse"), {}, stream("gradient")),
    Float64Array.from(run.x0),
    paramsOf(optimizer, ours),
    stream("optimizer"),
  );
  /** What each yield was, up to the last row of the reference. */
  const path: number[][] = [];
  while (path.length <= run.trace.at(-1)!.k) path.push([...(iterates.next().value as Iterate).x]);

  test("begins at x0", () => expect(path[0]).toEqual(run.x0));
  test.each(run.trace.map((row) => [row.k, row.x] as const))("iterate %i", (k, x) => {
    x.forEach((xi, i) => void expect(Math.abs(path[k]![i]! - xi), `x[${i}]`).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(xi))));
  });
});
