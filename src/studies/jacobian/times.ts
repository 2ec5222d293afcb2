/** Seconds of a Jacobian by forward and by reverse mode: some sweeps are timed, times as many as it takes. */
import { constant, input, matmul } from "../../ad/index.js";
import { sweepsOf } from "../../ad/jacobian/sweeps.js";
import { type Context, sizes } from "./defaults.js";

/** Seconds that a mode at one size is timed for; a part of it with --quick. */
const WHILE = 0.02;
/** A of more numbers than this is not made. */
const MOST_NUMBERS = 4_000_000;
/** Entries of A, times sweeps, that are gone through at most, whatever the clock says. */
const MOST_WORK = 200_000_000;
const MOST_RUNS = 1000;
/** Sweeps that are timed together: reading the clock takes longer than a small one. */
const TOGETHER = 16;

export interface Times {
  readonly rows: readonly { readonly m: number; readonly forward: number; readonly reverse: number }[];
  /** m/n where the lines cross, between the two sizes around it; NaN where they do not. */
  readonly crossover: number;
}

export function timesOf({ params, rng, now, quick }: Context): Times {
  const n = params.dim;
  const every = quick ? 6 : 3;
  const chosen = sizes(params).filter((m, k) => (k % every === 0 || m === n) && m * n <= MOST_NUMBERS);
  const draw = rng.split("times");
  const data = Float64Array.from({ length: n * chosen.at(-1)! }, () => draw.uniform());
  const rows = chosen.map((m) => {
    const x = input([n]);
    const y = matmul(constant(data.subarray(0, m * n), [m, n]), x);
    const time = (mode: "forward" | "reverse"): number => {
      const count = mode === "forward" ? n : m;
      const sweeps = sweepsOf(mode, y, x);
      const block = Math.min(count, TOGETHER);
      const at = new Float64Array(n).fill(1);
      const once = (): void =>
        sweeps.run(
          at,
          block,
          (k, direction) => {
            direction[k] = 1;
          },
          () => {},
        );
      // The first run compiles.
      once();
      const start = now();
      let runs = 0;
      let spent = 0;
      do {
        once();
        runs++;
        spent = now() - start;
      } while (spent < (quick ? WHILE / 8 : WHILE) && runs * block * m * n < MOST_WORK && runs < MOST_RUNS);
      return (spent / (runs * block)) * count;
    };
    return { m, forward: time("forward"), reverse: time("reverse") };
  });
  return { rows, crossover: crossing(rows) / n };
}

function crossing(rows: Times["rows"]): number {
  for (const [k, { m, forward, reverse }] of rows.entries()) {
    const next = rows[k + 1];
    if (!next || reverse > forward || next.reverse < next.forward) continue;
    const [a, b] = [Math.log(forward / reverse), Math.log(next.reverse / next.forward)];
    return a + b > 0 ? Math.exp(Math.log(m) + (Math.log(next.m / m) * a) / (a + b)) : m;
  }
  return Number.NaN;
}
