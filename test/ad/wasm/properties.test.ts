/** Random programs give the same from both engines: values, gradients, products with the Hessian; any shapes, any outputs. */
import fc from "fast-check";
import { describe, test } from "vitest";
import { size } from "../../../src/ad/expr.js";
import * as ad from "../../../src/ad/index.js";
import { agree, run, sameBits, scaleOf, sensitivityOf } from "./engines.js";
import { adding, build, elementwise, extremes, type Make, moving, type Random, recipes, reducedExtremes } from "./random-program.js";

const RUNS = Number(process.env["ADBENCH_PROPERTY_RUNS"] ?? 250);
const SEED = Number(process.env["ADBENCH_PROPERTY_SEED"] ?? 1);
const single: readonly Make[] = [...elementwise, ...extremes];
const all: readonly Make[] = [...single, ...moving, ...moving, ...adding, ...adding, ...reducedExtremes];

/** Σ w (y + y²/2): its derivatives amplify rounding as little as y does. */
const weighed = (y: ad.Expr): ad.Expr => {
  const weights = Float64Array.from({ length: size(y.shape) }, (_, i) => 0.5 + ((i * 7) % 5));
  return ad.sum(ad.mul(ad.constant(weights, y.shape), ad.add(y, ad.mul(0.5, ad.square(y)))));
};
const ramp = (x: ad.Expr): ad.Expr =>
  ad.constant(
    Float64Array.from({ length: size(x.shape) }, (_, i) => 1 - (i % 3)),
    x.shape,
  );

/** To rounding; where programs of sines of sums amplify that of their inputs, to so much more. */
function both({ inputs, at }: Random, outputs: readonly ad.Expr[]): void {
  const scale = scaleOf(inputs, outputs, at);
  const scales = sensitivityOf(inputs, outputs, at).map((more) => Math.max(scale, more));
  agree(run("interpreter", inputs, outputs, at), run("wasm", inputs, outputs, at), scales);
}

const check = (ops: readonly Make[], length: number, holds: (program: Random) => void, extents?: readonly number[]): void =>
  fc.assert(
    fc.property(recipes(ops, length, extents), (recipe) => holds(build(recipe, ops))),
    { numRuns: RUNS, seed: SEED },
  );

describe("random programs", () => {
  test("elementwise ones: the same bits", () => {
    check(single, 20, ({ inputs, made, last, at }) => {
      const outputs = [last, ...made.slice(-3)];
      sameBits(run("interpreter", inputs, outputs, at), run("wasm", inputs, outputs, at));
    });
  });

  test("elementwise ones at special values: NaN and infinities in the same places", () => {
    const specials = [Number.NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.1, 5e-324, -1e-310, 1e30, -1e30, 0.5];
    check(single, 12, (program) => {
      const at = program.at.map((x, k) => x.map((v, i) => (i % 3 === 0 ? v : specials[(i * 7 + k) % specials.length]!)));
      const { made, last } = program;
      both({ ...program, at }, [last, ...made.slice(-3)]);
    });
  });

  test("values, several at once: inputs, constants, duplicates, reshapes among them", () => {
    check(all, 24, (program) => {
      const { made, last } = program;
      both(program, [last, ad.reshape(last, [size(last.shape), 1]), ...made.slice(-4), made[1]!, made[1]!, ramp(last), ad.constant(3)]);
    });
  });

  test("value and gradients", () => {
    check(all, 16, (program) => {
      const f = weighed(program.last);
      both(program, [f, ...ad.pullback(f, program.inputs)]);
    });
  });

  test("directional derivatives", () => {
    check(all, 16, (program) => {
      const x = program.inputs[2]!;
      both(program, [program.last, ad.pushforward(program.last, x, ramp(x))]);
    });
  });

  test("products with the Hessian", () => {
    check(all, 12, (program) => {
      const f = weighed(program.last);
      const [, x, y] = program.inputs as [ad.Expr, ad.Expr, ad.Expr];
      const [g, h] = ad.pullback(f, [x, y]) as [ad.Expr, ad.Expr];
      both(program, [f, g, ad.pushforward(g, x, ramp(x)), ad.pushforward(h, x, ramp(x))]);
    });
  });

  test("reductions: NaN wins wherever it stands, infinities add up", () => {
    for (const shape of [[1], [2], [17], [41], [90], [3, 19], [19, 3], [2, 3, 18]])
      for (const odd of [Number.NaN, Infinity, -Infinity]) {
        const x = ad.input(shape);
        const outputs = [ad.sum, ad.max, ad.min].flatMap((f) => [f(x), ...shape.map((_, k) => f(x, k))]);
        const gradients = outputs.flatMap((y) => ad.pullback(ad.sum(y), [x]));
        for (let place = 0; place < size(shape); place += place < 8 ? 1 : 7) {
          const at = [Float64Array.from({ length: size(shape) }, (_, i) => (i === place ? odd : i % 5))];
          const everything = [x, ...outputs, ...gradients];
          if (place % 4 === 0) agree(run("interpreter", [x], everything, at), run("wasm", [x], everything, at), 1);
          else agree(run("interpreter", [x], outputs, at), run("wasm", [x], outputs, at), 1);
        }
      }
  });
});
