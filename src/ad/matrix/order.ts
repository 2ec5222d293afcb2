/** In which order values come, and which sign their vectors have. */

/** No NaN and no infinity: what iterations can be run on. */
export const allFinite = (x: Float64Array): boolean => x.every(Number.isFinite);

/** order[k]: where the k-th of the sorted values is. Equal ones stay as they are. */
export const orderOf = (values: Float64Array, compare: (a: number, b: number) => number): number[] =>
  Array.from(values, (_, i) => i).sort((i, j) => compare(values[i]!, values[j]!));

/** Of the first of the largest entries. */
export function signOfLargest(x: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) if (Math.abs(x[i]!) > Math.abs(largest)) largest = x[i]!;
  return largest < 0 ? -1 : 1;
}
