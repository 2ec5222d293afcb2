/** The x in [low, high] from which on a condition holds, by halving: to the last bit, or to a relative width. */

/** `holds` is false at low and true at high, and changes once between them. */
export function bisect(holds: (x: number) => boolean, low: number, high: number, width = Number.EPSILON): number {
  while (high - low > width * Math.abs(high)) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
