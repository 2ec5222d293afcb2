/** Records grouped for showing: a section for each problem and dimension, in it the methods, best first, instances pooled. */
import type { Choice, RunRecord, Target } from "../bench/record.js";
import { groupBy } from "../numeric/statistics/group-by.js";
import { type Measure, measures } from "./axis.js";
import { median } from "./measure.js";
import { letterOf } from "./paint.js";
import { plain } from "./text.js";

export interface Method {
  readonly name: string;
  readonly optimizer: string;
  readonly gradient: string;
  /** Its mark in table and plot, the same in all sections, and its place in the palette. */
  readonly letter: string;
  readonly index: number;
  readonly runs: readonly RunRecord[];
}

export interface Section {
  readonly problem: Choice;
  readonly dim: number;
  readonly runs: readonly RunRecord[];
  readonly methods: readonly Method[];
  readonly targets: readonly Target[];
  /** f* is known, so that gaps can be shown; otherwise f is. */
  readonly gaps: boolean;
}

export function sectionsOf(runs: readonly RunRecord[], measure: Measure): Section[] {
  const named = new Map<string, number>();
  return groupBy(runs, sectionKey).map((section) => {
    const { spec, dim } = section[0]!;
    const gaps = section.some(({ fstar }) => fstar !== null);
    const { targets } = spec;
    const groups = groupBy(section, ({ optimizer, gradient }) => JSON.stringify([optimizer, gradient])).map((group) => ({
      name: nameOf(group[0]!),
      optimizer: plain(group[0]!.optimizer),
      gradient: plain(group[0]!.gradient),
      runs: group,
    }));
    const methods = rank(groups, targets, gaps, measure).map((method) => {
      const index = named.get(method.name) ?? named.size;
      named.set(method.name, index);
      return { ...method, index, letter: letterOf(index) };
    });
    return { problem: spec.problem, dim, runs: section, methods, targets, gaps };
  });
}

/** Instances and repetitions of one problem at one dimension belong together. */
const sectionKey = ({ spec, dim }: RunRecord): string => JSON.stringify([spec.problem.name, spec.problem.params, spec.file, dim]);

/** gd/reverse; an optimizer that uses no gradient stands alone. */
export const nameOf = ({ optimizer, gradient }: Pick<RunRecord, "optimizer" | "gradient">): string =>
  plain(gradient === "none" ? optimizer : `${optimizer}/${gradient}`);

/** Cost to a target, run by run; Infinity where it was not reached. */
export const toTarget = (runs: readonly RunRecord[], target: Target, measure: Measure): number[] =>
  runs.map((run) => {
    const hit = run.hits.find((one) => one.target.kind === target.kind && one.target.value === target.value);
    return hit ? measure.toHit(run, hit) : Number.POSITIVE_INFINITY;
  });

/** Median cost to a target; null when the median run did not reach it. */
export function medianTo(runs: readonly RunRecord[], target: Target, measure: Measure): number | null {
  const m = median(toTarget(runs, target, measure));
  return Number.isFinite(m) ? m : null;
}

/** Best f seen, or its gap; null where gaps are shown and a run has none. */
export function finalMedian(runs: readonly RunRecord[], gaps: boolean): number | null {
  if (!gaps) return median(runs.map((run) => run.fBest));
  return runs.every(({ fstar }) => fstar) ? median(runs.map(({ fBest, fstar }) => fBest - fstar!.value)) : null;
}

export const solvedOf = (runs: readonly RunRecord[], target: Target, measure: Measure): number =>
  toTarget(runs, target, measure).filter(Number.isFinite).length;

/** Cheapest to the last target first, then most runs solved, then cheapest to weaker targets, then least work, then nearest to the minimum. */
function rank<T extends Pick<Method, "name" | "runs">>(
  methods: readonly T[],
  targets: readonly Target[],
  gaps: boolean,
  measure: Measure,
): T[] {
  const strictest = [...targets].reverse();
  const keyed = methods.map((method) => ({
    method,
    key: [
      ...strictest.flatMap((target) => [
        medianTo(method.runs, target, measure) ?? Number.POSITIVE_INFINITY,
        -solvedOf(method.runs, target, measure),
      ]),
      // Sources of equal gradients take the same iterations.
      ...strictest.map((target) => medianTo(method.runs, target, measures.work) ?? Number.POSITIVE_INFINITY),
      finalMedian(method.runs, gaps) ?? Number.POSITIVE_INFINITY,
    ],
  }));
  keyed.sort((a, b) => {
    const k = a.key.findIndex((value, i) => value !== b.key[i]);
    if (k >= 0) return a.key[k]! < b.key[k]! ? -1 : 1;
    return a.method.name < b.method.name ? -1 : 1;
  });
  return keyed.map(({ method }) => method);
}
