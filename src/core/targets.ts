/** Targets as gaps: f reaches a target when f − f* ≤ gap, with gap = r (f(x0) − f*) for a relative one. */

/** NaN where nothing can be reached: a reduction relative to a start that is not finite has no meaning. */
export const allowedGaps = (
  targets: readonly { readonly kind: "relative" | "absolute"; readonly value: number }[],
  f0: number,
  fstar: number,
): number[] =>
  targets.map(({ kind, value }) => {
    if (kind === "absolute") return value;
    // A start already below the best known value is solved, not a negative gap to reach.
    return Number.isFinite(f0) ? Math.max(0, value * (f0 - fstar)) : Number.NaN;
  });

/** −Infinity reaches nothing: where f* is known it can only be an overflow. */
export const reaches = (f: number, fstar: number, gap: number): boolean => Number.isFinite(f) && f - fstar <= gap;
