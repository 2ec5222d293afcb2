/** J v and Jᵀ u for many directions at once: in one program as many as keep its arrays small. */

import { canonical } from "../canonical.js";
import { compile, opCount, type Program } from "../compile.js";
import { pullback, pushforward } from "../derive.js";
import { type Expr, size } from "../expr.js";
import { input } from "../leaf.js";
import { batched } from "./batch.js";

/** Numbers that the largest array of a program may hold for the sake of several directions. */
const MOST_NUMBERS = 262_144;
/** More directions than this no longer share enough. */
const MOST_DIRECTIONS = 16;

/** forward: tangents v, [k, ...x], to J v, [k, ...y]. reverse: cotangents u, [k, ...y], to Jᵀ u, [k, ...x]. */
export interface Sweeps {
  /** Graph of all directions at once. */
  readonly all: (directions: Expr) => Expr;
  /** Scalar operations of so many sweeps, as `run` does them. */
  readonly ops: (sweeps: number) => number;
  /** `seed` writes direction k, all zeros before; `take` reads its result, which the next ones overwrite. */
  readonly run: (
    x: ArrayLike<number>,
    sweeps: number,
    seed: (k: number, direction: Float64Array) => void,
    take: (k: number, result: Float64Array) => void,
  ) => void;
}

export function sweepsOf(mode: "forward" | "reverse", y: Expr, x: Expr): Sweeps {
  const along = input(mode === "forward" ? x.shape : y.shape);
  const result = mode === "forward" ? pushforward(y, x, along) : pullback(y, [x], along)[0]!;
  const repeated = [...canonical([along], [result]).varying];
  const largest = repeated.reduce((most, node) => Math.max(most, size(node.shape)), 1);
  const together = Math.max(1, Math.min(MOST_DIRECTIONS, Math.floor(MOST_NUMBERS / largest)));
  const all = (directions: Expr): Expr => batched(result, along, directions);
  const graphs = new Map<number, { readonly inputs: readonly Expr[]; readonly outputs: readonly Expr[] }>();
  const graphOf = (k: number) => {
    const directions = input([k, ...along.shape]);
    const graph = graphs.get(k) ?? { inputs: [x, directions], outputs: [all(directions)] };
    graphs.set(k, graph);
    return graph;
  };
  const programs = new Map<number, Program>();
  const programOf = (k: number): Program => {
    const { inputs, outputs } = graphOf(k);
    const program = programs.get(k) ?? compile(inputs, outputs);
    programs.set(k, program);
    return program;
  };
  const opsOf = (k: number): number => {
    if (k === 0) return 0;
    const { inputs, outputs } = graphOf(k);
    return opCount(inputs, outputs);
  };
  return {
    all,
    ops: (sweeps) => (sweeps >= together ? Math.floor(sweeps / together) * opsOf(together) : 0) + opsOf(sweeps % together),
    run: (at, sweeps, seed, take) => {
      for (let start = 0; start < sweeps; start += together) {
        const k = Math.min(together, sweeps - start);
        const program = programOf(k);
        const [values, directions] = program.inputs as [Float64Array, Float64Array];
        values.set(at);
        directions.fill(0);
        const [width, length] = [directions.length / k, program.outputs[0]!.length / k];
        for (let i = 0; i < k; i++) seed(start + i, directions.subarray(i * width, (i + 1) * width));
        program.run();
        for (let i = 0; i < k; i++) take(start + i, program.outputs[0]!.subarray(i * length, (i + 1) * length));
      }
    },
  };
}
