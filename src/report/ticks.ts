/** Round numbers for axes. */

/** 1, 2 or 5 times a power of ten, at least `step`. */
export function niceStep(step: number): number {
  const power = Number(`1e${Math.floor(Math.log10(step))}`);
  return power * ([1, 2, 5].find((k) => k * power >= step) ?? 10);
}

/** low, low + step … up to high. */
export function range(low: number, high: number, step = 1): number[] {
  return Array.from({ length: Math.max(0, Math.floor((high - low) / step) + 1) }, (_, k) => low + k * step);
}

/** A relative distance within which all is one value. */
export const FLAT = 1e-12;
