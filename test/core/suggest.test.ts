import { expect, test } from "vitest";
import { UsageError } from "../../src/core/errors.js";
import { editDistance, nearest, unknown } from "../../src/core/suggest.js";

const names = ["gd", "lbfgs", "nelder-mead", "two-point", "reverse", "mds", "rosenbrock"];

test.each([
  ["lbgfs", "lbfgs"],
  ["gdd", "gd"],
  ["revers", "reverse"],
  ["mdss", "mds"],
  ["rosenbrok", "rosenbrock"],
  ["Nelder_Mead", "nelder-mead"],
  ["twopoint", "two-point"],
  ["nelder", "nelder-mead"],
  ["frobnicate", undefined],
  ["", undefined],
  ["x", undefined],
])("%s → %s", (typed, meant) => expect(nearest(typed, names)).toBe(meant));

test("an abbreviation of two names means neither", () => expect(nearest("forw", ["forward-mode", "forward-difference"])).toBeUndefined());

test.each([
  ["", "", 0],
  ["", "abc", 3],
  ["abc", "", 3],
  ["ab", "ba", 1],
  ["kitten", "sitting", 3],
  ["lbgfs", "lbfgs", 1],
])("from %s to %s in %d", (a, b, edits) => expect(editDistance(a, b)).toBe(edits));

test("one line: the kind, the name, the nearest, all", () => {
  expect(unknown("optimizer", "lbgfs", ["gd", "lbfgs"])).toEqual(
    new UsageError('unknown optimizer "lbgfs", did you mean "lbfgs"? known: gd, lbfgs'),
  );
  expect(unknown("optimizer", "zzzz", ["gd", "lbfgs"]).message).toBe('unknown optimizer "zzzz"; known: gd, lbfgs');
  expect(unknown("problem", "a\nb", ["mds"]).message).toBe('unknown problem "a\\nb"; known: mds');
});
