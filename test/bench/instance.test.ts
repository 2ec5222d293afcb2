import { expect, test } from "vitest";
import { instanceCache, makeInstance } from "../../src/bench/instance.js";
import { sha256 } from "../../src/bench/keys.js";
import type { ProblemFamily } from "../../src/core/problem.js";
import { choice, noFiles } from "../support/spec.js";

let made = 0;
const family: ProblemFamily = {
  name: "p",
  summary: "-",
  reference: "-",
  defaults: { dim: 1 },
  make: () => ({ dim: 1, x0: Float64Array.of(++made), value: () => 0 }),
};
const of = (instance: number) => ({ problem: choice("p", { dim: 1 }), instance, seed: 0 });

test("the cache keeps the last instance", () => {
  const get = instanceCache(family, noFiles);
  const a = get(of(0));
  expect(get(of(0))).toBe(a);
  expect(get(of(1))).not.toBe(a);
  expect(get(of(0))).not.toBe(a);
  expect(made).toBe(3);
});

test("what was read is stamped", () => {
  const reading: ProblemFamily = { ...family, make: (_, __, read) => ({ dim: 1, x0: Float64Array.of(0), value: () => read("a").length }) };
  expect(
    makeInstance(
      of(0),
      {
        ...reading,
        make: (p, r, read) => {
          read("a");
          return reading.make(p, r, read);
        },
      },
      () => "abc",
    ).files,
  ).toEqual([sha256("abc")]);
});

test.each([0, 1.5, NaN])("dim %d is refused", (dim) => {
  expect(() => makeInstance(of(0), { ...family, make: () => ({ dim, x0: new Float64Array(0), value: () => 0 }) }, noFiles)).toThrow(
    /dim must be an integer ≥ 1/,
  );
});

test.each<[made: object, message: RegExp]>([
  [{ dim: 1, x0: Float64Array.of(0) }, /make must return \{ dim, x0, f \}/],
  [{ dim: 1, x0: Float64Array.of(Number.POSITIVE_INFINITY), value: () => 0 }, /x0, the start, as a Float64Array of finite numbers/],
  [{ dim: 2, x0: Float64Array.of(0), value: () => 0 }, /x0 has 1 numbers, dim is 2/],
  [{ dim: 1, x0: Float64Array.of(0), fmin: Number.NaN, value: () => 0 }, /fmin must be a finite number, it is NaN/],
])("%o is refused", (made, message) => {
  expect(() => makeInstance(of(0), { ...family, make: () => made as never }, noFiles)).toThrow(message);
});

test("x0 may be a plain array", () => {
  const { problem } = makeInstance(of(0), { ...family, make: () => ({ dim: 1, x0: [3], value: () => 0 }) as never }, noFiles);
  expect(problem.x0).toEqual(Float64Array.of(3));
});
