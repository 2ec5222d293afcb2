/** Random programs give the same from both engines: values, gradients, products with the Hessian; any shapes, any outputs. */
import fc from "fast-check";
import { describe, test } from "vitest";
import { size } from "../../../src/ad/expr.js";
import * as ad from "../../../src/ad/index.js";
import { agree, run, sameBits, scaleOf } from "./engines.js";
import { adding, build, elementwise, extremes, type Make, moving, type Random, recipes, reducedExtremes } from "./random-program.js";

const RUNS = Number(process.env["ADBENCH_PROPERTY_RUNS"] ?? 150);
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

function both({ inputs, at }: Random, outputs: readonly ad.Expr[]): void {
  agree(run("interpreter", inputs, outputs, at), run("wasm", inputs, outputs, at), scaleOf(inputs, outputs, at));
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
});
