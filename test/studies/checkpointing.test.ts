/** The study checkpointing: every claim holds, with other parameters too, and fails where what it is about is wrong. */
import { afterEach, describe, expect, test, vi } from "vitest";
import * as checkpoints from "../../src/ad/checkpoint/chain.js";
import type { Plan } from "../../src/ad/checkpoint/plan.js";
import * as revolving from "../../src/ad/checkpoint/revolve.js";
import * as uniform from "../../src/ad/checkpoint/uniform.js";
import { add, type Expr, mul } from "../../src/ad/index.js";
import type { Params } from "../../src/core/params.js";
import type { Findings } from "../../src/core/study.js";
import study from "../../src/studies/checkpointing/index.js";
import { leastSteps } from "../../src/studies/checkpointing/least-steps.js";
import { failing, findingsOf, measured } from "../support/findings.js";

function findings(part: string, given: Params = {}): Findings {
  return findingsOf(study, part, { given });
}
const parts = study.parts.map(({ id }) => id);
const small = { longest: 60, layers: 6, width: 4, batch: 8, block: 4 };

describe("as claimed", () => {
  test("the parts", () => expect(parts).toEqual(["CP1", "CP2", "CP3.mlp", "CP3.scan", "CP4"]));
  test.each(parts)("%s holds", (part) => expect(failing(findings(part))).toEqual([]));
  test.each<Params>([
    { longest: 1, steps: 1, snapshots: 1, layers: 2, width: 2, batch: 1, block: 2, depth: 1, kept: 1 },
    { longest: 50, steps: 37, snapshots: 50, layers: 7, width: 9, batch: 3, block: 5, hidden: 768, depth: 12, bytes: 4, backward: 3 },
    { longest: 300, steps: 200, snapshots: 2, layers: 11, width: 3, batch: 100, block: 7 },
  ])("with %o", (given) => {
    for (const part of parts) expect(failing(findings(part, given))).toEqual([]);
  });
});

describe("the figures", () => {
  test("of the transformer", () => {
    const found = findings("CP4");
    expect(measured(found, "CP4.all")).toBeCloseTo(60.3979776, 12);
    expect(measured(found, "CP4.checkpoints")).toBeCloseTo(6.291456, 12);
  });
  test("the dynamic program has Revolve's figures, and those that are plain: l (l − 1)/2 with the first state alone", () => {
    const least = leastSteps(120, 8);
    expect([least[3]![10], least[5]![100], least[4]![35], least[1]![5], least[0]![2]]).toEqual([15, 316, 84, 10, Number.POSITIVE_INFINITY]);
  });
  test("memory falls with the snapshots, operations rise", () => {
    const rows = findings("CP3.mlp").tables![0]!.rows.slice(2);
    for (const [k, row] of rows.entries())
      if (k > 0) expect([row[3]! > rows[k - 1]![3]!, row[4]! < rows[k - 1]![4]!]).toEqual([true, true]);
  });
});

describe("what is wrong is found", () => {
  afterEach(() => vi.restoreAllMocks());
  test("a region that computes something else", () => {
    const real = checkpoints.checkpointChain;
    vi.spyOn(checkpoints, "checkpointChain").mockImplementation((plan, step) =>
      real(plan, typeof plan === "number" ? step : (x: Expr, i: number) => add(step(x, i), mul(1e-15, x))),
    );
    expect(failing(findings("CP3.mlp", small))).toContain("CP3.mlp.bits");
  });
  test("regions that are not there: nothing is computed again", () => {
    const real = checkpoints.checkpointChain;
    vi.spyOn(checkpoints, "checkpointChain").mockImplementation((_, step) => real(small.layers, step));
    expect(failing(findings("CP3.scan", small))).toEqual(["CP3.scan.recompute"]);
  });
  test("a schedule that is not the best", () => {
    const real = revolving.revolve;
    const bisected = (steps: number, c: number): Plan =>
      steps <= 1 ? steps : c === 1 ? real(steps, 1) : { first: bisected(steps >> 1, c), rest: bisected(steps - (steps >> 1), c - 1) };
    vi.spyOn(revolving, "revolve").mockImplementation(bisected);
    expect(failing(findings("CP2"))).toContain("CP2.t10-3");
  });
  test("segments that are too long", () => {
    const real = uniform.uniform;
    vi.spyOn(uniform, "squareRoot").mockImplementation((n) => real(n, 3 * Math.ceil(Math.sqrt(n))));
    expect(failing(findings("CP1", small))).toContain("CP1.memory");
  });
});
