/** ‖g − ∇f‖/‖∇f‖ against work, evals, iterations, seconds or ops: the median over the runs of a method, on a log10 scale. */
import type { RunRecord } from "../bench/record.js";
import type { Measure } from "./axis.js";
import { draw } from "./canvas.js";
import { framed, legend, xAxis } from "./frame.js";
import { median } from "./measure.js";
import type { Section } from "./method.js";
import type { Paint } from "./paint.js";
import { judged } from "./quality.js";
import { logScale, xScale } from "./scale.js";
import { wrap } from "./text.js";

const WIDEST = 120;

/** Nothing where no gradient was judged. */
export function renderQualityPlot(
  section: Section,
  measure: Measure,
  options: { readonly width: number; readonly paint: Paint },
): string[] {
  const methods = judged(section);
  const lines = new Map(methods.map((method) => [method, method.runs.map((run) => errorsOf(run, measure))]));
  const points = [...lines.values()].flat(2);
  const errors = points.map(({ error }) => error).filter((error) => error > 0 && Number.isFinite(error));
  if (methods.length === 0) return [];
  const exact = methods
    .filter((method) =>
      lines
        .get(method)!
        .flat()
        .every(({ error }) => error === 0),
    )
    .map(({ letter }) => letter);
  const said = exact.length > 0 ? wrap(`No error at all: ${exact.join(", ")}.`, options.width) : [];
  if (errors.length === 0) return said;
  const width = Math.min(options.width, WIDEST);
  const y = logScale(
    errors.reduce((a, b) => Math.min(a, b)),
    errors.reduce((a, b) => Math.max(a, b)),
  );
  const margin = Math.max(0, ...y.labels.map(({ label }) => label.length));
  const x = xScale(
    points.map(({ at }) => at),
    width - margin - 2,
  );
  const drawn = methods.filter(({ letter }) => !exact.includes(letter));
  const curves = drawn.map((method) => ({
    letter: method.letter,
    rows: medianOf(lines.get(method)!, x.positions).map((error) => (error !== null && Number.isFinite(error) ? y.row(error) : null)),
  }));
  return [
    ...wrap("error of g, ‖g - ∇f‖/‖∇f‖ (log10 scale)", width),
    ...framed(draw(curves, x.positions.length, y.rows, null), y, margin, (owner) => drawn[owner]!.index, options.paint),
    ...xAxis(x.positions.length, x.ticks, margin),
    ...wrap(`${measure.title}, ${x.log ? "log10" : "linear"} scale`, width - margin - 2).map((line) => " ".repeat(margin + 2) + line),
    "",
    ...legend(
      [...drawn].sort((a, b) => a.index - b.index),
      options.width,
      options.paint,
    ),
    ...said,
  ];
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

/** At each position the median of what the runs had last; null before the first of them has begun and once all have ended. */
function medianOf(runs: readonly (readonly ErrorAt[])[], positions: readonly number[]): (number | null)[] {
  const end = Math.max(...runs.map((points) => points.at(-1)?.at ?? Number.NEGATIVE_INFINITY));
  return positions.map((position, k) => {
    if (k > 0 && positions[k - 1]! >= end) return null;
    const begun = runs.flatMap((points) => points.findLast(({ at }) => at <= position)?.error ?? []);
    return begun.length > 0 ? median(begun) : null;
  });
}
