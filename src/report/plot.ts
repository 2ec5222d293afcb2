/** The plot: log10 of the gap (or f) against work, evals, iterations, seconds or ops; one letter and one colour a method. */
import type { Measure } from "./axis.js";
import { draw } from "./canvas.js";
import { targetText } from "./columns.js";
import { medianCurve } from "./curves.js";
import { framed, marginOf, WIDEST } from "./frame.js";
import type { Section } from "./method.js";
import type { Paint } from "./paint.js";
import { linearScale, logScale, type XScale, xScale, type YScale } from "./plot-scale.js";
import { wrap } from "./text.js";

/** The gap is shown over this many decades, or down to the target where that is lower. */
const DECADES = 1e-20;

export function renderPlot(section: Section, measure: Measure, options: { readonly width: number; readonly paint: Paint }): string[] {
  const { paint } = options;
  const width = Math.min(options.width, WIDEST);
  const costs = section.runs.flatMap((run) => run.trace.map((_, row) => measure.at(run, row)));
  // The labels decide how much room is left for the curves, so the heights are found at full width first. The ends of the
  // curves, which decide them, are the same at every width.
  const y = yScale(section, curvesOf(section, measure, xScale(costs, width)));
  if (!y) return wrap(nothing(section), options.width);
  const x = xScale(costs, width - marginOf(y.scale) - 2);
  const curves = curvesOf(section, measure, x);

  const rows = curves.map((curve) => curve.map((value) => (isShown(value) ? y.scale.row(value) : null)));
  const drawn = section.methods.map(({ letter }, k) => ({ letter, rows: rows[k]! }));
  const target = targetRow(section, y);
  const canvas = draw(drawn, x.positions.length, y.scale.rows, target);
  return [
    ...wrap(
      `${y.title}, ${section.runs.length > section.methods.length ? "best so far, median over the runs of a method" : "best so far"}`,
      width,
    ),
    ...framed(
      {
        canvas,
        y: y.scale,
        x: { ticks: x.ticks, title: costTitle(measure, x) },
        entries: [...section.methods].sort((a, b) => a.index - b.index),
        colorOf: (owner) => section.methods[owner]!.index,
      },
      options.width,
      paint,
    ),
    ...notes(section, curves, y, target).flatMap((note) => wrap(note, options.width)),
  ];
}

export const costTitle = ({ title }: Measure, { log }: XScale): string => `${title}, ${log ? "log10" : "linear"} scale`;

const curvesOf = (section: Section, measure: Measure, { positions }: XScale): (number | null)[][] =>
  section.methods.map((method) => medianCurve(method, section, measure, positions));

const isShown = (value: number | null): value is number => value !== null && Number.isFinite(value);

interface Heights {
  readonly scale: YScale;
  readonly title: string;
  readonly log: boolean;
}

/** null: there is nothing to draw. */
function yScale(section: Section, curves: readonly (readonly (number | null)[])[]): Heights | null {
  const values = curves.flat().filter(isShown);
  const positive = values.filter((value) => value > 0);
  const high = positive.reduce((a, b) => Math.max(a, b), 0);
  const low = positive.reduce((a, b) => Math.min(a, b), high);
  if (section.gaps) {
    if (positive.length === 0) return null;
    const limit = Math.min(high * DECADES, (targetGap(section) ?? Number.POSITIVE_INFINITY) / 100);
    return { scale: logScale(Math.max(low, limit), high), title: "gap f - f* (log10 scale)", log: true };
  }
  if (values.length === 0) return null;
  if (positive.length === values.length) return { scale: logScale(low, high), title: "f (log10 scale)", log: true };
  const bottom = values.reduce((a, b) => Math.min(a, b));
  return {
    scale: linearScale(
      bottom,
      Math.max(
        high,
        values.reduce((a, b) => Math.max(a, b)),
      ),
    ),
    title: "f (linear scale)",
    log: false,
  };
}

function nothing({ gaps, runs }: Section): string {
  const finite = runs.some((run) => run.trace.some(({ fBest }) => Number.isFinite(fBest)) && (!gaps || run.fstar));
  if (!finite) return "No plot: f is not a finite number at any recorded point.";
  if (runs.some((run) => run.trace.some(({ fBest }) => run.fstar && fBest < run.fstar.value)))
    return "No plot: f is at or below f* from the first point on, no gap is above 0.";
  return "No plot: every method is at f* from its first point on, all gaps are 0.";
}

/** The gap that stops a run, where it is the same for all. */
function targetGap({ runs, targets, gaps }: Section): number | null {
  const target = targets.at(-1);
  if (!gaps || !target || !(target.value > 0)) return null;
  if (target.kind === "absolute") return target.value;
  const starts = new Set(runs.flatMap(({ f0, fstar }) => (fstar ? target.value * (f0 - fstar.value) : [])));
  const [gap] = starts;
  return starts.size === 1 && gap !== undefined && Number.isFinite(gap) && gap > 0 ? gap : null;
}

function targetRow(section: Section, { scale, log }: Heights): number | null {
  const gap = targetGap(section);
  if (gap === null || !log || scale.below(gap)) return null;
  const row = Math.round(scale.row(gap));
  return row < scale.rows ? row : null;
}

/** What the picture does not show by itself. */
function notes(
  section: Section,
  curves: readonly (readonly (number | null)[])[],
  { scale, log }: Heights,
  target: number | null,
): string[] {
  const lettersWhere = (test: (value: number) => boolean): string =>
    section.methods
      .filter((_, k) => curves[k]!.some((value) => value !== null && test(value)))
      .map(({ letter }) => letter)
      .join(", ");
  const said: string[] = [];
  if (target !== null) said.push(`Dotted: the target ${targetText(section.targets.at(-1)!)}.`);
  const low = lettersWhere((value) => log && Number.isFinite(value) && scale.below(value));
  if (low !== "") said.push(`Values below ${scale.floor} or 0 are drawn at the bottom edge: ${low}.`);
  const odd = lettersWhere((value) => !Number.isFinite(value));
  if (odd !== "") said.push(`Not drawn where f is not a finite number: ${odd}.`);
  const absent = section.methods.filter((_, k) => curves[k]!.every((value) => value === null)).map(({ letter }) => letter);
  if (absent.length > 0) said.push(`No points: ${absent.join(", ")}.`);
  return said.length > 0 ? [said.join(" ")] : [];
}
