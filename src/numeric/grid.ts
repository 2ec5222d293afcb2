/** 10^(k/m): grids that are even in logarithms. */

/** From 10^from to 10^to (integers), `perDecade` a decade; whole powers of ten are the decimal ones. */
export function decades(from: number, to: number, perDecade: number): number[] {
  return Array.from({ length: (to - from) * perDecade + 1 }, (_, k) => {
    const rest = k % perDecade;
    const power = Number(`1e${from + (k - rest) / perDecade}`);
    return rest === 0 ? power : power * Math.exp((Math.LN10 * rest) / perDecade);
  });
}

/** `count` numbers from a to b, evenly spaced, both ends exact. */
export const linspace = (a: number, b: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => (k === count - 1 ? b : a + ((b - a) * k) / (count - 1)));
