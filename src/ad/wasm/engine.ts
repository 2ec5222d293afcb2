/** The compiled engine: fused nests and matrix products as functions of one module over one arena, interpreter kernels for the rest. */
import { setFlagsFromString } from "node:v8";
import { type Canonical, canonical } from "../canonical.js";
import { OutOfMemory } from "../errors.js";
import { constantOf, type Expr, type Scan, size } from "../expr.js";
import { type Interpreted, stepOf } from "../interpret.js";
import { optimise } from "../optimise.js";
import { Arena } from "./arena.js";
import { Code, encodeModule, Func, V128 } from "./code.js";
import { type Alone, fuse, type Step } from "./fuse.js";
import { emitProduct, microKernel, packKernel } from "./gemm.js";
import { emitGram, mirrorKernel } from "./gram.js";
import { SIMD, TooLarge } from "./lanes.js";
import { emitNest } from "./nest.js";
import { gramOf, productOf } from "./operands.js";
import { isGram } from "./place.js";
import { emitScan } from "./scan.js";
import type { Memory } from "./values.js";

/** What is used of the host's WebAssembly. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, () => void>> };
  readonly validate: (bytes: Uint8Array<ArrayBuffer>) => boolean;
};

/** Whether the host has f64x2. */
export function wasmWorks(): boolean {
  if (typeof WebAssembly === "undefined") return false;
  const probe = new Func();
  const local = probe.local(V128);
  probe.code.v128(Float64Array.of(1, 2)).set(local);
  return WebAssembly.validate(encodeModule([probe], 1));
}

/** Whether the host has relaxed SIMD, for products and sums that are rounded once. Older V8 wants a flag, newer does not know it. */
export function fmaWorks(): boolean {
  if (!wasmWorks()) return false;
  const probe = new Func();
  const local = probe.local(V128);
  probe.code.get(local).get(local).get(local).simd(SIMD.madd).set(local);
  const module = encodeModule([probe], 1);
  if (WebAssembly.validate(module)) return true;
  setFlagsFromString("--experimental-wasm-relaxed-simd");
  return WebAssembly.validate(module);
}

/** WebAssembly reaches 4 GiB. */
const MOST_BYTES = 4294967296 - 65536;
const PAGE = 65536;
/** Nothing lies below: addresses may point a little before an array. */
const BOTTOM = 1024;

/** Larger graphs would outgrow V8's limits for a function. */
const MOST_NODES = 4000;

/** null: the program is too large for functions of WebAssembly. */
export const compileWasm = (graph: Canonical, fma: boolean): Interpreted | null => unlessTooLarge(graph, () => assemble(graph, fma));

