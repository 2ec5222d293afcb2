/** MD1, MD2: W ← W − step·∇stress(W) with exact gradients, as published: iterations to 1e-2, loss after the last frame. */
import type { RunRecord } from "../../bench/record.js";
import { claim } from "../../core/claim.js";
import { evals, work } from "../../core/cost.js";
import type { Figure, Findings, Table } from "../../core/study.js";
import { descent, iterationsTo, lossAgainst, maps } from "./cities.js";
import { figure5, type MdsPart } from "./defaults.js";

const TARGET = 1e-2;

/** What the published runs come to: nothing in them can be varied. */
const expected = [
  { iterations: 28, final: 2.1141e-5 },
  { iterations: 47, final: 4.6487e-5 },
  { iterations: 66, final: 2.3694e-4 },
] as const;

interface Published {
  readonly N: number;
  readonly step: number;
  readonly frames: number;
}
const runs = (published: readonly Published[]) => published.map((map) => ({ ...map, record: descent(map.N, map.step, map.frames) }));
type Run = ReturnType<typeof runs>[number];

export function iterationCounts(published: readonly Published[] = maps): Findings {
  const descents = runs(published);
  const claims = descents.map(({ N, step, record }, k) =>
    claim({
      id: `MD1.${N}`,
      statement: `gradient descent with step ${step} on ${N} cities: iterations to stress ≤ ${TARGET}`,
      source: figure5,
      measured: iterationsTo(record, TARGET),
      expected: expected[k]!.iterations,
      absolute: 1,
    }),
  );
  return { claims, tables: [table(descents)], figures: figures(descents) };
}

export function finalLosses(published: readonly Published[] = maps): Findings {
  const claims = runs(published).map(({ N, frames, record }, k) =>
    claim({
      id: `MD2.${N}`,
      statement: `gradient descent on ${N} cities: stress after ${frames} iterations`,
      source: figure5,
      measured: record.f,
      expected: expected[k]!.final,
      relative: 1e-4,
    }),
  );
  return { claims };
}

const table = (descents: readonly Run[]): Table => ({
  name: "descent",
  title: "Gradient descent on stress with the published steps and exact gradients",
  columns: ["N", "n", "step", "step·N", `iterations to ${TARGET}`, "iterations", "stress", "gradients", "work"],
  rows: descents.map(({ N, step, record }) => [
    N,
    record.dim,
    step,
    Number((step * N).toPrecision(12)),
    iterationsTo(record, TARGET),
    record.iterations,
    record.f,
    evals(record.cost),
    work(record.cost, record.opsPerValue),
  ]),
});

/** Work of one gradient. */
const ratio = ({ cost, opsPerValue }: RunRecord): number => work(cost, opsPerValue) / evals(cost);

const figures = (descents: readonly Run[]): Figure[] => [
  {
    name: "descent-printed",
    title: "Gradient descent on stress, as printed: iterations",
    x: { label: "iterations", log: false },
    y: { label: "stress", log: true },
    lines: descents.map(({ N, record }) => ({ name: `N = ${N}`, points: lossAgainst(record, ({ iteration }) => iteration) })),
    note: "More cities seem to take more iterations, but step·N falls from 0.36 to 0.17 along the way: see MD3.",
  },
  {
    name: "descent-audited",
    title: "Gradient descent on stress, as audited: work",
    x: { label: "work (function-evaluation equivalents)", log: false },
    y: { label: "stress", log: true },
    lines: descents.map(({ N, record }) => ({
      name: `N = ${N}`,
      points: lossAgainst(record, ({ cost }) => work(cost, record.opsPerValue)),
    })),
    note: `A value with its gradient by reverse mode costs ${descents.map(({ record }) => ratio(record).toFixed(2)).join(", ")} values: hardly more for more cities.`,
  },
];

export const md1: MdsPart = { id: "MD1", run: () => iterationCounts() };
export const md2: MdsPart = { id: "MD2", run: () => finalLosses() };
