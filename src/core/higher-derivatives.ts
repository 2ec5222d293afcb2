/** f′, f″, … of one variable by forward mode upon forward mode; ∂²f/∂xᵢ∂xⱼ of several by forward mode upon reverse mode. */
import { canonical, opsOf } from "../ad/canonical.js";
import { constant, type Expr, pullback, pushforward } from "../ad/index.js";
import { UsageError } from "./errors.js";
import { evaluate, type PointedProgram } from "./step-table.js";

/** Each differentiation makes the graph a few times as large; what it makes twice is shared before the next one. */
const MOST_OPS = 200_000;

/** The first `order` derivatives of a function of one scalar. Throws UsageError where they would take too many operations. */
export function derivatives({ inputs, f }: PointedProgram, order: number): number[] {
  const [{ node: x }] = inputs as [PointedProgram["inputs"][number]];
  const found: Expr[] = [];
  for (let y = f, k = 1; k <= order; k++) {
    const graph = canonical([x], [pushforward(y, x, constant(1))]);
    if (opsOf(graph) > MOST_OPS) throw new UsageError(`--order ${order}: derivative ${k} alone takes more than ${MOST_OPS} operations`);
    y = graph.outputs[0]!;
    found.push(y);
  }
  return evaluate(inputs, found) as number[];
}

/** [n, n] by rows, of a function of n scalars: the lower triangle, mirrored. */
export function hessian({ inputs, f }: PointedProgram): number[][] {
  const xs = inputs.map(({ node }) => node);
  const lower = pullback(f, xs).flatMap((g, i) => xs.slice(0, i + 1).map((x) => pushforward(g, x, constant(1))));
  const values = evaluate(inputs, lower) as number[];
  const at = (i: number, j: number): number => values[(i * (i + 1)) / 2 + j]!;
  return xs.map((_, i) => xs.map((_, j) => at(Math.max(i, j), Math.min(i, j))));
}
