/** The columns of the table: what is shown of a method, in what order, and what goes first where there is no room. */
import type { RunRecord, Target } from "../bench/record.js";
import type { Measure } from "./axis.js";
import { median, quantile } from "./measure.js";
import { finalMedian, type Method, medianTo, type Section, solvedOf, toTarget } from "./method.js";
import { short, tolerance } from "./numbers.js";

export interface Column {
  /** Two lines. */
  readonly head: readonly [string, string];
  readonly align: "left" | "right";
  readonly cell: (method: Method) => string;
  /** The column with the least is the first to go. */
  readonly keep: number;
}

/** Every column but the method's name. `wide`: quartiles, counts by kind and seconds too. */
export function columnsFor(section: Section, measure: Measure, wide: boolean): Column[] {
  const { targets, gaps } = section;
  const last = targets.at(-1);
  const toTargets = gaps ? targets : [];
  return [
    ...(gaps && last ? [number(["", "solved"], 8, ({ runs }) => `${solvedOf(runs, last, measure)}/${runs.length}`)] : []),
    ...toTargets.map((target) =>
      number([measure.unit, `to ${targetText(target)}`], target === last ? 10 : 4, ({ runs }) => short(medianTo(runs, target, measure))),
    ),
    ...(wide && gaps && last ? [number(["", "quartiles"], 1, ({ runs }) => quartiles(toTarget(runs, last, measure)))] : []),
    ...(gaps ? [] : [number(["", "runs"], 8, ({ runs }) => String(runs.length))]),
    number([gaps ? "final" : "best", gaps ? "gap" : "f"], 9, ({ runs }) => short(finalMedian(runs, gaps), gaps ? 2 : 5)),
    number(["iter-", "ations"], 6, (method) => ofRuns(method, (run) => run.iterations)),
    ...(gaps || measure.unit === "iterations" || measure.unit === "seconds"
      ? []
      : [number(["", measure.unit], 5, (method) => ofRuns(method, measure.total))]),
    ...(wide
      ? [number(["values/jvps", "/vjps/hvps"], 2, (method) => kinds.map((kind) => ofRuns(method, (run) => run.cost[kind])).join("/"))]
      : []),
    ...(wide ? [number(["", "seconds*"], 3, (method) => ofRuns(method, (run) => run.volatile.seconds))] : []),
    { head: ["", "stop"], align: "left", keep: 7, cell: ({ runs }) => stops(runs, wide) },
  ];
}

const kinds = ["values", "jvps", "vjps", "hvps"] as const;

const number = (head: Column["head"], keep: number, cell: Column["cell"]): Column => ({ head, align: "right", keep, cell });

const ofRuns = ({ runs }: Method, of: (run: RunRecord) => number): string => short(median(runs.map(of)));

/** An absolute target is a gap, a relative one a fraction of the gap at x0. */
export const targetText = ({ kind, value }: Target): string => (kind === "relative" ? tolerance(value) : `gap ${tolerance(value)}`);

function quartiles(sample: readonly number[]): string {
  const [low, high] = [quantile(sample, 0.25), quantile(sample, 0.75)];
  if (!Number.isFinite(low) || low === high) return short(Number.isFinite(low) ? low : null);
  return `${short(low)} to ${Number.isFinite(high) ? short(high) : "–"}`;
}

/** Why the runs ended: the most common reason, with room all of them. */
function stops(runs: readonly RunRecord[], all: boolean): string {
  const counts = new Map<string, number>();
  for (const { stop } of runs) counts.set(stop, (counts.get(stop) ?? 0) + 1);
  const ranked = [...counts].sort(([a, p], [b, q]) => q - p || (a < b ? -1 : 1));
  if (ranked.length === 1 || !all) return ranked[0]![0];
  return ranked.map(([stop, n]) => `${n} ${stop}`).join(", ");
}
