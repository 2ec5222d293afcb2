/** ‖g − ∇f‖/‖∇f‖ against work, evals, iterations, seconds or ops: the median over the runs of a method, on a log10 scale. */
import type { RunRecord } from "../bench/record.js";
import type { Measure } from "./axis.js";
import { draw } from "./canvas.js";
import { framed, marginOf, WIDEST } from "./frame.js";
import { median } from "./measure.js";
import type { Method, Section } from "./method.js";
import type { Paint } from "./paint.js";
import { costTitle } from "./plot.js";
import { logScale, xScale } from "./plot-scale.js";
import { judged } from "./quality.js";
import { wrap } from "./text.js";

/** Nothing where no gradient was judged. */
export function renderQualityPlot(
  section: Section,
  measure: Measure,
  options: { readonly width: number; readonly paint: Paint },
): string[] {
  const found = judged(section).map((method) => ({ method, runs: method.runs.map((run) => errorsOf(run, measure)) }));
  const drawn = found.filter(({ runs }) => runs.flat().some(isShown));
  const exact = found.filter(({ runs }) => runs.flat().length > 0 && runs.flat().every(({ error }) => error === 0));
  const said = notes(found, drawn, exact).flatMap((text) => wrap(text, options.width));
  if (drawn.length === 0) return said;
  const points = found.flatMap(({ runs }) => runs.flat());
  const errors = points.filter(isShown).map(({ error }) => error);
  const width = Math.min(options.width, WIDEST);
  const y = logScale(
    errors.reduce((a, b) => Math.min(a, b)),
    errors.reduce((a, b) => Math.max(a, b)),
  );
  const x = xScale(
    points.map(({ at }) => at),
    width - marginOf(y) - 2,
  );
  const curves = drawn.map(({ method, runs }) => ({
    letter: method.letter,
    rows: medianOf(runs, x.positions).map((error) => (error !== null && Number.isFinite(error) ? y.row(error) : null)),
  }));
  return [
    ...wrap("error of g, ‖g - ∇f‖/‖∇f‖ (log10 scale)", width),
    ...framed(
      {
        canvas: draw(curves, x.positions.length, y.rows, null),
        y,
        x: { ticks: x.ticks, title: costTitle(measure, x) },
        entries: drawn.map(({ method }) => method).sort((a, b) => a.index - b.index),
        colorOf: (owner) => drawn[owner]!.method.index,
      },
      options.width,
      options.paint,
    ),
    ...said,
  ];
}

interface Judged {
  readonly method: Method;
  /** Of each run. */
  readonly runs: readonly (readonly ErrorAt[])[];
}

/** What the picture does not show by itself. */
function notes(found: readonly Judged[], drawn: readonly Judged[], exact: readonly Judged[]): string[] {
  const said = (text: string, some: readonly Judged[]): string[] =>
    some.length > 0 ? [`${text}: ${some.map(({ method }) => method.letter).join(", ")}.`] : [];
  const absent = found.filter((one) => !drawn.includes(one) && !exact.includes(one));
  return [[...said("No error at all", exact), ...said("No points", absent)].join(" ")].filter((text) => text !== "");
}

interface ErrorAt {
  readonly at: number;
  readonly error: number;
}

function errorsOf(run: RunRecord, measure: Measure): ErrorAt[] {
  const row = new Map(run.trace.map(({ iteration }, k) => [iteration, k]));
  return (run.quality?.points ?? []).flatMap(({ iteration, relativeError }) => {
    const k = row.get(iteration);
    return k === undefined ? [] : [{ at: measure.at(run, k), error: relativeError }];
  });
}

const isShown = ({ error }: ErrorAt): boolean => error > 0 && Number.isFinite(error);

/** At each position the median of what the runs had last; null before the first of them has begun and once all have ended. */
function medianOf(runs: readonly (readonly ErrorAt[])[], positions: readonly number[]): (number | null)[] {
  const end = Math.max(...runs.map((points) => points.at(-1)?.at ?? Number.NEGATIVE_INFINITY));
  return positions.map((position, k) => {
    if (k > 0 && positions[k - 1]! >= end) return null;
    const begun = runs.flatMap((points) => points.findLast(({ at }) => at <= position)?.error ?? []);
    return begun.length > 0 ? median(begun) : null;
  });
}
