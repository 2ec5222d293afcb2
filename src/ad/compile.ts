/** From outputs to one program that can be run again and again: canonical graph, counted, then handed to the engine. */
import { canonical, opsOf } from "./canonical.js";
import { AdError } from "./errors.js";
import type { Expr } from "./expr.js";
import { interpret } from "./interpret.js";
import { tape } from "./tape.js";
import { compileWasm, fmaWorks, wasmWorks } from "./wasm/engine.js";

/** Set inputs, run, read outputs. All arrays are views that stay valid: copy what must outlive the next run. */
export interface Program {
  readonly inputs: readonly Float64Array[];
  readonly outputs: readonly Float64Array[];
  readonly run: () => void;
  /** Scalar operations of one run, from the canonical graph (docs/op-counts.md). */
  readonly ops: number;
  /** Bytes of the arena: the peak of what is live at once. */
  readonly bytes: number;
  readonly engine: Engine;
}

/** From here on a step of its own for each node takes too long to make: the interpreter reads a tape. */
const MANY_NODES = 4000;

/** wasm: fused loops in f64x2. wasm-fma: the same, products and sums rounded once (relaxed SIMD), so last bits depend on the machine. */
export type Engine = "wasm" | "wasm-fma" | "interpreter";

const engines: Readonly<Record<Engine, () => boolean>> = { wasm: wasmWorks, "wasm-fma": fmaWorks, interpreter: () => true };
/** What was asked before. */
const works = new Map<Engine, boolean>();
export function engineWorks(engine: Engine): boolean {
  const known = works.get(engine) ?? engines[engine]();
  works.set(engine, known);
  return known;
}

export const defaultEngine = (): Engine => (engineWorks("wasm") ? "wasm" : "interpreter");

/**
 * @param engine Compiled loops, or one op at a time. By default "wasm" where the host has it.
 * @throws AdError when the host lacks the engine that is asked for, when an output depends on an input that is not listed, or the arena does not fit into memory.
 */
export function compile(inputs: readonly Expr[], outputs: readonly Expr[], engine: Engine = defaultEngine()): Program {
  const graph = canonical(inputs, outputs);
  const listed = new Set(inputs);
  if (graph.order.some((node) => node.args.length === 0 && node.param === null && !listed.has(node)))
    throw new AdError("compile", "the program uses an input that is not among its inputs");
  if (!engineWorks(engine)) throw new AdError("compile", `the engine ${engine} needs what this host does not have`);
  const compiled = engine === "interpreter" ? null : compileWasm(graph, engine === "wasm-fma");
  const { run, bytes, ...views } = compiled ?? (graph.order.length > MANY_NODES ? tape(graph) : null) ?? interpret(graph);
  return { inputs: views.inputs, outputs: views.outputs, run, ops: opsOf(graph), bytes, engine: compiled ? engine : "interpreter" };
}

/** Scalar operations of the outputs, without compiling them. */
export const opCount = (inputs: readonly Expr[], outputs: readonly Expr[]): number => opsOf(canonical(inputs, outputs));

export interface NonFinite {
  readonly op: string;
  readonly shape: readonly number[];
  /** The first element that is not finite, and its place in row-major order. */
  readonly value: number;
  readonly at: number;
}

/** The first op whose result holds NaN or ±Infinity when the program of y runs at x; null when none does. */
export function firstNonFinite(x: Expr, y: Expr, at: ArrayLike<number>): NonFinite | null {
  // Every node is an output: nothing is overwritten before it is looked at.
  const graph = canonical([x], [y]);
  const nodes = graph.order.filter((node) => graph.varying.has(node) && node.args.length > 0);
  const program = interpret({ ...graph, outputs: [...nodes, ...graph.outputs] });
  if (program.inputs[0]!.length !== at.length)
    throw new AdError("firstNonFinite", `expected ${program.inputs[0]!.length} numbers, got ${at.length}`);
  program.inputs[0]!.set(at);
  program.run();
  for (const [k, node] of nodes.entries()) {
    const place = program.outputs[k]!.findIndex((v) => !Number.isFinite(v));
    if (place >= 0) return { op: node.op.name, shape: node.shape, value: program.outputs[k]![place]!, at: place };
  }
  return null;
}
