/** The entries of a sparse matrix from sums of its columns and rows: b = Σ a over the entries of one colour; what stands alone is read, then taken off elsewhere. */

import { AdError } from "../errors.js";
import type { Coloring } from "./coloring.js";
import { eachEntry, type Sparsity } from "./sparsity.js";

/**
 * In which order entries are read. Sums are numbered: [columnColors, rows] of the products J v, then [rowColors, columns] of uᵀ J.
 * Colourings of columns, of rows, of both, and stars leave every entry alone in a sum: then nothing is ever subtracted.
 */
export interface Recovery {
  /** The sum that step k reads. */
  readonly from: Int32Array;
  /** The entry it gives, by its place in the pattern, and the mirror image of a symmetric one (or the same). */
  readonly entry: Int32Array;
  readonly mirror: Int32Array;
  /** The other sum that the entry is a part of, −1 where none is read later. */
  readonly rest: Int32Array;
  /** True when nothing is subtracted. */
  readonly direct: boolean;
}

/** @throws AdError when the colouring does not determine all entries. */
export function recoveryOf(pattern: Sparsity, coloring: Coloring): Recovery {
  const { first, second, mirror, entries } = sumsOf(pattern, coloring);
  const sums = coloring.columnColors * pattern.rows + coloring.rowColors * pattern.columns;
  /** How many unknown entries a sum has, and the sum of their numbers: the last one's number when it is alone. */
  const [left, numbers] = [new Int32Array(sums), new Float64Array(sums)];
  const isPart = (sum: number, entry: number, sign: 1 | -1): void => {
    if (sum < 0) return;
    left[sum] = left[sum]! + sign;
    numbers[sum] = numbers[sum]! + sign * entry;
  };
  for (const entry of entries) for (const sum of [first[entry]!, second[entry]!]) isPart(sum, entry, 1);
  const queue: number[] = [];
  for (let sum = 0; sum < sums; sum++) if (left[sum] === 1) queue.push(sum);
  const alone = queue.length;
  const steps: { from: number; entry: number; rest: number }[] = [];
  const readAt = new Int32Array(sums).fill(-1);
  let direct = true;
  for (let k = 0; k < queue.length; k++) {
    const from = queue[k]!;
    if (left[from] !== 1) continue;
    const entry = numbers[from]!;
    const rest = first[entry] === from ? second[entry]! : first[entry]!;
    readAt[from] = steps.length;
    steps.push({ from, entry, rest });
    direct &&= k < alone;
    for (const sum of [from, rest]) isPart(sum, entry, -1);
    if (rest >= 0 && left[rest] === 1) queue.push(rest);
  }
  if (steps.length < entries.length)
    throw new AdError("recovery", `the ${coloring.kind} coloring determines ${steps.length} of ${entries.length} entries`);
  const at = Int32Array.from(steps, ({ entry }) => entry);
  return {
    from: Int32Array.from(steps, ({ from }) => from),
    entry: at,
    mirror: at.map((entry) => mirror[entry]!),
    rest: Int32Array.from(steps, ({ rest }) => (!direct && rest >= 0 && readAt[rest]! >= 0 ? rest : -1)),
    direct,
  };
}

/** Of `compressed`, which is overwritten where entries are subtracted: values in the order of the pattern, [number of places]. */
export function recover({ from, entry, mirror, rest }: Recovery, compressed: Float64Array, values: Float64Array): Float64Array {
  for (let k = 0; k < from.length; k++) {
    const value = compressed[from[k]!]!;
    values[entry[k]!] = value;
    values[mirror[k]!] = value;
    if (rest[k]! >= 0) compressed[rest[k]!] = compressed[rest[k]!]! - value;
  }
  return values;
}

interface Sums {
  /** By entry: the sums it is a part of, −1 where there is none. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly mirror: Int32Array;
  /** The unknowns: all entries, of a symmetric matrix those on and above the diagonal. */
  readonly entries: Int32Array;
}

function sumsOf(pattern: Sparsity, { kind, columns, rows, columnColors }: Coloring): Sums {
  const count = pattern.indices.length;
  const [first, second] = [new Int32Array(count).fill(-1), new Int32Array(count).fill(-1)];
  const mirror = Int32Array.from({ length: count }, (_, at) => at);
  const ofColumn = (i: number, j: number): number => (columns[j]! < 0 ? -1 : columns[j]! * pattern.rows + i);
  if (kind === "star" || kind === "acyclic") {
    const upper: number[] = [];
    const places = new Map<number, number>();
    eachEntry(pattern, (i, j, at) => {
      if (i <= j) {
        upper.push(at);
        first[at] = ofColumn(i, j);
        second[at] = i === j ? -1 : ofColumn(j, i);
      }
      places.set(i * pattern.columns + j, at);
    });
    eachEntry(pattern, (i, j, at) => {
      mirror[at] = places.get(j * pattern.columns + i)!;
    });
    return { first, second, mirror, entries: Int32Array.from(upper) };
  }
  eachEntry(pattern, (i, j, at) => {
    first[at] = ofColumn(i, j);
    second[at] = rows[i]! < 0 ? -1 : columnColors * pattern.rows + rows[i]! * pattern.columns + j;
  });
  return { first, second, mirror, entries: mirror };
}
