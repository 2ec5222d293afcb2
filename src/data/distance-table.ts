/** Named points with a distance between each two: d(i, j) = d(j, i) ≥ 0, d(i, i) = 0. */

export interface DistanceTable {
  /** One for each point, in order. */
  readonly labels: readonly string[];
  /** The distances of the first `count` points, [count, count] row-major: a new array. */
  readonly first: (count: number) => Float64Array;
}

/** distances: [N, N] row-major, N labels. */
export function fromMatrix(labels: readonly string[], distances: Float64Array): DistanceTable {
  const first = (count: number): Float64Array => {
    const block = new Float64Array(count * count);
    for (let i = 0; i < count; i++) block.set(distances.subarray(i * labels.length, i * labels.length + count), i * count);
    return block;
  };
  return { labels, first };
}
