/** J of f(x) = Ax: n forward sweeps or m reverse sweeps of 2mn operations each, so n·m·n against m·m·n; they are even at m = n. */
import { constant, type Expr, jacobian, matmul } from "../../ad/index.js";
import { type Claim, claim } from "../../core/claim.js";
import type { Line } from "../../core/study.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { type Context, type JacobianPart, lecture, sizes } from "./defaults.js";
import { type Costs, costsOf, fewestRows, linear } from "./linear.js";
import { timesOf } from "./times.js";

/** From here on the slopes are those of the leading terms, within 1/(2m − 1). */
const LEADING = 100;
/** For the comparison of numbers: all modes, elimination on the graph of scalars too. */
const SMALL = 12;

const modes = ["auto", "forward", "reverse", "sparse", "elimination"] as const;

/** The largest difference of J and A over the modes, for A of some shapes. */
function worstEntry(n: number, rng: Rng): number {
  const apart = [1, 3, SMALL, 2 * SMALL].flatMap((m) => {
    const columns = Math.min(n, SMALL);
    const A = Float64Array.from({ length: m * columns }, () => rng.normal());
    const f = (x: Expr): Expr => matmul(constant(A, [m, columns]), x);
    return modes.map((mode) => {
      const J = jacobian(f, { mode })(Float64Array.from({ length: columns }, () => rng.normal()));
      return Math.max(...A.map((a, k) => Math.abs(a - J[k]!)));
    });
  });
  return Math.max(...apart);
}

function counted(n: number, costs: readonly Costs[]): Claim[] {
  const of = (id: string, statement: string, wanted: Partial<Claim> & { measured: number; expected: number; absolute?: number }): Claim =>
    claim({ id: `JA1.${id}`, statement, source: lecture, ...wanted });
  const wrong = (holds: (at: Costs) => boolean): number => costs.filter((at) => !holds(at)).length;
  const leading = costs.filter(({ m }) => m >= Math.max(n, LEADING));
  const slope = (mode: "forward" | "reverse"): number =>
    logLogSlope(
      leading.map(({ m }) => m),
      leading.map((at) => at[mode].ops),
    );
  // The counts at every m follow from the definition, so the crossover is sought between the grid's points too.
  const most = 4 * n;
  const difference = (m: number): number => {
    const { forward, reverse } = costsOf(linear, m, n);
    return reverse.ops - forward.ops;
  };
  const first = fewestRows(most, (m) => difference(m) >= 0);
  const last = fewestRows(most, (m) => difference(m) > 0) - 1;
  return [
    of("sweeps", "forward mode takes n sweeps, reverse mode m: sizes m where they do not", {
      measured: wrong(({ m, forward, reverse }) => forward.sweeps === n && reverse.sweeps === m),
      expected: 0,
    }),
    of("ops", "operations are n (2mn − m) and m (2mn − n): sizes m where they are not", {
      measured: wrong(({ m, forward, reverse }) => forward.ops === n * (2 * m * n - m) && reverse.ops === m * (2 * m * n - n)),
      expected: 0,
    }),
    of("crossover-from", "m/n from which on reverse mode is no cheaper", { measured: first / n, expected: 1 }),
    of("crossover-to", "m/n up to which forward mode is no cheaper", { measured: last / n, expected: 1 }),
    of("forward-slope", "operations of forward mode ∝ m^p: p for m ≥ n", { measured: slope("forward"), expected: 1, absolute: 0.01 }),
    of("reverse-slope", "operations of reverse mode ∝ m^p: p for m ≥ n", { measured: slope("reverse"), expected: 2, absolute: 0.01 }),
    of("auto", "mode auto takes what is cheaper: sizes m where it does not", {
      measured: wrong(({ forward, reverse, chosen }) => chosen === (forward.ops <= reverse.ops ? "forward" : "reverse")),
      expected: 0,
    }),
  ];
}

const lines = (n: number, costs: readonly Costs[]): Line[] => [
  ...(["forward", "reverse"] as const).map((mode) => ({
    name: mode,
    points: costs.map((at) => [at.m / n, at[mode].ops] as const),
  })),
  { name: "2mn²", of: "forward", points: costs.map(({ m }) => [m / n, 2 * m * n * n] as const), style: "dashed" },
  { name: "2m²n", of: "reverse", points: costs.map(({ m }) => [m / n, 2 * m * m * n] as const), style: "dashed" },
];

export const linearMap: JacobianPart = {
  id: "JA1",
  weight: 6,
  run: (context: Context) => {
    const { params, rng } = context;
    const n = params.dim;
    const costs = sizes(params).map((m) => costsOf(linear, m, n));
    const times = timesOf(context);
    return {
      claims: [
        ...counted(n, costs),
        claim({
          id: "JA1.entries",
          statement: "all modes give J = A: largest difference of an entry",
          source: lecture,
          measured: worstEntry(n, rng.split("entries")),
          expected: 0,
        }),
        claim({
          id: "JA1.times",
          statement: "measured times cross near m = n: |log₁₀ (m/n)| where they do",
          source: lecture,
          measured: Math.abs(Math.log10(times.crossover)),
          atMost: 0.5,
          volatile: true,
        }),
      ],
      tables: [
        {
          name: "costs",
          title: `The Jacobian of Ax, n = ${n}`,
          columns: ["m", "m/n", "forward sweeps", "forward ops", "reverse sweeps", "reverse ops", "auto"],
          rows: costs.map(({ m, forward, reverse, chosen }) => [
            m,
            m / n,
            forward.sweeps,
            forward.ops,
            reverse.sweeps,
            reverse.ops,
            chosen,
          ]),
        },
      ],
      figures: [
        {
          name: "ops",
          title: `Operations of the Jacobian of Ax, n = ${n}`,
          x: { label: "m/n", log: true },
          y: { label: "scalar operations", log: true },
          lines: lines(n, costs),
          note: "Forward and reverse mode cross at m = n; forward grows like m, reverse like m².",
        },
        {
          name: "seconds",
          title: `Time of the Jacobian of Ax, n = ${n}`,
          x: { label: "m/n", log: true },
          y: { label: "seconds", log: true },
          lines: [
            { name: "forward", points: times.rows.map(({ m, forward }) => [m / n, forward] as const) },
            { name: "reverse", points: times.rows.map(({ m, reverse }) => [m / n, reverse] as const) },
          ],
          note: "Sweeps are timed for a while and multiplied by how many it takes; on this machine, now.",
        },
      ],
    };
  },
};
