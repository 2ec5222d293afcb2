/** A number, and the node that computes it: a program that runs on such numbers takes its branches and ends its loops, and leaves a graph. */
import { add as addNodes, compile, div as divNodes, type Expr, input, mul as mulNodes, neg as negNodes, pullback } from "../../ad/index.js";
import { numbers } from "../../ad/kernels/scalar-builder.js";
import { lift } from "../../ad/leaf.js";
import type { ElementwiseFunction } from "../../ad/ops/define.js";

export interface Traced {
  readonly value: number;
  readonly node: Expr;
}

const asNode = (x: Traced | number): Expr => (typeof x === "number" ? lift(x) : x.node);
const asNumber = (x: Traced | number): number => (typeof x === "number" ? x : x.value);

/** An op of arrays on traced scalars. */
function traced(f: ElementwiseFunction): (...x: (Traced | number)[]) => Traced {
  const { kernel, name } = f.op;
  if (kernel.form !== "elementwise") throw new Error(`${name} is not a function of numbers`);
  return (...x) => ({ value: kernel.body(numbers, ...x.map(asNumber)), node: f(...x.map(asNode)) });
}

export const add = traced(addNodes);
export const mul = traced(mulNodes);
export const div = traced(divNodes);
export const neg = traced(negNodes);

/** What a run of a program leaves: its value, and the path that it took as a function of numbers, [value, derivative]. */
export interface Run<T> {
  readonly value: number;
  readonly result: T;
  readonly path: (x: number) => readonly [f: number, df: number];
}

/** Runs a program at x. `path` may be asked for other points, where the program itself might take another one. */
export function runAt<T extends { readonly y: Traced }>(program: (x: Traced) => T, x: number): Run<T> {
  const node = input([]);
  const result = program({ value: x, node });
  const { y } = result;
  const { inputs, outputs, run } = compile([node], [y.node, ...pullback(y.node, [node])], "interpreter");
  return {
    value: y.value,
    result,
    path: (at) => {
      inputs[0]![0] = at;
      run();
      return [outputs[0]![0]!, outputs[1]![0]!];
    },
  };
}
