/** The compiled engine: fused nests and matrix products as functions of one module over one arena, interpreter kernels for the rest. */
import type { Canonical } from "../canonical.js";
import { OutOfMemory } from "../errors.js";
import { constantOf, type Expr, size, type Transposes } from "../expr.js";
import { type Interpreted, stepOf } from "../interpret.js";
import { optimise } from "../optimise.js";
import { reads, storage } from "../plan.js";
import { encodeModule, Func, V128 } from "./code.js";
import { fuse, loadsOf, type Step } from "./fuse.js";
import { emitProduct, gemmScratch, microKernel, packKernel } from "./gemm.js";
import { TooLarge } from "./lanes.js";
import { emitNest } from "./nest.js";
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

/** WebAssembly reaches 4 GiB. */
const MOST_BYTES = 4294967296 - 65536;
const PAGE = 65536;
/** Nothing lies below: addresses may point a little before an array. */
const BOTTOM = 1024;

/** Deeper graphs overflow the emitter's stack, and would overflow V8's limits for a function. */
const MOST_NODES = 4000;

/** null: the program is too large for functions of WebAssembly. */
export function compileWasm(graph: Canonical): Interpreted | null {
  if (graph.order.length > MOST_NODES) return null;
  try {
    return assemble(graph);
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

function assemble(graph: Canonical): Interpreted {
  const { inputs, outputs } = optimise(graph);
  const { steps, stored } = fuse(outputs);
  const arena = new Arena(steps, stored, inputs, outputs);
  const functions: Func[] = [];
  const kernelsAt = new Map<string, number>();
  const shared = (name: string, make: () => Func): number => {
    let at = kernelsAt.get(name);
    if (at === undefined) {
      at = functions.push(make()) - 1;
      kernelsAt.set(name, at);
    }
    return at;
  };
  const compiled = steps.map((step, k): number | Expr => {
    const memory: Memory = { stored, address: arena.address, scratch: (elements) => arena.scratch(elements, k) };
    if (step.kind === "nest") return functions.push(emitNest(step, memory)) - 1;
    const { node } = step;
    if (step.kind === "kernel" || size(node.shape) === 0 || node.args.some((arg) => size(arg.shape) === 0)) return node;
    const [micro, pack] = [shared("micro", microKernel), shared("pack", packKernel)];
    return functions.push(emitProduct(productOf(node, memory), micro, pack)) - 1;
  });
  const bytes = arena.bytes;
  if (bytes > MOST_BYTES)
    throw new OutOfMemory(
      "compile",
      `the program needs ${bytes} bytes, WebAssembly reaches ${MOST_BYTES}; its largest arrays are ${arena.largest()}`,
    );
  const pages = Math.ceil(bytes / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(encodeModule(functions, pages)), { env: { memory } });
  const view = (node: Expr): Float64Array => new Float64Array(memory.buffer, arena.address(node), size(node.shape));
  for (const node of arena.held) {
    const value = constantOf(node);
    if (value) view(node).set(value);
  }
  const run = compiled.map((step) => (typeof step === "number" ? exports[`f${step}`]! : stepOf(step, view)));
  const [only] = run;
  return {
    inputs: inputs.map(view),
    outputs: outputs.map(view),
    run:
      run.length === 1
        ? only!
        : () => {
            for (let k = 0; k < run.length; k++) run[k]!();
          },
    bytes,
    steps: [],
  };
}

function productOf(node: Expr, memory: Memory) {
  const { ta, tb } = node.param as Transposes;
  const [x, y] = node.args as readonly [Expr, Expr];
  const [m, n] = node.shape as readonly [number, number];
  const k = x.shape[ta ? 0 : 1]!;
  const stored = (e: Expr, transposed: boolean) => {
    const width = e.shape[1]!;
    return { address: memory.address(e), down: transposed ? 1 : width, along: transposed ? width : 1 };
  };
  return { m, n, k, a: stored(x, ta), b: stored(y, tb), c: memory.address(node), scratch: memory.scratch(gemmScratch(m, n, k)) };
}

interface Claim {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly last: number;
}

/** Addresses by liveness: the place of an array is free again after the last step that reads it. First fit. */
class Arena {
  readonly #claims: Claim[] = [];
  readonly #addresses = new Map<Expr, number>();
  #top = BOTTOM;

  constructor(steps: readonly Step[], stored: ReadonlySet<Expr>, inputs: readonly Expr[], outputs: readonly Expr[]) {
    const [born, dead] = [new Map<Expr, number>(), new Map<Expr, number>()];
    const end = steps.length;
    steps.forEach((step, k) => {
      const writes = step.kind === "nest" ? step.sinks.map((sink) => sink.node) : [step.node];
      const loads =
        step.kind === "nest" ? step.sinks.flatMap((sink) => loadsOf(sink, step.sinks).map((load) => load.node)) : reads(step.node);
      for (const node of writes) if (!born.has(node)) born.set(node, k);
      for (const node of [...writes, ...loads]) dead.set(storage(node), k);
    });
    const forever = new Set([...inputs, ...outputs].map(storage));
    for (const node of new Set([...forever, ...[...stored].map(storage)])) {
      const fixed = forever.has(node) || node.op.kernel.form === "leaf";
      if (!fixed && !born.has(node)) continue;
      this.#addresses.set(
        node,
        this.#claim(size(node.shape), fixed ? 0 : born.get(node)!, fixed ? end : (dead.get(node) ?? born.get(node)!)),
      );
    }
  }

  readonly address = (node: Expr): number => {
    const at = this.#addresses.get(storage(node));
    if (at === undefined) throw new Error(`${node.op.name} [${node.shape.join(", ")}] has no place`);
    return at;
  };
  scratch(elements: number, step: number): number {
    return this.#claim(elements, step, step);
  }
  get bytes(): number {
    return this.#top;
  }
  get held(): Iterable<Expr> {
    return this.#addresses.keys();
  }
  largest(): string {
    const nodes = [...this.#addresses.keys()].sort((a, b) => size(b.shape) - size(a.shape)).slice(0, 3);
    return nodes.map((node) => `${node.op.name} [${node.shape.join(", ")}]`).join(", ");
  }

  #claim(elements: number, first: number, last: number): number {
    // Lanes may read one element past the end.
    const bytes = Math.ceil((8 * elements + 16) / 64) * 64;
    const rivals = this.#claims.filter((claim) => claim.first <= last && first <= claim.last).sort((a, b) => a.from - b.from);
    let from = BOTTOM;
    for (const claim of rivals) if (claim.from - from < bytes) from = Math.max(from, claim.to);
    this.#claims.push({ from, to: from + bytes, first, last });
    this.#top = Math.max(this.#top, from + bytes);
    return from;
  }
}
