/** Scales of the plot: where a number goes on an axis of so many cells, and which numbers are written beside it. */
import { exponential, powerOfTen, short } from "./numbers.js";
import { FLAT, niceStep, range } from "./ticks.js";

export interface XScale {
  readonly log: boolean;
  /** The number at each column, ascending. */
  readonly positions: readonly number[];
  readonly ticks: readonly { readonly column: number; readonly label: string }[];
}

/** Logarithmic where the positive numbers span more than 2 decades. */
export function xScale(numbers: readonly number[], width: number): XScale {
  const finite = numbers.filter((x) => Number.isFinite(x) && x >= 0);
  const positive = finite.filter((x) => x > 0);
  const high = least(positive, 1, Math.max);
  const low = least(positive, 1, Math.min);
  const cells = width - 1;
  if (high / low > 100) {
    const [from, to] = [Math.log10(low), Math.log10(high)];
    // The ends exactly: e^(log x) is not always x.
    const positions = Array.from({ length: width }, (_, k) =>
      k === 0 ? low : k === cells ? high : low * Math.exp((k / cells) * (to - from) * Math.LN10),
    );
    const decades = range(Math.ceil(from - 1e-9), Math.floor(to + 1e-9), Math.ceil((8 * (to - from)) / width));
    return {
      log: true,
      positions,
      ticks: decades.map((k) => ({ column: Math.round(((k - from) / (to - from)) * cells), label: powerOfTen(k) })),
    };
  }
  const from = least(finite, low, Math.min);
  // From 0 unless that would waste much of the width; one number alone also gets its distance from 0.
  const start = from < high / 4 || from === high ? 0 : from;
  const span = high - start;
  const positions = Array.from({ length: width }, (_, k) => (k === cells ? high : start + (k / cells) * span));
  const step = niceStep(span / Math.max(1, Math.floor(width / 12)));
  const ticks = range(Math.ceil(start / step), Math.floor((start + span) / step + 1e-9)).map((k) => ({
    column: Math.round(((k * step - start) / span) * cells),
    label: short(k * step, 4),
  }));
  return { log: false, positions, ticks };
}

export interface YScale {
  /** Rows are 0 (bottom) … rows. */
  readonly rows: number;
  /** Any number to a row, not rounded, clamped to the scale. */
  readonly row: (value: number) => number;
  readonly labels: readonly { readonly row: number; readonly label: string }[];
  /** The number at the bottom edge, as it is said; and whether a value lies below it. */
  readonly floor: string;
  readonly below: (value: number) => boolean;
}

/** From lowest to highest exponent, in whole decades where there is more than one; `low` and `high` are positive. */
export function logScale(low: number, high: number): YScale {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  if (to - from < 1 && to - from > FLAT * Math.max(1, Math.abs(to))) return narrow(low, high, Math.log10);
  const bottom = Math.floor(from + 1e-9);
  const decades = Math.max(1, Math.ceil(to - 1e-9) - bottom);
  const each = [1, 2, 5, 10, 20, 50].find((k) => decades / k <= MOST_ROWS) ?? 100;
  const start = Math.floor(bottom / each) * each;
  const steps = Math.ceil((bottom + decades - start) / each);
  const rowsPerStep = Math.max(1, Math.floor(ROWS / steps));
  const every = Math.ceil(steps / 8);
  return {
    rows: steps * rowsPerStep,
    row: (value) => clamp((((value > 0 ? Math.log10(value) : Number.NEGATIVE_INFINITY) - start) / each) * rowsPerStep, steps * rowsPerStep),
    labels: range(0, steps)
      .filter((k) => (start / each + k) % every === 0)
      .map((k) => ({ row: k * rowsPerStep, label: `1e${start + k * each}` })),
    floor: `1e${start}`,
    below: (value) => !(Math.log10(value) >= start - 1e-9),
  };
}

export function linearScale(low: number, high: number): YScale {
  const flat = high - low <= FLAT * Math.max(Math.abs(low), Math.abs(high));
  const pad = flat ? 0.1 * Math.abs(low) || 1 : 0;
  return narrow(low - pad, high + pad, (y) => y);
}

const ROWS = 16;
const MOST_ROWS = 18;

/** Exactly from low to high, with round numbers at the nearest rows. */
function narrow(low: number, high: number, yOf: (value: number) => number): YScale {
  const [from, to] = [yOf(low), yOf(high)];
  // Halves first: high − low may overflow.
  const row = (value: number): number => clamp(((yOf(value) / 2 - from / 2) / (to / 2 - from / 2)) * ROWS, ROWS);
  const step = niceStep(high / 6 - low / 6);
  const ticks = range(Math.ceil(low / step), Math.floor(high / step)).map((k) => [Math.round(row(k * step)), round(k * step)] as const);
  return {
    rows: ROWS,
    row,
    labels: [...new Map(ticks)].map(([at, label]) => ({ row: at, label })),
    floor: round(low),
    below: (value) => !(yOf(value) >= from),
  };
}

/** Without the noise of the last bits. */
function round(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e6 || size < 1e-4) ? exponential(value, 10) : String(Number(value.toPrecision(10)));
}

const clamp = (row: number, rows: number): number => (row >= 0 ? Math.min(row, rows) : 0);

const least = (numbers: readonly number[], none: number, pick: (a: number, b: number) => number): number =>
  numbers.length > 0 ? numbers.reduce((a, b) => pick(a, b)) : none;
