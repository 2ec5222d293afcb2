/** Sparse J and ∇²f: structure from the program, colours, as many sweeps as colours, entries read from the sums. */

import { AdError } from "../errors.js";
import { type Expr, size } from "../expr.js";
import { constant, input } from "../leaf.js";
import { gather, scatterAdd } from "../ops/gather.js";
import { reshape } from "../ops/move.js";
import { concat } from "../ops/shape.js";
import { grad, traced } from "../transforms.js";
import { bidirectionalColoring, type Coloring, type ColoringOptions, columnColoring, rowColoring } from "./coloring.js";
import { acyclicColoring, type SymmetricOptions, starColoring } from "./coloring-symmetric.js";
import { type Recovery, recover, recoveryOf } from "./recovery.js";
import { eachEntry, type Sparsity, sparsityOf, symmetric } from "./sparsity.js";
import { type Sweeps, sweepsOf } from "./sweeps.js";

/** values[k] stands at the k-th place of the pattern. */
export interface SparseMatrix extends Sparsity {
  /** [number of places] */
  readonly values: Float64Array;
}

/** [rows, columns] row-major. */
export function toDense(matrix: SparseMatrix): Float64Array {
  const dense = new Float64Array(matrix.rows * matrix.columns);
  eachEntry(matrix, (i, j, at) => {
    dense[i * matrix.columns + j] = matrix.values[at]!;
  });
  return dense;
}

export interface SparseJacobianOptions extends ColoringOptions {
  /** auto: whichever takes the fewest scalar operations. */
  readonly coloring?: "auto" | "column" | "row" | "bidirectional";
}

export interface SparseHessianOptions extends SymmetricOptions {
  /** star: entries are read as they are. acyclic: fewer colours, entries are found by substitution. */
  readonly coloring?: "star" | "acyclic";
}

/** A function that also says how it works at x of n elements. */
export interface SparseDerivative {
  (x: ArrayLike<number>): SparseMatrix;
  readonly plan: (n: number) => SparsePlan;
}

export interface SparsePlan {
  readonly pattern: Sparsity;
  readonly coloring: Coloring;
  /** Scalar operations of all sweeps. */
  readonly ops: number;
}

/** x ↦ J, x of shape [n], f(x) of any shape, flattened. Structure and colours are found once for each n. */
export const sparseJacobian = (f: (x: Expr) => Expr, options: SparseJacobianOptions = {}): SparseDerivative =>
  derivativeBy((x) => sparseRoute(traced("sparseJacobian", f(x)), x, options));

/** x ↦ ∇²f, x of shape [n], both triangles. */
export const sparseHessian = (f: (x: Expr) => Expr, { coloring = "star", order }: SparseHessianOptions = {}): SparseDerivative =>
  derivativeBy((x) => {
    const gradient = grad(f)(x);
    const pattern = symmetric(sparsityOf(gradient, x));
    const options = order ? { order } : {};
    const colors = coloring === "star" ? starColoring(pattern, options) : acyclicColoring(pattern, options);
    return routeBy(pattern, colors, { forward: sweepsOf("forward", gradient, x) });
  });

/** How a sparse derivative is computed from one trace of f. */
export interface SparseRoute extends SparsePlan {
  /** Values in the order of the pattern. */
  readonly values: (x: ArrayLike<number>) => Float64Array;
  /** [rows, columns], as a graph. */
  readonly dense: () => Expr;
}

function derivativeBy(make: (x: Expr) => SparseRoute): SparseDerivative {
  const routes = new Map<number, SparseRoute>();
  const routeOf = (n: number): SparseRoute => {
    const route = routes.get(n) ?? make(input([n]));
    routes.set(n, route);
    return route;
  };
  return Object.assign(
    (x: ArrayLike<number>): SparseMatrix => {
      const { pattern, values } = routeOf(x.length);
      return { ...pattern, values: values(x) };
    },
    { plan: (n: number): SparsePlan => routeOf(n) },
  );
}

