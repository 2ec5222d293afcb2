/** The interpreter, the oracle of truth: each node one step over buffers planned once. Nothing is allocated by a run. */
import { type Canonical, canonical } from "./canonical.js";
import { OutOfMemory } from "./errors.js";
import { constantOf, type Expr, type Scan, size } from "./expr.js";
import { contractLoop, elementwiseLoop, gatherLoop, indexLoop, reduceLoop, scatterLoop } from "./kernels/kernels.js";
import { operand, planArena, storage } from "./plan.js";

type Step = () => void;

export interface Interpreted {
  readonly inputs: readonly Float64Array[];
  readonly outputs: readonly Float64Array[];
  readonly run: () => void;
  /** Peak of what is live at once, inputs and outputs included, constants not. */
  readonly bytes: number;
}

/** Makes the steps; computes what depends on no input. */
export function interpret(graph: Canonical): Interpreted {
  const { inputs, outputs, order, varying } = graph;
  // What is only read as the one element behind it need not exist.
  const needed = new Set<Expr>(outputs.map(storage));
  const computed: Expr[] = [];
  for (const node of [...order].reverse()) {
    if (!needed.has(node) || node.args.length === 0) continue;
    computed.push(node);
    for (const arg of node.args) needed.add(node.op.kernel.form === "elementwise" ? operand(arg) : storage(arg));
  }
  computed.reverse();
  const steps = computed.filter((node) => varying.has(node));
  const plan = planArena(graph, steps);
  const arena = allocate(plan.length, steps);
  const constants = new Map<Expr, Float64Array>();
  const view = (node: Expr): Float64Array => {
    const at = plan.offsets.get(node);
    if (at !== undefined) return arena.subarray(at, at + size(node.shape));
    const made = constants.get(node) ?? constantOf(node);
    if (made) return made;
    const fresh = new Float64Array(size(node.shape));
    constants.set(node, fresh);
    return fresh;
  };
  for (const node of computed) if (!varying.has(node)) stepOf(node, view)();
  const program = steps.map((node) => stepOf(node, view));
  return {
    inputs: inputs.map(view),
    outputs: outputs.map((y) => view(storage(y))),
    run: () => {
      for (let k = 0; k < program.length; k++) program[k]!();
    },
    bytes: 8 * plan.length,
  };
}

/** One node as a call of its kernel over views of its own and its arguments' numbers. */
export function stepOf(node: Expr, view: (node: Expr) => Float64Array): Step {
  const { kernel } = node.op;
  const out = view(node);
  if (kernel.form === "elementwise") {
    const args = node.args.map(operand);
    const [a, b, c, ...more] = args.map(view);
    const loop = elementwiseLoop(
      kernel.body,
      args.map((arg) => size(arg.shape) === 1 && size(node.shape) !== 1),
    );
    if (more.length > 0) return () => loop(out, a!, b!, c!, ...more);
    // Calls of fixed arity: spreading an array would allocate.
    return c ? () => loop(out, a!, b!, c) : b ? () => loop(out, a!, b) : () => loop(out, a!);
  }
  const args = node.args.map((arg) => view(storage(arg)));
  const [a, b] = args;
  switch (kernel.form) {
    case "index": {
      const run = indexLoop(node);
      return () => run(out, a!);
    }
    case "reduce": {
      const run = reduceLoop(node, kernel.combine);
      return () => run(out, a!);
    }
    case "contract": {
      const run = contractLoop(node);
      return () => run(out, a!, b!);
    }
    case "gather": {
      const run = gatherLoop(node);
      return () => run(out, a!);
    }
    case "scatter": {
      const run = scatterLoop(node);
      return () => run(out, a!);
    }
    case "scan":
      return scanStep(node.param as Scan, out, args);
    case "native":
      return () => kernel.run(out, args, node);
    case "reshape":
    case "leaf":
      throw new Error(`${node.op.name} is not computed`);
  }
}

/** Runs the body for each step: the carry and one element of each array go in, the state comes out. */
function scanStep({ carry, items, constants, next, steps, reverse }: Scan, out: Float64Array, args: readonly Float64Array[]): Step {
  const body = interpret(canonical([carry, ...items, ...constants], [next]));
  const [into, ...others] = body.inputs as [Float64Array, ...Float64Array[]];
  const [state] = body.outputs as [Float64Array];
  const [init, ...arrays] = args as [Float64Array, ...Float64Array[]];
  return () => {
    into.set(init);
    for (let k = items.length; k < arrays.length; k++) others[k]!.set(arrays[k]!);
    for (let step = 0; step < steps; step++) {
      const t = reverse ? steps - 1 - step : step;
      for (let k = 0; k < items.length; k++) copy(others[k]!, 0, arrays[k]!, t * others[k]!.length, others[k]!.length);
      body.run();
      copy(out, t * state.length, state, 0, state.length);
      copy(into, 0, state, 0, into.length);
    }
  };
}

function copy(to: Float64Array, at: number, from: Float64Array, start: number, length: number): void {
  for (let i = 0; i < length; i++) to[at + i] = from[start + i]!;
}

function allocate(length: number, steps: readonly Expr[]): Float64Array {
  try {
    return new Float64Array(length);
  } catch {
    const largest = [...steps].sort((p, q) => size(q.shape) - size(p.shape)).slice(0, 3);
    const names = largest.map((node) => `${node.op.name} [${node.shape.join(", ")}]`).join(", ");
    throw new OutOfMemory("compile", `the program needs ${8 * length} bytes, more than can be had; its largest arrays are ${names}`);
  }
}
