/** T(l, c) = min over m of m + T(m, c) + T(l − m, c − 1), T(1, c) = 0: the fewest steps advanced over, from the recurrence alone. */

/** [c][l] for 0 ≤ c ≤ snapshots, 0 ≤ l ≤ steps; ∞ where it cannot be done. */
export function leastSteps(steps: number, snapshots: number): Float64Array[] {
  const table: Float64Array[] = [];
  for (let c = 0; c <= snapshots; c++) {
    const row = new Float64Array(steps + 1).fill(Number.POSITIVE_INFINITY);
    row[0] = 0;
    if (steps >= 1) row[1] = 0;
    table.push(row);
    if (c > 0) for (let l = 2; l <= steps; l++) for (let m = 1; m < l; m++) row[l] = Math.min(row[l]!, m + row[m]! + table[c - 1]![l - m]!);
  }
  return table;
}
