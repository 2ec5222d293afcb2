/** Numbers for reading: few digits, no plus signs, no padding. Files have all digits; see csv.ts. */

/** 3 significant digits; before the point all of them, up to 99999; "–" where there is nothing. */
export function short(value: number | null, digits = 3): string {
  if (value === null) return "–";
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  const size = Math.abs(value);
  if (value === 0) return "0";
  if (size >= 1e5 - 0.5 || size < 1e-3) return exponential(value, digits);
  if (size >= Number(`1e${digits - 1}`)) return String(Math.round(value));
  return String(Number(value.toPrecision(digits)));
}

/** "1.2e-9"; the digits are dropped where they are zero. */
export function exponential(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${Number(mantissa)}e${Number(exponent)}`;
}

/** Tolerances as they are typed: 1e-2, 0.05, 1e-8. */
export function tolerance(value: number): string {
  const text = value.toExponential().replace("+", "");
  return /^1e-/.test(text) && value < 0.1 ? text : String(value);
}

/** All digits, small numbers with an exponent: 0.001, 1e-4, 2.5e-6. */
export const typed = (value: number): string => (value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value));

/** 10^k as a tick: 1, 10, 100, 1000, then 1e4 …, and 0.1, 1e-2 … below. */
export function powerOfTen(k: number): string {
  return k >= -1 && k <= 3 ? String(Number(`1e${k}`)) : `1e${k}`;
}

/** How many times as much: 2 digits, no more than the measurement bears. */
export const times = (ratio: number): string => `${ratio >= 99.5 ? short(Math.round(ratio)) : String(Number(ratio.toPrecision(2)))}×`;

export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
