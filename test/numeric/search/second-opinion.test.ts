import { expect, test } from "vitest";
import { secondOpinion } from "../../../src/numeric/search/second-opinion.js";
import { array } from "../../support/evaluations.js";

/** A source that answers from a list, the last one for ever. */
function source(...answers: number[]) {
  const asked: [x: number, fx: number | undefined][] = [];
  return {
    asked,
    gradient: ([x]: Float64Array, g: Float64Array, fx?: number) => {
      g[0] = answers[Math.min(asked.length, answers.length - 1)]!;
      asked.push([x!, fx]);
      return Number.NaN;
    },
  };
}

test("the same gradient again is no other opinion, and f(x) is not evaluated for it", () => {
  const objective = source(3);
  const g = array(3);
  expect(secondOpinion(objective, array(7), 5, g)).toBe(false);
  expect(objective.asked).toEqual([[7, 5]]);
});
test("another one is written over the first", () => {
  const g = array(3);
  expect(secondOpinion(source(-2), array(7), 5, g)).toBe(true);
  expect([...g]).toEqual([-2]);
});
test("NaN is the same as NaN", () => {
  expect(secondOpinion(source(Number.NaN), array(7), 5, array(Number.NaN))).toBe(false);
  expect(secondOpinion(source(Number.NaN), array(7), 5, array(1))).toBe(true);
});
test("0 is asked for again, a few times", () => {
  const late = source(0, 0, 1);
  expect(secondOpinion(late, array(7), 5, array(0))).toBe(true);
  expect(late.asked).toHaveLength(3);
  const never = source(0);
  expect(secondOpinion(never, array(7), 5, array(0))).toBe(false);
  expect(never.asked).toHaveLength(5);
});
