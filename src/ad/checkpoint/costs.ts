/** E(i, j, c) = min over m of w_i + … + w_(m−1) + E(i, m, c) + E(m, j, c − 1): the best schedule where step i costs w_i, by dynamic programming. */
import type { Plan } from "./plan.js";

export interface Optimum {
  readonly plan: Plan;
  /** The costs of the steps that are advanced over, added up. */
  readonly cost: number;
}

/**
 * O(c l³) time, O(c l²) numbers. `snapshots` ≥ 1, the first state is one of them.
 * @see Griewank & Walther (2008), Evaluating Derivatives, chapter 12, on steps of unequal cost
 */
export function optimal(costs: ArrayLike<number>, snapshots: number): Optimum {
  const l = costs.length;
  if (l === 0) return { plan: 0, cost: 0 };
  const before = new Float64Array(l + 1);
  for (let i = 0; i < l; i++) before[i + 1] = before[i]! + costs[i]!;
  const at = (c: number, i: number, j: number): number => (c * l + i) * (l + 1) + j;
  const cost = new Float64Array((snapshots + 1) * l * (l + 1)).fill(Number.POSITIVE_INFINITY);
  const middle = new Int32Array(cost.length);
  for (let c = 0; c <= snapshots; c++) for (let i = 0; i < l; i++) cost[at(c, i, i + 1)] = 0;
  for (let c = 1; c <= snapshots; c++)
    for (let length = 2; length <= l; length++)
      for (let i = 0; i + length <= l; i++) {
        const j = i + length;
        for (let m = i + 1; m < j; m++) {
          const total = before[m]! - before[i]! + cost[at(c, i, m)]! + cost[at(c - 1, m, j)]!;
          if (total >= cost[at(c, i, j)]!) continue;
          cost[at(c, i, j)] = total;
          middle[at(c, i, j)] = m;
        }
      }
  const planOf = (c: number, i: number, j: number): Plan => {
    if (j - i === 1) return 1;
    const m = middle[at(c, i, j)]!;
    return { first: planOf(c, i, m), rest: planOf(c - 1, m, j) };
  };
  return { plan: planOf(snapshots, 0, l), cost: cost[at(snapshots, 0, l)]! };
}
