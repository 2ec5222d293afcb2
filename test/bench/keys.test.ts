import { describe, expect, test } from "vitest";
import { canonical, instanceKey, repetitionKey, runKey, sha256 } from "../../src/bench/keys.js";
import { choice, specOf } from "../support/spec.js";

test("canonical: sorted keys at every depth, arrays in order, NaN and infinities kept apart", () => {
  expect(canonical({ b: 1, a: { d: [2, 1], c: null } })).toBe('{"a":{"c":null,"d":[2,1]},"b":1}');
  expect(canonical([NaN, Infinity, -Infinity])).toBe('["NaN","Infinity","-Infinity"]');
});
test("sha256 of the empty text (FIPS 180-4)", () =>
  expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));

describe("streams", () => {
  test("an instance is base seed, family, parameters and index, in whatever order they are written", () => {
    const key = instanceKey(1, choice("p", { a: 1, b: 2 }), 0);
    expect(instanceKey(1, choice("p", { b: 2, a: 1 }), 0)).toBe(key);
    for (const other of [
      instanceKey(2, choice("p", { a: 1, b: 2 }), 0),
      instanceKey(1, choice("q", { a: 1, b: 2 }), 0),
      instanceKey(1, choice("p", { a: 1, b: 3 }), 0),
      instanceKey(1, choice("p", { a: 1, b: 2 }), 1),
    ])
      expect(other).not.toBe(key);
  });
  test("a repetition is the same for all methods", () => {
    const key = repetitionKey(specOf());
    expect(
      repetitionKey(specOf({ optimizer: choice("nelder-mead"), gradient: choice("two-point"), budget: { unit: "ops", limit: 3 } })),
    ).toBe(key);
    expect(repetitionKey(specOf({ repetition: 1 }))).not.toBe(key);
  });
});

test("a run's key follows spec, contents read, engine and schema; not the order of reading", () => {
  const key = runKey(specOf(), ["a", "b"], "x", 1);
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(runKey(specOf(), ["b", "a", "b"], "x", 1)).toBe(key);
  for (const other of [
    runKey(specOf({ seed: 1 }), ["a", "b"], "x", 1),
    runKey(specOf(), ["a"], "x", 1),
    runKey(specOf(), ["a", "b"], "y", 1),
    runKey(specOf(), ["a", "b"], "x", 2),
  ])
    expect(other).not.toBe(key);
});
