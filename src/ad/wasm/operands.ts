/** Where the arguments of a product of matrices lie, and with which strides they are read. */
import type { Expr, Transposes } from "../expr.js";
import { gemmScratch, type Operand } from "./gemm.js";
import { gramScratch } from "./gram.js";
import type { Memory } from "./values.js";

const operandOf = (e: Expr, transposed: boolean, memory: Memory): Operand => {
  const width = e.shape[1]!;
  return { address: memory.address(e), down: transposed ? 1 : width, along: transposed ? width : 1 };
};

export function gramOf(node: Expr, memory: Memory) {
  const { ta } = node.param as Transposes;
  const [x] = node.args as readonly [Expr];
  const [n, k] = [node.shape[0]!, x.shape[ta ? 0 : 1]!];
  return { n, k, a: operandOf(x, ta, memory), c: memory.address(node), scratch: memory.scratch(gramScratch(n, k)) };
}

export function productOf(node: Expr, memory: Memory) {
  const { ta, tb } = node.param as Transposes;
  const [x, y] = node.args as readonly [Expr, Expr];
  const [m, n] = node.shape as readonly [number, number];
  const k = x.shape[ta ? 0 : 1]!;
  const scratch = memory.scratch(gemmScratch(m, n, k));
  return { m, n, k, a: operandOf(x, ta, memory), b: operandOf(y, tb, memory), c: memory.address(node), scratch };
}