export function sparseRoute(
  y: Expr,
  x: Expr,
  { coloring = "auto", order }: SparseJacobianOptions,
  pattern = sparsityOf(y, x),
): SparseRoute {
  const sweeps = { forward: sweepsOf("forward", y, x), reverse: sweepsOf("reverse", y, x) };
  const options = order ? { order } : {};
  const kinds = { column: columnColoring, row: rowColoring, bidirectional: bidirectionalColoring };
  const names = coloring === "auto" ? (["column", "row", "bidirectional"] as const) : [coloring];
  const colorings = names.map((name) => kinds[name](pattern, options));
  const ops = colorings.map((one) => opsOf(one, sweeps));
  const best = ops.indexOf(Math.min(...ops));
  return routeBy(pattern, colorings[best]!, sweeps);
}

interface BothWays {
  readonly forward: Sweeps;
  readonly reverse?: Sweeps;
}

const opsOf = ({ columnColors, rowColors }: Coloring, { forward, reverse }: BothWays): number =>
  forward.ops(columnColors) + (reverse?.ops(rowColors) ?? 0);

function routeBy(pattern: Sparsity, coloring: Coloring, sweeps: BothWays): SparseRoute {
  const recovery = recoveryOf(pattern, coloring);
  const { rows, columns } = pattern;
  const { columnColors, rowColors } = coloring;
  const [columnGroups, rowGroups] = [groups(coloring.columns, columnColors), groups(coloring.rows, rowColors)];
  const split = columnColors * rows;
  return {
    pattern,
    coloring,
    ops: opsOf(coloring, sweeps),
    values: (x) => {
      if (x.length !== columns) throw new AdError("sparse derivative", `expected ${columns} numbers, got ${x.length}`);
      const sums = new Float64Array(split + rowColors * columns);
      sweeps.forward.run(x, columnColors, seedOf(columnGroups), (k, result) => sums.set(result, k * rows));
      sweeps.reverse?.run(x, rowColors, seedOf(rowGroups), (k, result) => sums.set(result, split + k * columns));
      return recover(recovery, sums, new Float64Array(pattern.indices.length));
    },
    dense: () => {
      const seeds = (of: Int32Array, count: number): Expr =>
        constant(
          Float64Array.from({ length: count * of.length }, (_, k) => (of[k % of.length] === Math.floor(k / of.length) ? 1 : 0)),
          [count, of.length],
        );
      const parts = [
        ...(columnColors > 0 ? [sweeps.forward.all(seeds(coloring.columns, columnColors))] : []),
        ...(rowColors > 0 && sweeps.reverse ? [sweeps.reverse.all(seeds(coloring.rows, rowColors))] : []),
      ];
      return spread(parts, pattern, recovery);
    },
  };
}

const groups = (of: Int32Array, count: number): number[][] => {
  const lists = Array.from({ length: count }, (): number[] => []);
  of.forEach((color, k) => {
    if (color >= 0) lists[color]!.push(k);
  });
  return lists;
};
const seedOf =
  (members: readonly (readonly number[])[]) =>
  (k: number, direction: Float64Array): void => {
    for (const at of members[k]!) direction[at] = 1;
  };

/** Sums as graphs, and where each entry is read: the dense matrix. Only where nothing is subtracted. */
function spread(parts: readonly Expr[], pattern: Sparsity, { from, entry }: Recovery): Expr {
  const { rows, columns } = pattern;
  if (parts.length === 0) return constant(new Float64Array(rows * columns), [rows, columns]);
  const sums = concat(parts.map((part) => reshape(part, [size(part.shape)])));
  const places = new Int32Array(pattern.indices.length);
  eachEntry(pattern, (i, j, at) => {
    places[at] = i * columns + j;
  });
  const target = entry.map((at) => places[at]!);
  return reshape(scatterAdd(gather(sums, from), target, rows * columns), [rows, columns]);
}
