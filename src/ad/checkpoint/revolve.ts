/** β(c, r) = C(c + r, c) steps can be reversed with c snapshots and each step advanced over r times at most; l steps cost r l − β(c + 1, r − 1). */
import type { Plan } from "./plan.js";

/** C(c + r, c); 0 for r < 0. Exact below 2⁵³. */
export function beta(c: number, r: number): number {
  if (r < 0) return 0;
  let value = 1;
  // Each partial product is a binomial coefficient.
  for (let k = 1; k <= Math.min(c, r); k++) value = (value * (Math.max(c, r) + k)) / k;
  return value;
}

/** The least r with β(c, r) ≥ l. */
export function repetitions(steps: number, snapshots: number): number {
  let r = 0;
  while (beta(snapshots, r) < steps) r++;
  return r;
}

/** The least number of steps advanced over. */
export function revolveCost(steps: number, snapshots: number): number {
  const r = repetitions(steps, snapshots);
  return r * steps - beta(snapshots + 1, r - 1);
}

/**
 * The optimal schedule; `snapshots` ≥ 1, the first state is one of them.
 * @see Griewank & Walther (2000), ACM TOMS 26(1), algorithm 799
 */
export function revolve(steps: number, snapshots: number): Plan {
  if (steps <= 1) return steps;
  const r = repetitions(steps, snapshots);
  // As many as leave β(c − 1, r − 1) ≤ l − m ≤ β(c − 1, r) and are reversed with one repetition less.
  const middle = Math.min(beta(snapshots, r - 1), steps - beta(snapshots - 1, r - 1));
  return { first: revolve(middle, snapshots), rest: revolve(steps - middle, snapshots - 1) };
}
