import { expect, test } from "vitest";
import { label } from "../../src/bench/label.js";
import { optimizerNamed, paramsOf, sourceNamed } from "../support/methods.js";
import { choice } from "../support/spec.js";

test("only what is not default is written, in the order of declaration", () => {
  const gd = optimizerNamed("gd");
  expect(label(choice("gd", paramsOf(gd)), gd.defaults)).toBe("gd");
  expect(label(choice("gd", paramsOf(gd, { decay: 0.9, step: 0.06 })), gd.defaults)).toBe("gd[step=0.06,decay=0.9]");
  const twoPoint = sourceNamed("two-point");
  expect(label(choice("two-point", paramsOf(twoPoint, { directions: 4, orthogonal: true })), twoPoint.defaults)).toBe(
    "two-point[directions=4,orthogonal=true]",
  );
});
test("plain defaults count too", () => expect(label(choice("p", { dim: 3, a: "y" }), { dim: 3, a: "x" })).toBe("p[a=y]"));
