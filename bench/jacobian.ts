/** W5: the Jacobian of tanh(A x), R¹⁰⁰ → Rᵐ, one direction at a time: n products J v or m products Jᵀ u. Where do they cost the same? */
import { compile, constant, input, pullback, pushforward } from "../src/ad/index.js";
import { stream } from "../src/numeric/sampling/random.js";
import type { Talk } from "./c.js";
import { readDoubles } from "./c.js";
import { median, secondsOf } from "./clock.js";
import { tanhLayer } from "./workloads.js";

const N = 100;
export const heights: readonly number[] = [10, 30, 60, 80, 100, 130, 200, 500, 1000];

export interface JacobianRow {
  readonly m: number;
  /** Seconds by contender and mode. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly agreement: number;
}

export interface Written {
  readonly file: string;
  readonly write: (arrays: readonly Float64Array[]) => void;
}

function ours(m: number, A: Float64Array, x: Float64Array) {
  const at = input([N]);
  const y = tanhLayer(constant(A, [m, N]))(at);
  const [v, u] = [input([N]), input([m])];
  const [forward, reverse] = [compile([at, v], [pushforward(y, at, v)]), compile([at, u], [pullback(y, [at], u)[0]!])];
  const jacobian = { forward: new Float64Array(m * N), reverse: new Float64Array(m * N) };
  forward.inputs[0]!.set(x);
  reverse.inputs[0]!.set(x);
  return {
    jacobian,
    forward: () => {
      const [direction, column] = [forward.inputs[1]!, forward.outputs[0]!];
      for (let k = 0; k < N; k++) {
        direction[k] = 1;
        forward.run();
        direction[k] = 0;
        for (let i = 0; i < m; i++) jacobian.forward[i * N + k] = column[i]!;
      }
    },
    reverse: () => {
      const [direction, row] = [reverse.inputs[1]!, reverse.outputs[0]!];
      for (let i = 0; i < m; i++) {
        direction[i] = 1;
        reverse.run();
        direction[i] = 0;
        jacobian.reverse.set(row, i * N);
      }
    },
  };
}

export async function jacobians(c: Talk | null, { file, write }: Written, rounds: number, ms: number): Promise<JacobianRow[]> {
  const rows: JacobianRow[] = [];
  for (const m of heights) {
    const rng = stream("bench/W5");
    const [A, x] = [m * N, N].map((count) => Float64Array.from({ length: count }, () => rng.normal() / 10)) as [Float64Array, Float64Array];
    const mine = ours(m, A, x);
    mine.forward();
    mine.reverse();
    let expected = mine.jacobian.forward;
    if (c) {
      write([x, A]);
      await c.ask(`load jacobian ${file} ${m} ${N}`);
      await c.ask(`check 0 ${file}.out`);
      expected = readDoubles(`${file}.out`).slice(1);
    }
    const agreement = Math.max(apart(mine.jacobian.forward, expected), apart(mine.jacobian.reverse, expected));
    const times = new Map<string, number[]>();
    const note = (name: string, seconds: number): void => {
      times.set(name, [...(times.get(name) ?? []), seconds]);
    };
    for (let round = 0; round < rounds; round++) {
      if (c) {
        note("C forward", Number(await c.ask(`time 0 gradient ${ms}`)));
        note("C reverse", Number(await c.ask(`time 1 gradient ${ms}`)));
      }
      note("wasm forward", secondsOf(mine.forward, ms));
      note("wasm reverse", secondsOf(mine.reverse, ms));
    }
    rows.push({ m, seconds: Object.fromEntries([...times].map(([name, all]) => [name, median(all)])), agreement });
  }
  return rows;
}

export function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, largest] = [0, 0];
  for (let k = 0; k < b.length; k++) {
    difference = Math.max(difference, Math.abs(a[k]! - b[k]!));
    largest = Math.max(largest, Math.abs(b[k]!));
  }
  return a.length === b.length ? difference / (largest || 1) : Number.NaN;
}

/** m/n at which both modes take the same time, by interpolation of their logarithmic ratio; null where they do not cross. */
export function crossover(rows: readonly JacobianRow[], name: string): number | null {
  const ratio = (row: JacobianRow): number => Math.log(row.seconds[`${name} reverse`]! / row.seconds[`${name} forward`]!);
  for (let k = 1; k < rows.length; k++) {
    const [before, after] = [rows[k - 1]!, rows[k]!];
    const [p, q] = [ratio(before), ratio(after)];
    if (p < 0 && q >= 0) return Math.exp(Math.log(before.m) + (p / (p - q)) * Math.log(after.m / before.m)) / N;
  }
  return null;
}
