/** Interpreter and WebAssembly give the same: every op of the table, values, gradients and products with the Hessian, many shapes. */
import { describe, test } from "vitest";
import { size } from "../../../src/ad/expr.js";
import { constant, type Expr, input, mul, opTable, pullback, pushforward, sin, sum } from "../../../src/ad/index.js";
import { stream } from "../../../src/numeric/sampling/random.js";
import { agree, run, scaleOf } from "./engines.js";

function compare(build: (...x: Expr[]) => Expr, shapes: readonly (readonly number[])[], at: readonly Float64Array[]): void {
  const inputs = shapes.map((shape) => input(shape));
  const y = build(...inputs);
  const weights = constant(
    Float64Array.from({ length: size(y.shape) }, (_, i) => 0.5 + ((i * 7) % 5)),
    y.shape,
  );
  const f = sum(mul(weights, sin(y)));
  const gradients = pullback(f, inputs);
  const hvp = pushforward(
    gradients[0]!,
    inputs[0]!,
    constant(
      Float64Array.from({ length: size(shapes[0]!) }, (_, i) => 1 - (i % 3)),
      shapes[0],
    ),
  );
  for (const outputs of [[y], [f, ...gradients], [f, hvp]])
    agree(run("interpreter", inputs, outputs, at), run("wasm", inputs, outputs, at), scaleOf(inputs, outputs, at));
}

describe.each(opTable.map((entry) => [entry.name, entry] as const))("%s", (name, entry) => {
  const rng = stream(`agreement/${name}`);
  test.each(entry.shapes.map((shapes) => [JSON.stringify(shapes), shapes] as const))("%s", (_, shapes) => {
    const at = shapes.map((shape, k) => {
      const [low, high] = entry.domains[k] ?? [-3, 3];
      return Float64Array.from({ length: size(shape) }, () => low + (high - low) * rng.uniform());
    });
    compare(entry.build, shapes, at);
  });
});
