/** One program on both engines, and what agreement means. */
import { expect } from "vitest";
import { canonical } from "../../../src/ad/canonical.js";
import type { Engine } from "../../../src/ad/compile.js";
import { size } from "../../../src/ad/expr.js";
import { abs, compile, type Expr } from "../../../src/ad/index.js";
import { interpret } from "../../../src/ad/interpret.js";

/** What a run gives; a second one gives the same, and leaves the inputs alone. */
export function run(engine: Engine, inputs: readonly Expr[], outputs: readonly Expr[], at: readonly Float64Array[]): Float64Array[] {
  const program = compile(inputs, outputs, engine);
  expect(program.engine).toBe(engine);
  at.forEach((x, k) => program.inputs[k]!.set(x));
  program.run();
  const first = program.outputs.map((y) => y.slice());
  program.run();
  sameBits(first, program.outputs);
  sameBits(at, program.inputs);
  return first;
}

const TOLERANCE = 1e-13;

/**
 * ‖Σ|terms|‖∞: the largest finite number that the program meets, at least 1, where sums add up absolute values. One after the other, n
 * terms may lose n/2 ulps: from 900 terms on that is more than the tolerance, and counts instead.
 */
export function scaleOf(inputs: readonly Expr[], outputs: readonly Expr[], at: readonly Float64Array[]): number {
  const { order, varying } = canonical(inputs, outputs);
  const nodes = order.filter((node) => varying.has(node) && node.args.length > 0);
  const sums = nodes.filter(({ op }) => ["sum", "matmul", "scatterAdd", "cumsum"].includes(op.name));
  const program = interpret(canonical(inputs, [...nodes, ...sums.map((node) => ({ ...node, args: node.args.map((arg) => abs(arg)) }))]));
  at.forEach((x, k) => program.inputs[k]!.set(x));
  program.run();
  let scale = 1;
  program.outputs.forEach((y, k) => {
    const sum = sums[k - nodes.length];
    const terms = sum ? Math.max(...sum.args.map((arg) => size(arg.shape))) / Math.max(1, size(sum.shape)) : 1;
    const loss = Math.max(1, (terms * Number.EPSILON) / 2 / TOLERANCE);
    for (const v of y) if (Number.isFinite(v)) scale = Math.max(scale, loss * Math.abs(v));
  });
  return scale;
}

/** How far each output moves when every input moves by an ulp or so, 100 times that, in units of the tolerance. */
export function sensitivityOf(inputs: readonly Expr[], outputs: readonly Expr[], at: readonly Float64Array[]): number[] {
  const program = interpret(canonical(inputs, outputs));
  const results = [0, 1, -1].map((sign) => {
    at.forEach((x, k) => program.inputs[k]!.set(x.map((v, i) => v * (1 + (i % 2 === 0 ? sign : -sign) * Number.EPSILON))));
    program.run();
    return program.outputs.map((y) => y.slice());
  }) as [Float64Array[], Float64Array[], Float64Array[]];
  const [middle, ...sides] = results;
  return middle.map((y, k) => {
    let moved = 0;
    for (const side of sides) y.forEach((v, i) => (moved = Math.max(moved, Math.abs(side[k]![i]! - v) || 0)));
    return Number.isFinite(moved) ? (100 * moved) / TOLERANCE : 0;
  });
}

/** |a − b| ≤ 1e-13 · scale, NaN and ±Infinity in the same places. `scale` may be given for each output. */
export function agree(a: readonly Float64Array[], b: readonly Float64Array[], scale: number | readonly number[]): void {
  expect(b.map((y) => y.length)).toEqual(a.map((x) => x.length));
  a.forEach((x, k) => {
    const unit = typeof scale === "number" ? scale : scale[k]!;
    x.forEach((v, i) => {
      const w = b[k]![i]!;
      if (!(Object.is(v, w) || v === w || Math.abs(v - w) <= TOLERANCE * unit))
        expect.fail(`output ${k}[${i}]: interpreter ${v}, wasm ${w}, scale ${unit}`);
    });
  });
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
