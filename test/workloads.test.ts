/** The workloads of bench/: traced, derived and compiled they give what is written by hand, from every engine. */
import { describe, expect, test } from "vitest";
import { type Case, cases } from "../bench/cases.js";
import { hand } from "../bench/hand.js";
import { apart, crossover } from "../bench/jacobian.js";
import { ours, programs } from "../bench/ours.js";
import { tanhLayer } from "../bench/workloads.js";
import { constant, jacobian } from "../src/ad/index.js";
import { stream } from "../src/numeric/sampling/random.js";

/** What takes the interpreter longer than a moment stays with the benchmark. */
const large = ["W1 mds 1000,100", "W2 mlp big", "W3 logistic"];
const small = cases.filter(({ name }) => !large.includes(name));
const answer = async (contender: typeof hand, one: Case): Promise<Float64Array> => (await contender.load(one, one.arrays(), ""))!.check();

describe("value and gradient as by hand", () => {
  test.each(small.map((one) => [one.name, one] as const))("%s", async (_, one) => {
    const expected = await answer(hand, one);
    for (const engine of ["wasm", "interpreter"] as const) {
      const actual = await answer(ours(engine), one);
      expect(Math.abs(actual[0]! - expected[0]!) / Math.abs(expected[0]!)).toBeLessThan(1e-10);
      expect(apart(actual.subarray(1), expected.subarray(1))).toBeLessThan(1e-10);
    }
  });
});

test("the same numbers each time", () => {
  const [first] = cases as [Case];
  expect(first.arrays()).toEqual(first.arrays());
});

test("a gradient costs a few values, by the op counts", () => {
  for (const one of small) {
    const { both, value } = programs(one, one.arrays());
    expect(both.ops / value.ops, one.name).toBeLessThan(5);
  }
});

test("the Jacobian of W5, both ways", () => {
  const [m, n] = [7, 5];
  const rng = stream("test/workloads");
  const A = Float64Array.from({ length: m * n }, () => rng.normal());
  const x = Float64Array.from({ length: n }, () => rng.normal());
  const f = tanhLayer(constant(A, [m, n]));
  const expected = Float64Array.from({ length: m * n }, (_, k) => {
    const i = Math.floor(k / n);
    const y = Math.tanh(x.reduce((sum, v, j) => sum + A[i * n + j]! * v, 0));
    return A[k]! * (1 - y * y);
  });
  for (const mode of ["forward", "reverse"] as const) expect(apart(jacobian(f, { mode })(x), expected)).toBeLessThan(1e-13);
});

test("where two curves cross", () => {
  const row = (m: number, forward: number, reverse: number) => ({
    m,
    agreement: 0,
    seconds: { "a forward": forward, "a reverse": reverse },
  });
  expect(crossover([row(50, 1, 0.5), row(200, 1, 2)], "a")).toBeCloseTo(1);
  expect(crossover([row(50, 1, 0.5), row(200, 1, 0.9)], "a")).toBeNull();
});
