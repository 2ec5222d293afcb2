/** The study jacobian: every claim holds, with other parameters too; the figure is that of the lecture. */
import { describe, expect, test } from "vitest";
import type { Params } from "../../src/core/params.js";
import type { Findings } from "../../src/core/study.js";
import jacobian from "../../src/studies/jacobian/index.js";
import { failing, findingsOf, measured } from "../support/findings.js";

function findings(part: string, given: Params = {}): Findings {
  return findingsOf(jacobian, part, { given });
}

describe("jacobian", () => {
  test.each<[string, Params]>([
    ["JA1", {}],
    ["JA1", { dim: 2, rows: 1000 }],
    ["JA1", { dim: 333, rows: 2000 }],
    ["JA2", {}],
    ["JA2", { dim: 2, rows: 1000 }],
    ["JA3", {}],
    ["JA3", { inputs: 2, outputs: 1 }],
    ["JA3", { inputs: 40, outputs: 7 }],
  ])("%s holds with %o", (part, given) => expect(failing(findings(part, given))).toEqual([]));

  test("JA1 is the lecture's figure: m/n from 0.01 to 316, lines that cross at 1", () => {
    const { figures = [] } = findings("JA1");
    const [forward, reverse] = figures.find(({ name }) => name === "ops")!.lines;
    const points = forward!.points;
    expect(points[0]![0]).toBe(0.01);
    expect(points.at(-1)![0]).toBeCloseTo(316.23, 2);
    points.forEach(([x, y], k) => expect(Math.sign(y - reverse!.points[k]![1])).toBe(-Math.sign(x - 1) + 0));
  });
  test("JA3 counts 3, 5, 15, 24, 40", () => {
    const found = findings("JA3");
    const ids = ["forward", "reverse", "elimination", "forward-multiplications", "reverse-multiplications"];
    expect(ids.map((id) => measured(found, `JA3.${id}`))).toEqual([3, 5, 15, 24, 40]);
  });
});
