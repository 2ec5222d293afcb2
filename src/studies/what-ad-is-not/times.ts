/** Seconds a gradient: the ways take turns, and the best turn of each counts, since what disturbs a measurement only adds to it. */
import type { Context } from "./defaults.js";
import type { Gradient } from "./ways.js";

/** Seconds that are measured at least, fewer with --quick; operations that are done at most, whatever the clock says, and what a call counts. */
const [WHILE, MOST, CALL] = [1e-3, 1_000_000, 100];

export function secondsOf(gradients: readonly Gradient[], x: Float64Array, { now, quick }: Pick<Context, "now" | "quick">): number[] {
  const g = new Float64Array(x.length);
  /** Twice as many runs until they take long enough: reading the clock takes longer than a small one. */
  const secondsEach = ({ run, ops }: Gradient): number => {
    for (let runs = 1; ; runs *= 2) {
      const start = now();
      for (let i = 0; i < runs; i++) run(x, g);
      const spent = now() - start;
      if (spent >= (quick ? WHILE / 8 : WHILE) || runs * (ops + CALL) >= MOST) return spent / runs;
    }
  };
  // The first turn compiles, and counts only if it is the fastest all the same.
  const turns = Array.from({ length: quick ? 3 : 6 }, () => gradients.map(secondsEach));
  return gradients.map((_, k) => Math.min(...turns.map((turn) => turn[k]!)));
}
