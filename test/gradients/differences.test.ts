/** The error of each difference against h: its order, its constant, and rounding below; and where its points are. */
import { describe, expect, test } from "vitest";
import { logLogSlope } from "../../src/numeric/statistics/fit.js";
import { array, evaluationsOf } from "../support/evaluations.js";
import { estimate, paramsOf, sourceNamed } from "../support/methods.js";

/** f = Σ exp(b_i x_i): f^(q) = b^q exp(b x), of one sign. */
const b = array(1, 0.5, 2, 1.5);
const f = (x: Float64Array): number => x.reduce((s, xi, i) => s + Math.exp(b[i]! * xi), 0);
const x = array(0.2, -0.5, 0.1, 0.4);
const derivative = (i: number, q: number): number => Math.exp(q * Math.log(b[i]!) + b[i]! * x[i]!);

function errors(name: string, h: number): number[] {
  const g = new Float64Array(4);
  estimate(name, evaluationsOf(4, f), { h, scale: "absolute" })(x, g);
  return [...g].map((gi, i) => gi - derivative(i, 1));
}

describe("truncation", () => {
  test.each([
    ["forward-difference", 2, 1 / 2, [1e-5, 1e-4, 1e-3]],
    ["central-difference", 3, 1 / 6, [1e-3, 1e-2, 3e-2]],
    ["five-point", 5, -1 / 30, [1e-2, 3e-2, 1e-1]],
  ] as const)("%s: c h^(q − 1) f^(q), q = %i, c = %d", (name, q, c, hs) => {
    for (const h of hs) {
      const leading = (i: number): number => c * Math.exp((q - 1) * Math.log(h)) * derivative(i, q);
      errors(name, h).forEach((error, i) => void expect(error / leading(i)).toBeCloseTo(1, h < 2e-2 ? 2 : 1));
    }
    const sizes = hs.map((h) => Math.hypot(...errors(name, h)));
    expect(Math.abs(logLogSlope(hs, sizes) - (q - 1))).toBeLessThan(0.03);
  });
  test("ridders: every row but the first takes two orders away; six leave 1e-13", () => {
    const at = (depth: number): number => {
      const g = new Float64Array(4);
      estimate("ridders", evaluationsOf(4, f), { depth })(x, g);
      return Math.hypot(...[...g].map((gi, i) => gi - derivative(i, 1)));
    };
    for (const [depth, bound] of [
      [2, 1e-4],
      [3, 1e-7],
      [4, 1e-10],
      [6, 1e-12],
      [8, 1e-12],
    ] as const)
      expect(at(depth)).toBeLessThan(bound);
  });
});

describe("rounding: the error grows as 1/h below the best h, and the default is near that", () => {
  test.each(["forward-difference", "central-difference", "five-point"])("%s", (name) => {
    const rms = (h: number): number => {
      let sum = 0;
      for (let k = 0; k < 200; k++) {
        const at = array(0.3 + k / 200);
        const g = array(0);
        estimate(
          name,
          evaluationsOf(1, ([y]) => Math.exp(y!)),
          { h, scale: "absolute" },
        )(at, g);
        sum += (g[0]! - Math.exp(at[0]!)) * (g[0]! - Math.exp(at[0]!));
      }
      return Math.sqrt(sum / 200);
    };
    const hs = [1e-12, 1e-11, 1e-10, 1e-9];
    expect(Math.abs(logLogSlope(hs, hs.map(rms)) + 1)).toBeLessThan(0.1);
    const h = paramsOf(sourceNamed(name))["h"] as number;
    const best = Math.min(...[0.03, 0.1, 0.3, 1, 3, 10, 30].map((factor) => rms(factor * h)));
    expect(rms(h) / best).toBeLessThan(3);
  });
});

test("five-point asks at x ± h, x ± 2h, coordinate after coordinate", () => {
  const asked: number[][] = [];
  const watched = evaluationsOf(2, (y) => asked.push([...y]));
  estimate("five-point", watched, { h: 0.5, scale: "absolute" })(array(8, 1), array(0, 0));
  expect(asked.slice(0, 4)).toEqual([
    [8.5, 1],
    [7.5, 1],
    [9, 1],
    [7, 1],
  ]);
  expect(asked.slice(4)).toEqual([
    [8, 1.5],
    [8, 0.5],
    [8, 2],
    [8, 0],
  ]);
});

describe("the length that was used", () => {
  const at = array(0.5, -40, 3);
  const chosen = (name: string, given = {}): number => {
    const made = estimate(
      name,
      evaluationsOf(3, (y) => y.reduce((s, yi) => s + Math.sin(yi), 0)),
      given,
    );
    made(at, new Float64Array(3));
    return made.chosen!();
  };
  test("the median of h max(|x_i|, 1)", () => {
    for (const name of ["forward-difference", "central-difference", "five-point"]) expect(chosen(name, { h: 0.01 })).toBeCloseTo(0.03, 15);
    expect(chosen("forward-difference", { h: 0.01, scale: "absolute" })).toBe(0.01);
  });
  test("of ridders: the shortest that an answer comes from", () => {
    const h = chosen("ridders", { scale: "absolute", h: 0.1, depth: 3 });
    expect(h).toBeCloseTo(0.1 / 1.96, 12);
  });
  test("of those that find it: near what theory has for rounding, whatever they are told of scale", () => {
    for (const h of ["ecnoise", "adaptive"]) {
      expect(chosen("forward-difference", { h })).toBeGreaterThan(1e-9);
      expect(chosen("forward-difference", { h })).toBeLessThan(1e-6);
      expect(chosen("forward-difference", { h, scale: "absolute" })).toBe(chosen("forward-difference", { h }));
    }
  });
  test("of random ones: h", () => {
    for (const name of ["two-point", "one-sided", "one-point", "evolution-strategies"]) expect(chosen(name, { h: 0.02 })).toBe(0.02);
  });
  test("of those without a difference: none", () => {
    for (const name of ["reverse", "forward", "analytic", "forward-gradient"])
      expect(
        estimate(
          name,
          evaluationsOf(
            1,
            () => 0,
            () => [0],
          ),
        ).chosen,
      ).toBeUndefined();
  });
});
