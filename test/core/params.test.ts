import { expect, describe as group, test } from "vitest";
import { UsageError } from "../../src/core/errors.js";
import {
  choice,
  describe,
  flag,
  integer,
  number,
  oneOf,
  type ParamType,
  positive,
  resolve,
  settled,
  text,
  type Value,
} from "../../src/core/params.js";
import { gradients } from "../../src/gradients/index.js";
import { optimizers } from "../../src/optimizers/index.js";

group("what a type accepts", () => {
  const cases: [string, ParamType<Value>, [unknown, Value][], unknown[]][] = [
    [
      "a number",
      number(0),
      [
        ["1.5", 1.5],
        ["-2e-3", -2e-3],
        [".5", 0.5],
        ["5.", 5],
        ["+1", 1],
        [" 7 ", 7],
        [3, 3],
      ],
      ["", " ", "x", "0x10", "1e999", "NaN", "Infinity", "1_000", "1,5", NaN, Infinity, true, null, {}],
    ],
    [
      "a number ≥ 0 and < 1",
      number(0, { min: 0, below: 1 }),
      [
        ["0", 0],
        ["0.999", 0.999],
      ],
      ["1", "-0.1", "1e0"],
    ],
    ["a number > 0", positive(1), [["1e-300", 1e-300]], ["0", "-1", -0]],
    ["a number ≤ 2", number(0, { max: 2 }), [["2", 2]], ["2.0001"]],
    [
      "an integer ≥ 1",
      integer(1, { min: 1 }),
      [
        ["8", 8],
        ["1e3", 1000],
        ["3.0", 3],
        [4, 4],
      ],
      ["0", "1.5", "x", 1.5, "1e16", 2 ** 53],
    ],
    ["an integer ≥ 1 and ≤ 3", integer(1, { min: 1, max: 3 }), [["3", 3]], ["4"]],
    [
      "true or false",
      flag(false),
      [
        ["true", true],
        ["false", false],
        [true, true],
      ],
      ["yes", "1", 1, 0, ""],
    ],
    ["a text", text("a"), [["x", "x"]], ["", " ", 1]],
    ["sphere, gaussian or coordinate", choice("sphere", "gaussian", "coordinate"), [["gaussian", "gaussian"]], ["Sphere", "", 1]],
    [
      "auto, armijo or a number > 0",
      oneOf("auto", "armijo", positive(1)),
      [
        ["auto", "auto"],
        ["armijo", "armijo"],
        ["0.1", 0.1],
        [0.1, 0.1],
      ],
      ["foo", "0", "", true],
    ],
  ];
  test.each(cases)("%s", (accepts, type, good, bad) => {
    expect(type.accepts).toBe(accepts);
    for (const [raw, value] of good) expect(type.parse(raw)).toBe(value);
    for (const raw of bad) expect(type.parse(raw)).toBeUndefined();
  });
  test("the first is the default", () => {
    expect(choice("sphere", "gaussian").default).toBe("sphere");
    expect(oneOf("auto", positive(2)).default).toBe("auto");
    expect(oneOf(positive(2), "auto").default).toBe(2);
  });
});

group("resolve", () => {
  const defaults = { step: oneOf("auto", "armijo", positive(1)), momentum: number(0, { min: 0, below: 1 }), adaptive: flag(false) };
  const of = (given: Record<string, unknown>) => () => resolve(defaults, given, "optimizer gd");
  test("defaults expanded, in the order of declaration", () => {
    expect(Object.entries(of({ adaptive: "true", step: "0.5" })())).toEqual([
      ["step", 0.5],
      ["momentum", 0],
      ["adaptive", true],
    ]);
    expect(of({ step: undefined })()).toEqual({ step: "auto", momentum: 0, adaptive: false });
  });
  test.each([
    [{ stepp: "1" }, 'unknown parameter "stepp" of optimizer gd, did you mean "step"? it has step, momentum, adaptive'],
    [{ zzzzzzz: "1" }, 'unknown parameter "zzzzzzz" of optimizer gd; it has step, momentum, adaptive'],
    [{ constructor: "1" }, 'unknown parameter "constructor" of optimizer gd; it has step, momentum, adaptive'],
    [{ step: "foo" }, "optimizer gd: step=foo: expected auto, armijo or a number > 0"],
    [{ momentum: "1" }, "optimizer gd: momentum=1: expected a number ≥ 0 and < 1"],
    [{ adaptive: "maybe" }, "optimizer gd: adaptive=maybe: expected true or false"],
  ])("%j", (given, message) => expect(of(given)).toThrow(new UsageError(message)));
  test("nothing to give", () =>
    expect(() => resolve({}, { h: "1" }, "gradient source reverse")).toThrow(
      new UsageError('unknown parameter "h" of gradient source reverse, which has none'),
    ));
  test("plain values: their type is the rule, dim is a count", () => {
    const plain = { dim: 3, a: 1.5, b: "x", c: true };
    expect(resolve(plain, { dim: "4", a: "-2", b: "y", c: "false" }, "p")).toEqual({ dim: 4, a: -2, b: "y", c: false });
    expect(() => resolve(plain, { dim: "2.5" }, "problem p")).toThrow("problem p: dim=2.5: expected an integer ≥ 1");
    expect(() => resolve(plain, { dim: 0 }, "problem p")).toThrow("problem p: dim=0: expected an integer ≥ 1");
    expect(() => resolve(plain, { a: "x" }, "problem p")).toThrow("problem p: a=x: expected a number");
    expect(() => resolve(plain, { c: "x" }, "problem p")).toThrow("problem p: c=x: expected true or false");
  });
  test("a default that is not accepted is found too", () =>
    expect(() => resolve({ dim: 0 }, {}, "problem p")).toThrow(/dim=0: expected an integer ≥ 1/));
  test("a default that the others decide", () => {
    const dependent = { n: settled(oneOf("auto", integer(1)), ({ per }) => 10 * (per as number)), per: integer(2) };
    expect(resolve(dependent, {}, "p")).toEqual({ n: 20, per: 2 });
    expect(resolve(dependent, { per: 3, n: "auto" }, "p")).toEqual({ n: 30, per: 3 });
    expect(resolve(dependent, { n: "5" }, "p")).toEqual({ n: 5, per: 2 });
  });
  test("resolving what is resolved changes nothing: every registered method", () => {
    for (const { name, defaults: d } of [...optimizers, ...gradients])
      expect(resolve(d, resolve(d, {}, name), name)).toEqual(resolve(d, {}, name));
  });
  test("texts stand for the values that they print", () => {
    for (const { name, defaults: d } of [...optimizers, ...gradients]) {
      const texts = Object.fromEntries(Object.entries(resolve(d, {}, name)).map(([key, value]) => [key, String(value)]));
      expect(resolve(d, texts, name)).toEqual(resolve(d, {}, name));
    }
  });
});

test("describe lists name, default and what is accepted", () =>
  expect(describe({ dim: 3, step: oneOf("auto", positive(1)), on: true, b: "x" })).toEqual([
    { name: "dim", default: 3, accepts: "an integer ≥ 1" },
    { name: "step", default: "auto", accepts: "auto or a number > 0" },
    { name: "on", default: true, accepts: "true or false" },
    { name: "b", default: "x", accepts: "a text" },
  ]));
