/** Schedules that reverse a chain x_(i+1) = F_i(x_i) of l steps: which states are kept, which are computed again, tick by tick. */

/**
 * How a stretch of steps is reversed from its first state. A number: all its steps are recorded at once. Else the state is kept, `first`
 * is advanced over, `rest` is reversed, and then `first`, from the state that was kept.
 */
export type Plan = number | { readonly first: Plan; readonly rest: Plan };

/** State i is the one before step i. */
export type Tick =
  | { readonly kind: "snapshot" | "restore" | "free"; readonly state: number }
  /** Steps [from, to) of which nothing is kept. */
  | { readonly kind: "advance"; readonly from: number; readonly to: number }
  /** A step that keeps its state for its reversal, and the reversal that lets go of it. */
  | { readonly kind: "record" | "reverse"; readonly step: number };

export const lengthOf = (plan: Plan): number => {
  let [steps, at] = [0, plan];
  while (typeof at !== "number") {
    steps += lengthOf(at.first);
    at = at.rest;
  }
  return steps + at;
};

export function ticksOf(plan: Plan): Tick[] {
  const ticks: Tick[] = [];
  const walk = (at: Plan, start: number, kept: boolean): void => {
    if (typeof at === "number") {
      for (let k = 0; k < at; k++) ticks.push({ kind: "record", step: start + k });
      for (let k = at - 1; k >= 0; k--) ticks.push({ kind: "reverse", step: start + k });
      return;
    }
    if (!kept) ticks.push({ kind: "snapshot", state: start });
    const middle = start + lengthOf(at.first);
    ticks.push({ kind: "advance", from: start, to: middle });
    walk(at.rest, middle, false);
    ticks.push({ kind: "restore", state: start });
    // Recorded steps keep their states themselves.
    if (typeof at.first === "number") ticks.push({ kind: "free", state: start });
    walk(at.first, start, true);
  };
  walk(plan, 0, false);
  return ticks;
}

export interface ScheduleCost {
  /** Steps that were advanced over: what is computed beyond one recording of each step. */
  readonly advanced: number;
  /** The most snapshots at a time. */
  readonly snapshots: number;
  /** The most states at a time, snapshots and recorded ones; the same state twice is one. */
  readonly states: number;
  /** The states that live after each tick, ascending. */
  readonly live: readonly (readonly number[])[];
}

/**
 * Plays a schedule and checks it: each tick has the state it needs, the steps are reversed from the last to the first, nothing is left.
 * @throws Error that names the tick.
 */
export function play(ticks: readonly Tick[], steps: number): ScheduleCost {
  const snapshots = new Set<number>();
  const recorded = new Set<number>();
  const live: number[][] = [];
  let [state, next, advanced, mostSnapshots, mostStates] = [0, steps - 1, 0, 0, 0];
  for (const [at, tick] of ticks.entries()) {
    const need = (holds: boolean): void => {
      if (!holds) throw new Error(`tick ${at} of the schedule cannot be done: ${JSON.stringify(tick)}`);
    };
    switch (tick.kind) {
      case "snapshot":
        need(state === tick.state && !snapshots.has(state));
        snapshots.add(state);
        break;
      case "restore":
        need(snapshots.has(tick.state));
        state = tick.state;
        break;
      case "free":
        need(snapshots.delete(tick.state));
        break;
      case "advance":
        need(state === tick.from && tick.to > tick.from);
        state = tick.to;
        advanced += tick.to - tick.from;
        break;
      case "record":
        need(state === tick.step && !recorded.has(state));
        recorded.add(state);
        state++;
        break;
      case "reverse":
        need(tick.step === next && recorded.delete(tick.step));
        next--;
    }
    const states = [...new Set([...snapshots, ...recorded])].sort((a, b) => a - b);
    live.push(states);
    mostSnapshots = Math.max(mostSnapshots, snapshots.size);
    mostStates = Math.max(mostStates, states.length);
  }
  if (next >= 0 || snapshots.size > 0 || recorded.size > 0)
    throw new Error(`the schedule ends before step ${next} is reversed, or keeps states`);
  return { advanced, snapshots: mostSnapshots, states: mostStates, live };
}
