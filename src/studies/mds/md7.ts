/**
 * MD7: e_k evaluations take Nelder–Mead to iteration k. Drawn: the loss of frame k against e_k. Spent: e_1 + … + e_k, as every frame starts
 * anew. With e_k ≈ n + c k that is about k (n + c k/2), some k/2 to k times as much.
 */
import { claim } from "../../core/claim.js";
import { evals, work } from "../../core/cost.js";
import type { Figure, Findings } from "../../core/study.js";
import { optimizerNamed, paramsOf } from "../methods.js";
import { descent, lossAgainst, maps, onMap } from "./cities.js";
import { figure5, type MdsPart } from "./defaults.js";
import { restarted } from "./restarts.js";

const METHOD = "nelder-mead";
const method = optimizerNamed(METHOD);
const unlimited = { target: 0, budget: 1e9, budgetUnit: "evals", trace: "all" } as const;

interface Frame {
  /** Evaluations of the last restart, and of all so far. */
  readonly printed: number;
  readonly audited: number;
  readonly f: number;
}

/** By the meter: every frame is run. */
export function animation(N: number, frames: number): Frame[] {
  const { trace } = onMap(N, { ...unlimited, optimizers: [restarted(method, paramsOf(method), frames)] })[0]!;
  return trace.slice(1).map(({ cost, f }, k) => ({ printed: evals(cost) - evals(trace[k]!.cost), audited: evals(cost), f }));
}

/** e_1 + … + e_frames from one run that is never restarted. */
function sumOfOneRun(N: number, frames: number): number {
  const { trace } = onMap(N, { ...unlimited, optimizers: METHOD, maxIterations: frames })[0]!;
  return trace.slice(1).reduce((sum, { cost }) => sum + evals(cost), 0);
}

function findings(): Findings {
  const rows = maps.map(({ N, step, frames }) => {
    const film = animation(N, frames);
    const { printed, audited, f } = film.at(-1)!;
    return { N, frames, film, printed, audited, f, factor: audited / printed, gradient: descent(N, step, frames) };
  });
  const growth = rows.slice(1).map(({ factor }, k) => factor / rows[k]!.factor);
  return {
    claims: [
      ...rows.flatMap(({ N, frames, printed, audited, factor }) => [
        claim({
          id: `MD7.${N}`,
          statement: `${N} cities, ${frames} frames: the axis shows ${printed} evaluations of Nelder–Mead, ${audited} were made: their ratio (tens to hundreds)`,
          source: figure5,
          measured: factor,
          atLeast: 10,
        }),
        claim({
          id: `MD7.${N}.sum`,
          statement: `${N} cities: evaluations of all frames, as the sum over the iterations of one run without restarts`,
          source: figure5,
          measured: audited,
          expected: sumOfOneRun(N, frames),
        }),
      ]),
      claim({
        id: "MD7.most",
        statement: "the factor is hundreds at most",
        source: figure5,
        measured: Math.max(...rows.map(({ factor }) => factor)),
        atMost: 1000,
      }),
      claim({
        id: "MD7.growth",
        statement: "the factor grows with N: least ratio from one map to the next",
        source: figure5,
        measured: Math.min(...growth),
        atLeast: 1,
      }),
    ],
    tables: [
      {
        name: "restarts",
        title: "Evaluations of Nelder–Mead in the animation, restarted at every frame",
        columns: ["N", "n", "frames", "printed", "audited", "factor", "stress", "gradient descent: work", "stress of gradient descent"],
        rows: rows.map(({ N, frames, printed, audited, factor, f, gradient }) => [
          N,
          2 * N,
          frames,
          printed,
          audited,
          factor,
          f,
          work(gradient.cost, gradient.opsPerValue),
          gradient.f,
        ]),
      },
    ],
    figures: [
      figure("figure5-printed", "Figure 5 as printed: iterations of gradient descent, evaluations of Nelder–Mead's last restart", rows, {
        label: "iterations, or evaluations of the last restart",
        simplex: ({ printed }) => printed,
        descent: ({ iteration }) => iteration,
        note: "Two units on one axis, and of Nelder–Mead all frames but the last left out.",
      }),
      figure("figure5-audited", "Figure 5 as audited: everything that was evaluated", rows, {
        label: "work (function-evaluation equivalents)",
        simplex: ({ audited }) => audited,
        descent: ({ cost }, opsPerValue) => work(cost, opsPerValue),
        note: "One unit for both. Gradient descent is exact, by reverse mode; Nelder–Mead pays for every frame of its animation.",
      }),
    ],
  };
}

interface View {
  readonly label: string;
  readonly simplex: (frame: Frame) => number;
  readonly descent: (point: Parameters<Parameters<typeof lossAgainst>[1]>[0], opsPerValue: number) => number;
  readonly note: string;
}
type Shown = { readonly N: number; readonly film: readonly Frame[]; readonly gradient: ReturnType<typeof descent> };

const figure = (name: string, title: string, rows: readonly Shown[], { label, simplex, descent: at, note }: View): Figure => ({
  name,
  title,
  x: { label, log: true },
  y: { label: "stress", log: true },
  lines: rows.flatMap(({ N, film, gradient }) => [
    { name: `gradient descent, N = ${N}`, points: lossAgainst(gradient, (point) => at(point, gradient.opsPerValue)) },
    { name: `Nelder–Mead, N = ${N}`, points: film.map((frame) => [simplex(frame), frame.f] as const) },
  ]),
  note,
});

export const md7: MdsPart = { id: "MD7", run: findings };
