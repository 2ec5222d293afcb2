/** An axis of a figure: v ↦ (s(v) − s(a))/(s(b) − s(a)) with s = log10 or the identity; and the round numbers written beside it. */
import type { Axis } from "../core/study.js";
import { powerOfTen, short } from "./numbers.js";
import { FLAT, niceStep, range } from "./ticks.js";

export interface Tick {
  /** Where it stands, as a fraction of the axis. */
  readonly at: number;
  readonly label: string;
  /** k where it is 10^k among whole decades. */
  readonly decade: number | null;
}

export interface AxisScale {
  /** The fraction of the axis at which a number lies; NaN where the axis has no place for it. */
  readonly at: (value: number) => number;
  readonly ticks: readonly Tick[];
  /** Lesser ticks without labels: 2 … 9 times a power of ten, or decades that are left out above. */
  readonly minor: readonly number[];
  /** The numbers at its ends. */
  readonly ends: readonly [low: number, high: number];
}

/** Has it a place on the axis: finite, and positive where the axis is logarithmic. */
export const isOn = ({ log }: Axis, value: number): boolean => Number.isFinite(value) && (value > 0 || !log);

/**
 * From the least to the greatest of `values` and `pad` of the length more at both ends; null where no value is on the axis.
 * `most`: ticks for which there is room, at least 2.
 */
export function axisScale(axis: Axis, values: readonly number[], most: number, pad = 0): AxisScale | null {
  const shown = values.filter((value) => isOn(axis, value));
  if (shown.length === 0) return null;
  const s = axis.log ? Math.log10 : (value: number): number => value;
  const [low, high] = [shown.reduce((a, b) => Math.min(a, b)), shown.reduce((a, b) => Math.max(a, b))];
  const [from, to] = widened(s(low), s(high), axis.log, pad);
  // Halves: the difference of two doubles may overflow.
  const length = to / 2 - from / 2;
  const fraction = (position: number): number => (position / 2 - from / 2) / length;
  const at = (value: number): number => (isOn(axis, value) ? fraction(s(value)) : Number.NaN);
  const marks = axis.ticks ? givenTicks(axis, axis.ticks, s) : axis.log ? logTicks(from, to, most) : linearTicks(from, to, most);
  const inside = ({ at }: { readonly at: number }): boolean => at >= -EDGE && at <= 1 + EDGE;
  return {
    at,
    ticks: marks.ticks.map(({ position, label, decade }) => ({ at: fraction(position), label, decade })).filter(inside),
    minor: marks.minor.map(fraction).filter((place) => inside({ at: place })),
    ends: [low, high],
  };
}

/** A tick that rounding puts just outside belongs to the end. */
const EDGE = 1e-9;

/** One value alone gets room around it. A linear axis that ends at 0 ends there: no padding beyond. */
function widened(from: number, to: number, log: boolean, pad: number): readonly [number, number] {
  if (to - from <= FLAT * Math.max(Math.abs(from), Math.abs(to))) {
    const room = log ? 0.5 : 0.1 * Math.abs(from) || 1;
    return [from - room, to + room];
  }
  const more = pad * to - pad * from;
  return [!log && from === 0 ? from : from - more, !log && to === 0 ? to : to + more];
}

/** Ticks at positions s(v), before they become fractions. */
interface Marks {
  readonly ticks: readonly { readonly position: number; readonly label: string; readonly decade: number | null }[];
  readonly minor: readonly number[];
}

function givenTicks(axis: Axis, values: readonly number[], s: (value: number) => number): Marks {
  const ticks = values.filter((value) => isOn(axis, value)).map((value) => ({ position: s(value), label: short(value, 4), decade: null }));
  return { ticks, minor: [] };
}

function linearTicks(from: number, to: number, most: number): Marks {
  const wanted = niceStep(to / most - from / most);
  // A step that is longer than the axis may miss it; the next lesser one is not.
  const [ticks = []] = [wanted, niceStep(wanted / 3)].map((step) => multiples(from, to, step)).filter((found) => found.length > 0);
  return { ticks: ticks.map((position) => ({ position, label: short(position, 4), decade: null })), minor: [] };
}

const multiples = (from: number, to: number, step: number): number[] =>
  range(Math.ceil(from / step - EDGE), Math.floor(to / step + EDGE)).map((k) => k * step);

/** Decades, or every second, third … of them; within two decades 1, 2 and 5, or 1 … 9 times a power of ten; within less, round numbers. */
function logTicks(from: number, to: number, most: number): Marks {
  const decades = range(Math.ceil(from - EDGE), Math.floor(to + EDGE));
  const powers = range(Math.floor(from), Math.ceil(to));
  const scaled = (factors: readonly number[]): number[] => powers.flatMap((k) => factors.map((m) => m * Number(`1e${k}`)));
  if (decades.length >= 3 || to - from >= 2) {
    const { every, kept } = EVERY.map((every) => ({ every, kept: decades.filter((k) => k % every === 0) })).find(
      ({ kept }) => kept.length <= most,
    )!;
    const minor = every > 1 ? decades.filter((k) => k % every !== 0) : scaled(DIGITS.slice(1)).map(Math.log10);
    return { ticks: kept.map((k) => ({ position: k, label: powerOfTen(k), decade: k })), minor: minor.length <= MOST_MINOR ? minor : [] };
  }
  const inside = (value: number): boolean => Math.log10(value) >= from - EDGE && Math.log10(value) <= to + EDGE;
  const round = [[1, 2, 5], DIGITS].map((factors) => scaled(factors).filter(inside)).find((found) => found.length >= 3);
  const values = round ?? linearTicks(Math.exp(from * Math.LN10), Math.exp(to * Math.LN10), most).ticks.map(({ position }) => position);
  return {
    ticks: values.map((value) => ({ position: Math.log10(value), label: short(value, 4), decade: null })),
    minor: scaled(DIGITS)
      .filter((value) => !values.includes(value))
      .map(Math.log10),
  };
}

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
/** Three multiples of one have a multiple of the next among or between them, and every double is within 500 decades of 1: some tick always fits. */
const EVERY = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500];
const MOST_MINOR = 120;
