/** φ′(0) by central differences extrapolated to h → 0, with an estimate of its own error: Ridders (1982), Adv. Eng. Softw. 4(2). */

export interface Estimated {
  readonly value: number;
  /** What is left: truncation or rounding, whichever is larger. */
  readonly error: number;
  /** The shortest step of those that the value is extrapolated from. */
  readonly h: number;
}

/** Each step of a tableau is the last one divided by this. */
const RATIO = 1.4;
/** Of a tableau that does not say otherwise. */
const DEPTH = 8;
/** First steps of those that are tried: large ones for smooth φ, small ones near a singularity. */
const FIRST = [1e-1, 1e-3, 1e-5];

const unknown: Estimated = { value: Number.NaN, error: Number.POSITIVE_INFINITY, h: Number.NaN };

/**
 * Each component of φ′(0) for φ: R → Rᵐ. Per component the estimate with the least error of its own. `like` has the length m;
 * `size` is the scale of the argument around which φ moves.
 */
export function bestOf(phi: (t: number) => ArrayLike<number>, like: ArrayLike<number>, size: number): Estimated[] {
  let best: Estimated[] = Array.from(like, () => unknown);
  for (const first of FIRST) {
    const next = ridders(phi, like.length, first * Math.max(1, size));
    best = best.map((before, i) => (next[i]!.error < before.error ? next[i]! : before));
  }
  return best;
}

/**
 * One tableau from steps `first`, first/1.4, …: φ is asked 2 · depth times. Ridders stops when the error begins to grow; here every row is
 * computed, so that the cost is known, and the best entry is taken.
 */
export function ridders(phi: (t: number) => ArrayLike<number>, m: number, first: number, depth = DEPTH): Estimated[] {
  const best: Estimated[] = Array.from({ length: m }, () => unknown);
  let above: Float64Array[] = [];
  let h = first;
  for (let row = 0; row < depth; row++, h /= RATIO) {
    // Copies: φ may hand out the same array twice.
    const right = Float64Array.from(phi(h));
    const left = Float64Array.from(phi(-h));
    const line = [right.map((r, i) => (r - left[i]!) / (2 * h))];
    const rounding = right.map((r, i) => ((Math.abs(r) + Math.abs(left[i]!)) * Number.EPSILON) / h);
    let factor = RATIO * RATIO;
    for (let order = 1; order <= row; order++, factor *= RATIO * RATIO) {
      const [coarse, fine] = [above[order - 1]!, line[order - 1]!];
      const better = fine.map((d, i) => (d * factor - coarse[i]!) / (factor - 1));
      line.push(better);
      for (let i = 0; i < m; i++) {
        const error = Math.max(Math.abs(better[i]! - fine[i]!), Math.abs(better[i]! - coarse[i]!), rounding[i]!);
        if (error < best[i]!.error) best[i] = { value: better[i]!, error, h };
      }
    }
    above = line;
  }
  return best;
}
