/**
 * Programs of very many nodes, most of them scalars, too large for one function of WebAssembly: a typed-array tape of instructions over
 * one array of numbers, run by a switch that is generated from the bodies of the ops it needs. Building it makes no step for each node.
 */
import type { Canonical } from "./canonical.js";
import { type Body, constantOf, type Expr, size } from "./expr.js";
import { type Interpreted, stepOf } from "./interpret.js";
import { evaluateSource, sourceBuilder } from "./kernels/emit-js.js";
import { operand, storage } from "./plan.js";

/** Beyond this many numbers places are worth planning: the interpreter does. */
const MOST_NUMBERS = 33_554_432;
const WIDTH = 5;

/** null: its arrays are too large to keep all of them. */
export function tape(graph: Canonical): Interpreted | null {
  const { inputs, outputs, order, placeOf } = graph;
  /** Where the numbers of each node begin, in the order of the graph. */
  const starts = new Int32Array(order.length);
  let top = 0;
  order.forEach((node, k) => {
    starts[k] = top;
    if (node.op.kernel.form !== "reshape") top += size(node.shape);
  });
  if (top > MOST_NUMBERS) return null;
  const values = new Float64Array(top);
  const place = (node: Expr): number => starts[placeOf(storage(node))]!;
  const view = (node: Expr): Float64Array => values.subarray(place(node), place(node) + size(node.shape));

  const codes = new Map<Body, number>();
  const code = new Int32Array(WIDTH * order.length);
  let length = 0;
  /** Stretches of the tape, and between them the kernels of arrays. */
  const run: (() => void)[] = [];
  let [start, machine] = [0, (_values: Float64Array, _code: Int32Array, _from: number, _to: number): void => {}];
  const close = (): void => {
    const [from, to] = [start, length];
    if (to > from) run.push(() => machine(values, code, from, to));
    start = length;
  };
  for (const [at, node] of order.entries()) {
    const { kernel } = node.op;
    if (kernel.form === "leaf") {
      const value = constantOf(node);
      if (value) view(node).set(value);
    } else if (kernel.form === "elementwise" && size(node.shape) === 1 && node.args.length < WIDTH - 1) {
      let known = codes.get(kernel.body);
      if (known === undefined) {
        known = codes.size;
        codes.set(kernel.body, known);
      }
      code[length] = known;
      code[length + 1] = starts[at]!;
      for (let k = 0; k < node.args.length; k++) code[length + 2 + k] = starts[placeOf(operand(node.args[k]!))]!;
      length += WIDTH;
    } else if (kernel.form !== "reshape") {
      close();
      run.push(stepOf(node, view));
    }
  }
  close();
  machine = machineFor([...codes.keys()]);
  return {
    inputs: inputs.map(view),
    outputs: outputs.map(view),
    run: () => {
      for (let k = 0; k < run.length; k++) run[k]!();
    },
    bytes: 8 * top,
  };
}

type Machine = (values: Float64Array, code: Int32Array, from: number, to: number) => void;

/** One case for each body: its operands are read, its operations done, its result written. */
function machineFor(bodies: readonly Body[]): Machine {
  const cases = bodies.map((body, k) => {
    const lines: string[] = [];
    const operands = Array.from({ length: Math.min(body.length - 1, WIDTH - 2) }, (_, n) => `x${n}`);
    const result = body(sourceBuilder(lines), ...operands);
    const reads = operands.map((name, n) => `const ${name} = v[c[p + ${n + 2}]];`).join(" ");
    return `case ${k}: { ${reads} ${lines.join(" ")} v[c[p + 1]] = ${result}; break; }`;
  });
  const source = `(v, c, from, to) => { for (let p = from; p < to; p += ${WIDTH}) switch (c[p]) { ${cases.join("\n")} } }`;
  return evaluateSource(source) as Machine;
}