function unlessTooLarge<T>(graph: Canonical, make: () => T): T | null {
  if (graph.order.length > MOST_NODES) return null;
  try {
    return make();
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

/** A program as it is run, to be looked at. */
export interface WasmModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What is called one after the other: its functions, or nodes left to plain code. */
  readonly calls: readonly (number | Expr)[];
  /** Where they lie in the memory, in bytes. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** null: the program is too large for functions of WebAssembly. */
export const moduleOf = (graph: Canonical): WasmModule | null =>
  unlessTooLarge(graph, () => {
    const { inputs, outputs, arena, lowering, calls, pages } = lower(graph, false);
    const { address } = arena;
    return { bytes: encodeModule(lowering.functions, pages), calls, inputs: inputs.map(address), outputs: outputs.map(address) };
  });

function lower(graph: Canonical, fma: boolean) {
  const { inputs, outputs } = optimise(graph);
  const { steps, stored } = fuse(outputs);
  const arena = new Arena(steps, stored, inputs, outputs, BOTTOM);
  const lowering = new Lowering(arena, fma);
  const lowered = lowering.steps(steps, stored);
  const { bytes } = arena;
  if (bytes > MOST_BYTES)
    throw new OutOfMemory(
      "compile",
      `the program needs ${bytes} bytes, WebAssembly reaches ${MOST_BYTES}; its largest arrays are ${arena.largest()}`,
    );
  return { inputs, outputs, arena, lowering, calls: lowering.joined(lowered), bytes, pages: Math.ceil(bytes / PAGE) };
}

function assemble(graph: Canonical, fma: boolean): Interpreted {
  const { inputs, outputs, arena, lowering, calls, bytes, pages } = lower(graph, fma);
  const memory = allocate(pages, arena);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(encodeModule(lowering.functions, pages)), { env: { memory } });
  const view = (node: Expr, from = arena): Float64Array => new Float64Array(memory.buffer, from.address(node), size(node.shape));
  for (const part of [arena, ...lowering.bodies])
    for (const node of part.held) {
      const value = constantOf(node);
      if (value) view(node, part).set(value);
    }
  const run = calls.map((call) => (typeof call === "number" ? exports[`f${call}`]! : stepOf(call, (node) => view(node))));
  const [only] = run;
  return {
    inputs: inputs.map((x) => view(x)),
    outputs: outputs.map((y) => view(y)),
    run:
      run.length === 1
        ? only!
        : () => {
            for (let k = 0; k < run.length; k++) run[k]!();
          },
    bytes,
  };
}

function allocate(pages: number, arena: Arena) {
  try {
    return new WebAssembly.Memory({ initial: pages });
  } catch {
    throw new OutOfMemory(
      "compile",
      `the program needs ${PAGE * pages} bytes, more than can be had; its largest arrays are ${arena.largest()}`,
    );
  }
}

/** Steps as functions of one module, or as nodes that the interpreter's kernels compute. */
class Lowering {
  readonly functions: Func[] = [];
  /** Arenas of loop bodies, within the program's own. */
  readonly bodies: Arena[] = [];
  readonly #arena: Arena;
  readonly #kernels = new Map<string, number>();
  readonly #fma: boolean;

  constructor(arena: Arena, fma: boolean) {
    this.#fma = fma;
    this.#arena = arena;
  }

  steps(steps: readonly Step[], stored: ReadonlySet<Expr>): (number | Expr)[] {
    return steps.map((step, k) => {
      const memory = this.#memory(this.#arena, stored, k);
      if (step.kind !== "nest") return this.#alone(step.node, step.kind, memory, k) ?? step.node;
      const func = new Func();
      func.code.append(emitNest(step, memory, this.#fma, func));
      return this.functions.push(func) - 1;
    });
  }

  /** `at`: the step of the program that asks for scratch. */
  #memory = (arena: Arena, stored: ReadonlySet<Expr>, at: number): Memory => ({
    stored,
    address: arena.address,
    scratch: (elements) => this.#arena.scratch(elements, at),
  });

  /** A step of one node as a function; null where there is none for it. */
  #alone(node: Expr, kind: Alone["kind"], memory: Memory, at: number): number | null {
    if (size(node.shape) === 0 || node.args.some((arg) => size(arg.shape) === 0)) return null;
    if (kind === "product") {
      const [micro, pack] = [this.#kernel("micro", () => microKernel(this.#fma)), this.#kernel("pack", packKernel)];
      if (isGram(node)) return this.functions.push(emitGram(gramOf(node, memory), micro, pack, this.#kernel("mirror", mirrorKernel))) - 1;
      return this.functions.push(emitProduct(productOf(node, memory), micro, pack)) - 1;
    }
    return node.op.kernel.form === "scan" ? this.#scan(node, memory, at) : null;
  }

  /** Neighbours that are functions become one function. */
  joined(lowered: readonly (number | Expr)[]): (number | Expr)[] {
    const calls: (number | Expr)[] = [];
    let group: Func | undefined;
    for (const step of lowered) {
      if (typeof step !== "number") {
        group = undefined;
        calls.push(step);
      } else if (group) group.code.call(step);
      else {
        group = new Func();
        group.code.call(step);
        calls.push(this.functions.push(group) - 1);
      }
    }
    return calls;
  }

  /** A loop with its body inside it; null where a step of the body is none of ours. */
  #scan(node: Expr, outer: Memory, at: number): number | null {
    const { carry, items, constants, next } = node.param as Scan;
    const inner = optimise(canonical([carry, ...items, ...constants], [next]));
    if (inner.order.length > MOST_NODES) return null;
    const { steps, stored } = fuse(inner.outputs);
    const arena = new Arena(steps, stored, inner.inputs, inner.outputs, 0);
    // Constants are written once; all else in it only while the loop runs.
    const lasting = [...arena.held].some((node) => constantOf(node) !== undefined);
    arena.origin = lasting ? this.#arena.reserve(arena.bytes) : this.#arena.scratch(arena.bytes / 8, at);
    const memory = this.#memory(arena, stored, at);
    const func = new Func();
    const body = new Code();
    for (const step of steps) {
      if (step.kind === "nest") body.append(emitNest(step, memory, this.#fma, func));
      else {
        const call = this.#alone(step.node, step.kind, memory, at);
        if (call === null) return null;
        body.call(call);
      }
    }
    this.bodies.push(arena);
    emitScan(func, node, inner.outputs[0]!, outer.address, arena.address, body);
    return this.functions.push(func) - 1;
  }

  #kernel(name: string, make: () => Func): number {
    let at = this.#kernels.get(name);
    if (at === undefined) {
      at = this.functions.push(make()) - 1;
      this.#kernels.set(name, at);
    }
    return at;
  }
}
