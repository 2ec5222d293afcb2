/** Programs at the limits of the compiled engine: deep, tall, repeated, shared, fused products, inputs that are missing. */
import { describe, expect, test } from "vitest";
import { type Engine, engineWorks } from "../../../src/ad/compile.js";
import * as ad from "../../../src/ad/index.js";

const { add, compile, constant, input, mul, pow, pullback, sin, sub, sum } = ad;

function run(engine: Engine, x: ad.Expr, outputs: readonly ad.Expr[], at: ArrayLike<number>): number[][] {
  const program = compile([x], outputs, engine);
  program.inputs[0]!.set(at);
  program.run();
  return program.outputs.map((y) => [...y]);
}

describe("deep chains, value and gradient", () => {
  test.each([[1000], [1900], [3900]])("%i steps", (steps) => {
    for (const shape of [[], [50]]) {
      const x = input(shape);
      let y = x;
      for (let k = 0; k < steps; k++) y = k % 2 === 0 ? add(y, x) : sub(y, mul(0.5, x));
      const f = sum(sin(y));
      const at = Float64Array.from({ length: shape[0] ?? 1 }, (_, i) => 0.001 * (i + 1));
      const [wasm, interpreter] = [run("wasm", x, [f, pullback(f, [x])[0]!], at), run("interpreter", x, [f, pullback(f, [x])[0]!], at)];
      wasm.flat().forEach((v, i) => expect(Math.abs(v - interpreter.flat()[i]!)).toBeLessThan(1e-9));
    }
  });
  test("in the body of a loop", () => {
    const x = input([]);
    const body = (c: ad.Expr): readonly [ad.Expr, ad.Expr] => {
      let y = c;
      for (let k = 0; k < 5000; k++) y = add(mul(0.5, y), 0.1);
      return [y, y];
    };
    const [y] = ad.scan(body, x, 2);
    expect(run("wasm", x, [y], [3])[0]![0]).toBeCloseTo(0.2, 12);
  });
});

test("an input that is not listed is an error with either engine", () => {
  const [x, y] = [input([2]), input([2])];
  for (const engine of ["wasm", "interpreter"] as const) {
    expect(() => compile([x], [add(x, y)], engine)).toThrow(/not among its inputs/);
    expect(() => compile([x], [y], engine)).toThrow(/not among its inputs/);
  }
});

test("a tall product compiles to a loop over blocks", () => {
  const x = input([40_000, 3]);
  const at = Float64Array.from({ length: 120_000 }, (_, i) => i % 7);
  const y = ad.matmul(x, constant([1, 2, 3, 4, 5, 6], [3, 2]));
  expect(run("wasm", x, [y], at)).toEqual(run("interpreter", x, [y], at));
});

test("a constant that is only repeated is not written out", () => {
  const x = input([2000]);
  const y = sum(mul(ad.broadcastTo(constant(Float64Array.from({ length: 2000 }, (_, i) => i)), [2000, 2000]), x));
  expect(compile([x], [y], "wasm").bytes).toBeLessThan(200_000);
});

test("a listing of shared subexpressions stays short", () => {
  const x = input([4]);
  let y = x;
  for (let k = 0; k < 60; k++) y = mul(add(y, 1), y);
  expect(ad.listing([x], [sum(y)]).length).toBeLessThan(1000);
});

describe.runIf(engineWorks("wasm-fma"))("--fma", () => {
  test("leaves the elementary functions their digits", () => {
    const x = input([200]);
    const at = Float64Array.from({ length: 200 }, (_, i) => 1.1 + 5 * i);
    const outputs = [pow(x, 71.3), pow(x, -150.3), ad.exp(mul(0.1, x)), ad.log(x), ad.tanh(x)];
    const [fused, exact] = [run("wasm-fma", x, outputs, at), run("wasm", x, outputs, at)];
    fused.forEach((values, k) =>
      values.forEach((v, i) => expect(Math.abs(v - exact[k]![i]!)).toBeLessThanOrEqual(2 * Number.EPSILON * Math.abs(exact[k]![i]!))),
    );
  });
  test("equal products have the difference 0", () => {
    const x = input([3]);
    expect(run("wasm-fma", x, [sub(mul(x, x), ad.square(x)), ad.sqrt(sub(mul(x, x), mul(x, x)))], [0.1, 0.7, 1.1])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });
});
