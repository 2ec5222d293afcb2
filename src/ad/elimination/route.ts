/** J by vertex elimination on the graph of scalars: partial derivatives by a compiled program, then straight-line code over numbers. */
import { compile } from "../compile.js";
import { type Expr, size } from "../expr.js";
import { constant } from "../leaf.js";
import { add, mul, where } from "../ops/arithmetic.js";
import { reshape } from "../ops/move.js";
import { concat, slice } from "../ops/shape.js";
import type { Elimination } from "./elimination.js";
import { eliminateVertices, type VertexOrder } from "./order.js";
import { type ScalarGraph, scalarGraphOf } from "./scalar-graph.js";
import { guards, LEFT, RIGHT, runStraightLine } from "./straight-line.js";

export interface EliminationRoute {
  readonly graph: ScalarGraph;
  readonly elimination: Elimination;
  /** [m n] row-major. */
  readonly numeric: (x: ArrayLike<number>) => Float64Array;
  /** [m, n], as a graph. */
  readonly symbolic: () => Expr;
}

export function eliminationRoute(y: Expr, x: Expr, order: VertexOrder = "markowitz"): EliminationRoute {
  const graph = scalarGraphOf(y, x);
  const elimination = eliminateVertices(graph, order);
  return {
    graph,
    elimination,
    numeric: numericOf(graph, elimination, x, size(y.shape)),
    symbolic: () => symbolicOf(graph, elimination, x, y),
  };
}

function numericOf({ partials, values, strong }: ScalarGraph, elimination: Elimination, x: Expr, m: number): EliminationRoute["numeric"] {
  const program = compile([x], partials);
  const n = size(x.shape);
  const c = new Float64Array(elimination.numbers);
  const guarded = guards(elimination, strong);
  return (at) => {
    program.inputs[0]!.set(at);
    program.run();
    for (const [edge, parts] of values.entries()) {
      let sum = 0;
      for (const part of parts) sum += part.of < 0 ? 1 : program.outputs[part.of]![part.at]!;
      c[edge] = sum;
    }
    runStraightLine(elimination, c, guarded);
    const jacobian = new Float64Array(m * n);
    for (const { row, column, number } of elimination.entries) jacobian[row * n + column] = c[number]!;
    return jacobian;
  };
}

function symbolicOf({ partials, values, strong }: ScalarGraph, elimination: Elimination, x: Expr, y: Expr): Expr {
  const { code, entries } = elimination;
  const [m, n] = [size(y.shape), size(x.shape)];
  const flat = partials.map((partial) => reshape(partial, [size(partial.shape)]));
  const one = constant([1]);
  const c = values.map((parts) => parts.map(({ of, at }) => (of < 0 ? one : slice(flat[of]!, at, at + 1))).reduce((a, b) => add(a, b)));
  const guarded = guards(elimination, strong);
  for (const [k, { target, left, right, adds }] of code.entries()) {
    let product = mul(c[left]!, c[right]!);
    if (guarded[k]! & LEFT) product = where(c[left]!, product, 0);
    if (guarded[k]! & RIGHT) product = where(c[right]!, product, 0);
    c[target] = adds ? add(c[target]!, product) : product;
  }
  const cells = new Array<Expr>(m * n).fill(constant([0]));
  for (const { row, column, number } of entries) cells[row * n + column] = c[number]!;
  return reshape(cells.length > 0 ? concat(cells) : constant([]), [m, n]);
}
