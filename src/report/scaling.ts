/** What `adbench scale` shows and writes: table, sentences, log–log plot with theory, break-even; rows as CSV, all of it as JSON. */
import type { Scaling } from "../bench/scale.js";
import type { ScaleRow } from "../bench/scale-rows.js";
import type { Figure } from "../core/study.js";
import { csv } from "./csv.js";
import { renderFigure } from "./figure.js";
import { lines, write } from "./json.js";
import { tolerance } from "./numbers.js";
import { type Paint, strong } from "./paint.js";
import { renderBreakEven } from "./scaling-break-even.js";
import { conditioning, fitSentence, key, runsText, targetOf, winners, wordsOf } from "./scaling-sentences.js";
import { renderScalingTable, shownOf } from "./scaling-table.js";
import { NARROWEST, plain, wrap } from "./text.js";

export interface ScalingOptions {
  /** Columns; 40 at least. */
  readonly width: number;
  readonly paint: Paint;
}

export function renderScaling(scaling: Scaling, options: ScalingOptions): string {
  const width = Math.max(NARROWEST, options.width);
  const { paint } = options;
  const methods = shownOf(scaling);
  if (methods.length === 0) return "No runs.\n";
  const paragraph = (text: string): string[] => wrap(text, width, "  ");
  const table = renderScalingTable(scaling, methods, width, paint);
  const best = winners(scaling, methods);
  const title = `${headOf(scaling)}: ${runsText(scaling)}`;
  const blocks = [
    wrap(title, width).map((line) => strong(paint, line)),
    table.lines,
    key(scaling, methods, table.dropped).flatMap(paragraph),
    [...methods.map((one) => fitSentence(one, scaling)), ...(best === null ? [] : [best])].flatMap(paragraph),
    conditioning(scaling).flatMap(paragraph),
    renderFigure(scalingFigure(scaling), { width, paint }),
    ...renderBreakEven(scaling, methods, { width, paint }),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** mds, noise 1e-6: work to 1e-4 against n. Of several levels of noise it is the first that is meant. */
function headOf(scaling: Scaling): string {
  const [noise] = scaling.noise;
  const said = noise || scaling.noise.length > 1 ? `, noise ${tolerance(noise ?? 0)}` : "";
  return `${plain(scaling.problem)}${said}: ${wordsOf(scaling).noun} to ${targetOf(scaling)} against n`;
}

/** Medians, then theory with the factor that brings it nearest to them. */
export function scalingFigure(scaling: Scaling): Figure {
  const methods = shownOf(scaling);
  const theories = methods.flatMap(({ fit, name }) =>
    fit.points.every(({ theory }) => theory === null)
      ? []
      : [
          {
            name: `theory of ${name}`,
            of: name,
            style: "dashed" as const,
            points: fit.points.flatMap(({ dim, theory }) => (theory === null ? [] : [[dim, theory] as const])),
          },
        ],
  );
  return {
    name: "scale",
    title: headOf(scaling),
    x: { label: "n", log: true, ticks: scaling.dims },
    y: { label: wordsOf(scaling).noun, log: true },
    lines: [
      ...methods.map(({ fit, name }) => ({ name, points: fit.points.map(({ dim, value }) => [dim, value ?? Number.NaN] as const) })),
      ...theories,
    ],
  };
}

const columns: readonly (keyof ScaleRow)[] = [
  "problem",
  "dim",
  "noise",
  "optimizer",
  "gradient",
  "runs",
  "solved",
  "target",
  "median_work",
  "median_evals",
  "median_iterations",
  "median_values",
  "median_jvps",
  "median_vjps",
  "median_hvps",
  "price_jvp",
  "price_vjp",
  "price_hvp",
  "L",
];

export const scalingCsv = ({ rows }: Scaling): string =>
  csv(
    columns.map((name) => [name, (row: ScaleRow) => row[name]] as const),
    rows,
  );

/** `planned`: runs that were to be; fewer are there after an interruption. */
export function scalingJson(scaling: Scaling, planned: number): string {
  const { fits, breakEven, rows, ...head } = scaling;
  const finished = rows.reduce((sum, { runs }) => sum + runs, 0);
  const fields = [
    ...Object.entries({ ...head, planned, finished }).map(([name, value]) => [name, write(value)] as const),
    ...Object.entries({ fits, breakEven, rows }).map(([name, items]) => [name, lines(items)] as const),
  ];
  return `{\n${fields.map(([name, json]) => `"${name}": ${json}`).join(",\n")}\n}\n`;
}
