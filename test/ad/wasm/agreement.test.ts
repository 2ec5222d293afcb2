/** Interpreter and WebAssembly give the same: every op of the table, values, gradients and products with the Hessian, many shapes. */
import { describe, expect, test } from "vitest";
import type { Engine } from "../../../src/ad/compile.js";
import { size } from "../../../src/ad/expr.js";
import { compile, constant, type Expr, input, mul, opTable, pullback, pushforward, sin, sum } from "../../../src/ad/index.js";
import { stream } from "../../../src/numeric/random.js";

function run(engine: Engine, inputs: readonly Expr[], outputs: readonly Expr[], at: readonly Float64Array[]): Float64Array[] {
  const program = compile(inputs, outputs, engine);
  expect(program.engine).toBe(engine);
  at.forEach((x, k) => program.inputs[k]!.set(x));
  program.run();
  program.run();
  return program.outputs.map((y) => y.slice());
}

/** ‖a − b‖∞ ≤ 1e-13 · the largest entry, NaN and ±Infinity in the same places. */
function agree(a: readonly Float64Array[], b: readonly Float64Array[]): void {
  a.forEach((x, k) => {
    const y = b[k]!;
    const scale = x.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 1);
    x.forEach((v, i) => {
      const same = Object.is(v, y[i]) || v === y[i] || Math.abs(v - y[i]!) <= 1e-13 * scale;
      if (!same) expect.fail(`output ${k}[${i}]: interpreter ${v}, wasm ${y[i]}`);
    });
  });
}

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
    agree(run("interpreter", inputs, outputs, at), run("wasm", inputs, outputs, at));
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
