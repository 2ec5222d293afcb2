/** One row a method: medians at each n, the fitted exponent with its interval, theory's. Middle n go first where there is no room. */
import type { Scaling } from "../bench/scale.js";
import type { ScaleFit } from "../bench/scale-fit.js";
import { fitSeries, grid, gridWidth, type SeriesRow } from "./grid.js";
import { nameOf } from "./method.js";
import { short } from "./numbers.js";
import { faint, letterOf, type Paint, paintMethod } from "./paint.js";
import { elide, padEnd, padStart } from "./text.js";

/** A method as it is shown: its letter is that of its line in the plot, which draws methods first. */
export interface Shown {
  readonly fit: ScaleFit;
  readonly name: string;
  readonly letter: string;
  readonly index: number;
}

export const shownOf = ({ fits }: Scaling): Shown[] =>
  fits.map((fit, index) => ({ fit, index, letter: letterOf(index), name: nameOf(fit) }));

export interface ScalingTable {
  readonly lines: readonly string[];
  /** n for which there was no room. */
  readonly dropped: readonly number[];
}

export function renderScalingTable({ dims }: Scaling, methods: readonly Shown[], width: number, paint: Paint): ScalingTable {
  const fitting = LAYOUTS.map((layout) => fitSeries(rowsOf(dims, methods, layout), width));
  const { rows, dropped } = fitting.find((one) => gridWidth(one.rows) <= width) ?? fitting.at(-1)!;
  const [head, ...lines] = grid(rows, [0]);
  return {
    lines: [
      head!,
      faint(paint, "─".repeat(Math.min(width, gridWidth(rows)))),
      ...lines.map((line, k) => paintMethod(paint, methods[k]!.index, line)),
    ],
    dropped: dropped.map((k) => dims[k]!),
  };
}

interface Layout {
  /** Columns of a name. */
  readonly name: number;
  readonly interval: boolean;
  readonly theory: boolean;
}

/** What gives way on a narrow terminal: the sentences say it again. */
const LAYOUTS: readonly Layout[] = [
  { name: 30, interval: true, theory: true },
  { name: 16, interval: true, theory: true },
  { name: 16, interval: false, theory: true },
  { name: 10, interval: false, theory: false },
];

function rowsOf(dims: readonly number[], methods: readonly Shown[], { name: room, interval, theory }: Layout): SeriesRow[] {
  const digits = Math.max(...methods.map(({ fit }) => exponent(fit.exponent).length));
  const ranges = Math.max(...methods.map(({ fit }) => intervalText(fit).length));
  const exponents = (fit: ScaleFit): string =>
    padStart(exponent(fit.exponent), digits) + (interval ? padEnd(intervalText(fit), ranges) : "");
  return [
    {
      before: ["  method"],
      series: headsOf(dims),
      after: [interval ? padEnd("exponent", digits + ranges) : "exponent", ...(theory ? ["theory"] : [])],
    },
    ...methods.map(({ letter, name, fit }) => ({
      before: [`${letter} ${elide(name, room)}`],
      // Nothing where an interruption left nothing.
      series: dims.map((n) => {
        const point = fit.points.find(({ dim }) => dim === n);
        if (!point) return "";
        return fit.failed.includes(n) ? "failed" : short(point.value);
      }),
      after: [exponents(fit), ...(theory ? [exponent(fit.theory)] : [])],
    })),
  ];
}

/** n = 8, then numbers alone. */
export const headsOf = (dims: readonly number[]): string[] => dims.map((n, k) => (k === 0 ? `n = ${n}` : String(n)));

/** Two digits behind the point, all of them, so that they stand below each other. */
export const exponent = (value: number | null): string => (value === null ? "–" : unsigned(value.toFixed(2)));

/** In sentences, without the zeros at the end. */
export const power = (value: number): string => unsigned(String(Number(value.toFixed(2))));

export const intervalText = ({ low, high }: Pick<ScaleFit, "low" | "high">): string =>
  low === null || high === null ? "" : ` [${exponent(low)}, ${exponent(high)}]`;

/** Zero has no sign. */
const unsigned = (text: string): string => text.replace(/^-(0(\.0*)?)$/, "$1");
