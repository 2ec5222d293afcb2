/** Which entries of a Jacobian or Hessian can be other than 0: sets of indices carried along the program's elements. */
import { pullback } from "../derive.js";
import { AdError, OutOfMemory } from "../errors.js";
import { type Expr, size } from "../expr.js";
import { input } from "../leaf.js";
import { walkElements } from "./elements.js";
import { IndexSets } from "./index-sets.js";

/** The places of a sparse matrix in compressed rows: those of row i are indices[starts[i]] … indices[starts[i + 1] − 1], ascending. */
export interface Sparsity {
  readonly rows: number;
  readonly columns: number;
  /** [rows + 1] */
  readonly starts: Int32Array;
  /** [number of places] */
  readonly indices: Int32Array;
}

/**
 * The places that the structure of the program leaves for ∂f_i/∂x_j, x of `n` elements: conservative, valid at every x.
 * Factors that are the constant 0 are seen, values that cancel are not.
 * Source: Griewank & Walther (2008), Evaluating Derivatives, section 7.1.
 */
export function jacobianSparsity(f: (x: Expr) => Expr, n: number | readonly number[]): Sparsity {
  const x = input(typeof n === "number" ? [n] : n);
  return sparsityOf(f(x), x);
}

/** Of ∇²f, symmetric: from the program of the gradient. */
export function hessianSparsity(f: (x: Expr) => Expr, n: number | readonly number[]): Sparsity {
  const x = input(typeof n === "number" ? [n] : n);
  const y = f(x);
  if (y.shape.length > 0)
    throw new AdError("hessianSparsity", `the function must return a scalar, it returns shape [${y.shape.join(", ")}]`);
  return symmetric(sparsityOf(pullback(y, [x])[0]!, x));
}

export function sparsityOf(y: Expr, x: Expr): Sparsity {
  const columns = size(x.shape);
  const sets = new IndexSets(columns);
  const rows = walkElements(x, y, (node, { starts, from }) =>
    Int32Array.from({ length: size(node.shape) }, (_, i) => {
      const union = sets.union(from, starts[i]!, starts[i + 1]!);
      if (union !== undefined) return union;
      throw new OutOfMemory("sparsity", "the dependences of its intermediate values fill more memory than is worth it: use a dense mode");
    }),
  );
  return fromRows(
    columns,
    Array.from(rows, (set) => sets.members(set)),
  );
}

/** From the column indices of each row, ascending. */
export function fromRows(columns: number, rows: readonly ArrayLike<number>[]): Sparsity {
  const starts = new Int32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) starts[i + 1] = starts[i]! + row.length;
  const indices = new Int32Array(starts[rows.length]!);
  for (const [i, row] of rows.entries()) indices.set(row, starts[i]!);
  return { rows: rows.length, columns, starts, indices };
}

/** From places in any order, some perhaps twice. */
export function fromEntries(rows: number, columns: number, entries: readonly (readonly [row: number, column: number])[]): Sparsity {
  const lists = Array.from({ length: rows }, (): number[] => []);
  for (const [i, j] of entries) lists[i]!.push(j);
  return fromRows(
    columns,
    lists.map((list) => [...new Set(list)].sort((a, b) => a - b)),
  );
}

/** Calls `visit` for each place, row by row; `at` is its number. */
export function eachEntry({ rows, starts, indices }: Sparsity, visit: (row: number, column: number, at: number) => void): void {
  for (let i = 0; i < rows; i++) for (let at = starts[i]!; at < starts[i + 1]!; at++) visit(i, indices[at]!, at);
}

export function transposed(pattern: Sparsity): Sparsity {
  const starts = new Int32Array(pattern.columns + 1);
  eachEntry(pattern, (_, j) => {
    starts[j + 1]!++;
  });
  for (let j = 0; j < pattern.columns; j++) starts[j + 1] = starts[j + 1]! + starts[j]!;
  const next = starts.slice();
  const indices = new Int32Array(pattern.indices.length);
  eachEntry(pattern, (i, j) => {
    indices[next[j]!++] = i;
  });
  return { rows: pattern.columns, columns: pattern.rows, starts, indices };
}

export function isSymmetric(pattern: Sparsity): boolean {
  const other = transposed(pattern);
  const same = (a: Int32Array, b: Int32Array): boolean => a.every((value, k) => value === b[k]);
  return pattern.rows === pattern.columns && same(pattern.starts, other.starts) && same(pattern.indices, other.indices);
}

/** With the mirror images of all places. */
export function symmetric(pattern: Sparsity): Sparsity {
  const other = transposed(pattern);
  const row = (of: Sparsity, i: number): Int32Array => of.indices.subarray(of.starts[i]!, of.starts[i + 1]!);
  return fromRows(
    pattern.columns,
    Array.from({ length: pattern.rows }, (_, i) => Int32Array.from(new Set([...row(pattern, i), ...row(other, i)])).sort()),
  );
}
