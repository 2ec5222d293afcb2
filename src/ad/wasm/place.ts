/** Where in a node a loop stands: one affine function of row and column for each axis. */
import { type AxisMap, constantOf, type Expr, strides, type Transposes } from "../expr.js";

/** An index along one axis: i·(row) + j·(column) + o. */
export interface Affine {
  readonly i: number;
  readonly j: number;
  readonly o: number;
}
/** One affine index for each axis of a node. */
export type Place = readonly Affine[];

export const placeKey = (at: Place): string => {
  let key = "";
  for (const { i, j, o } of at) key += `${i},${j},${o};`;
  return key;
};
export const samePlace = (a: Place, b: Place): boolean => a.every((x, k) => x.i === b[k]!.i && x.j === b[k]!.j && x.o === b[k]!.o);

/** All index vectors of a box. */
export const corners = (extents: readonly number[]): number[][] =>
  extents.reduce<number[][]>((all, n) => all.flatMap((at) => Array.from({ length: n }, (_, k) => [...at, k])), [[]]);

/** Where a reduction reads its argument: the result's index with the reduced axes put in. */
export function unreduced(e: Expr, at: Place, corner: readonly number[]): Place {
  const axes = e.param as readonly number[];
  let [kept, gone] = [0, 0];
  return e.args[0]!.shape.map((_, k) => (axes.includes(k) ? { i: 0, j: 0, o: corner[gone++]! } : at[kept++]!));
}
/** Where an index node reads its argument. */
export const through = (e: Expr, at: Place): Place =>
  (e.param as readonly AxisMap[]).map(({ axis, offset, stride }) => {
    if (axis < 0) return { i: 0, j: 0, o: offset };
    const x = at[axis]!;
    return { i: stride * x.i, j: stride * x.j, o: offset + stride * x.o };
  });
/** What is symmetric is read along rows where it is asked for along columns: x xᵀ, and constants that are. */
export function straight(e: Expr, at: Place): Place {
  if (e.shape.length !== 2) return at;
  const [r, c] = at as readonly [Affine, Affine];
  const across = r.j !== 0 && r.i === 0 && c.i !== 0 && c.j === 0;
  return across && (isGram(e) || isSymmetricConstant(e)) ? [c, r] : at;
}

/** x xᵀ or xᵀ x. */
export function isGram(e: Expr): boolean {
  if (e.op.kernel.form !== "contract" || e.args[0] !== e.args[1]) return false;
  const { ta, tb } = e.param as Transposes;
  return ta !== tb;
}

/** What was looked at before, by the array of numbers. */
const symmetric = new WeakMap<Float64Array, boolean>();
function isSymmetricConstant(e: Expr): boolean {
  const values = constantOf(e);
  if (!values || e.shape[0] !== e.shape[1]) return false;
  let known = symmetric.get(values);
  if (known === undefined) {
    const n = e.shape[0]!;
    known = true;
    for (let i = 0; known && i < n; i++) for (let j = 0; known && j < i; j++) known = values[i * n + j] === values[j * n + i];
    symmetric.set(values, known);
  }
  return known;
}

/** The element that a place names: i·row + j·column + c. */
export function elementAt(node: Expr, at: Place): Affine {
  let [i, j, o] = [0, 0, 0];
  strides(node.shape).forEach((s, k) => {
    i += s * at[k]!.i;
    j += s * at[k]!.j;
    o += s * at[k]!.o;
  });
  return { i, j, o };
}

/** The values of the loop variable from which on, and up to which, an index lies in [0, extent). */
export function edgesOf({ i, j, o }: Affine, extent: number): number[] {
  const s = j !== 0 ? j : i;
  if (s === 0) return [];
  return s > 0 ? [Math.ceil(-o / s), Math.ceil((extent - o) / s)] : [Math.floor((o - extent) / -s) + 1, Math.floor(o / -s) + 1];
}
