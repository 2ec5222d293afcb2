/** Snapshots of a chain whose length is not known: whenever it ends, they stand about as they should have for that length. */
import type { Plan } from "./plan.js";
import { revolve } from "./revolve.js";

export interface Placed {
  readonly state: number;
  /** How often what follows up to the next snapshot may have to be advanced over; the first state has ∞. */
  readonly level: number;
}

/** Before the first step. */
export const placedFirst: readonly Placed[] = [{ state: 0, level: Number.POSITIVE_INFINITY }];

/**
 * After one more step: its state is kept in a free slot; or in that of a snapshot which a later one of a higher level makes dispensable; or
 * else in that of the state before it, a level higher. `snapshots` ≥ 2, the first state is one of them.
 * @see Wang, Moin & Iaccarino (2009), SIAM J. Sci. Comput. 31(4), 2549-2567
 */
export function placedNext(placed: readonly Placed[], snapshots: number): readonly Placed[] {
  const last = placed[placed.length - 1]!;
  const state = last.state + 1;
  if (placed.length < snapshots) return [...placed, { state, level: 0 }];
  const dispensable = placed.findLastIndex(({ level }, k) => placed.some((later, at) => at > k && later.level > level));
  if (dispensable >= 0) return [...placed.toSpliced(dispensable, 1), { state, level: 0 }];
  return [...placed.slice(0, -1), { state, level: last.level + 1 }];
}

/** The schedule of a chain that has ended after `steps`: each stretch between snapshots is reversed with the slots that are free by then. */
export function online(steps: number, snapshots: number): Plan {
  if (snapshots === 1) return revolve(steps, 1);
  let placed = placedFirst;
  // The state after the last step is where the reversal begins, and is not kept.
  for (let k = 1; k < steps; k++) placed = placedNext(placed, snapshots);
  let [plan, end]: [Plan | null, number] = [null, steps];
  for (let k = placed.length - 1; k >= 0; k--) {
    const { state } = placed[k]!;
    const stretch = revolve(end - state, snapshots - k);
    plan = plan === null ? stretch : { first: stretch, rest: plan };
    end = state;
  }
  return plan ?? 0;
}
