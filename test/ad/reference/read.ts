/** Reads the tables of make.py, and measures against them. */
import { readFileSync } from "node:fs";

/** [x, hi, lo] or [x, y, hi, lo]: the value at the arguments is hi + lo. */
export type Row = readonly number[];

export const table = (name: "elementary" | "special"): Record<string, Row[]> =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8"));

/** The distance from v to the next double outwards. */
export function ulp(v: number): number {
  const bits = new BigInt64Array(new Float64Array([Math.abs(v)]).buffer);
  bits[0] = bits[0]! + 1n;
  return new Float64Array(bits.buffer)[0]! - Math.abs(v);
}

/** The row where f is furthest off, by error/scale(value); NaN counts as infinitely far. */
export function worst(
  rows: readonly Row[],
  f: (...x: number[]) => number,
  scale: (value: number) => number,
): { error: number; at: number[] } {
  let found = { error: 0, at: [] as number[] };
  for (const row of rows) {
    const at = row.slice(0, -2);
    const [hi, lo] = row.slice(-2) as [number, number];
    const e = Math.abs(f(...at) - hi - lo) / scale(hi);
    const error = Number.isNaN(e) ? Infinity : e;
    if (error > found.error) found = { error, at };
  }
  return found;
}

export const relative = (value: number): number => Math.abs(value);
/** Absolute below 1, relative above. */
export const mixed = (value: number): number => Math.max(1, Math.abs(value));
