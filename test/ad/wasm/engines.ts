/** One program on both engines, and what agreement means. */
import { expect } from "vitest";
import { canonical } from "../../../src/ad/canonical.js";
import type { Engine } from "../../../src/ad/compile.js";
import { compile, type Expr } from "../../../src/ad/index.js";
import { interpret } from "../../../src/ad/interpret.js";

/** What the second run gives; it is what the first gave. */
export function run(engine: Engine, inputs: readonly Expr[], outputs: readonly Expr[], at: readonly Float64Array[]): Float64Array[] {
  const program = compile(inputs, outputs, engine);
  expect(program.engine).toBe(engine);
  const results = [0, 1].map(() => {
    at.forEach((x, k) => program.inputs[k]!.set(x));
    program.run();
    return program.outputs.map((y) => y.slice());
  }) as [Float64Array[], Float64Array[]];
  sameBits(...results);
  return results[1];
}

/** The largest finite number that the program meets, at least 1: what rounding is relative to. */
export function scaleOf(inputs: readonly Expr[], outputs: readonly Expr[], at: readonly Float64Array[]): number {
  const graph = canonical(inputs, outputs);
  const nodes = graph.order.filter((node) => graph.varying.has(node) && node.args.length > 0);
  const program = interpret({ ...graph, outputs: [...nodes, ...graph.outputs] });
  at.forEach((x, k) => program.inputs[k]!.set(x));
  program.run();
  let scale = 1;
  for (const y of program.outputs) for (const v of y) if (Number.isFinite(v)) scale = Math.max(scale, Math.abs(v));
  return scale;
}

/** |a − b| ≤ 1e-13 · scale, NaN and ±Infinity in the same places. */
export function agree(a: readonly Float64Array[], b: readonly Float64Array[], scale: number): void {
  expect(b.map((y) => y.length)).toEqual(a.map((x) => x.length));
  a.forEach((x, k) =>
    x.forEach((v, i) => {
      const w = b[k]![i]!;
      if (!(Object.is(v, w) || v === w || Math.abs(v - w) <= 1e-13 * scale))
        expect.fail(`output ${k}[${i}]: interpreter ${v}, wasm ${w}, scale ${scale}`);
    }),
  );
}

/** Equal but for the sign of zeros, which pads and sums may lose. */
export function sameBits(a: readonly Float64Array[], b: readonly Float64Array[]): void {
  expect(b.map((y) => y.length)).toEqual(a.map((x) => x.length));
  a.forEach((x, k) =>
    x.forEach((v, i) => {
      if (!Object.is(v, b[k]![i]) && v !== b[k]![i]) expect.fail(`output ${k}[${i}]: ${v} and ${b[k]![i]}`);
    }),
  );
}
