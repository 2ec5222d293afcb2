/** φ′(0) by central differences extrapolated to h → 0, with an estimate of its own error (Ridders 1982, Adv. Eng. Softw. 4(2)). */

export interface Estimated {
  readonly value: number;
  /** What is left: truncation or rounding, whichever is larger. */
  readonly error: number;
}

/** Step ratio of a tableau, its depth, and the first steps tried: large ones for smooth φ, small ones near a singularity. */
const RATIO = 1.4;
const DEPTH = 8;
const FIRST = [1e-1, 1e-3, 1e-5];

/**
 * Each component of φ′(0) for φ: R → Rᵐ. Per component the estimate with the least error of its own. `like` has the length m;
 * `size` is the scale of the argument around which φ moves.
 */
export function bestOf(phi: (t: number) => ArrayLike<number>, like: ArrayLike<number>, size: number): Estimated[] {
  let best: Estimated[] = Array.from(like, () => ({ value: Number.NaN, error: Number.POSITIVE_INFINITY }));
  for (const first of FIRST) {
    const next = ridders(phi, like.length, first * Math.max(1, size));
    best = best.map((before, i) => (next[i]!.error < before.error ? next[i]! : before));
  }
  return best;
}

function ridders(phi: (t: number) => ArrayLike<number>, m: number, first: number): Estimated[] {
  const best: Estimated[] = Array.from({ length: m }, () => ({ value: Number.NaN, error: Number.POSITIVE_INFINITY }));
  let above: Float64Array[] = [];
  let h = first;
  for (let row = 0; row < DEPTH; row++, h /= RATIO) {
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
        if (error < best[i]!.error) best[i] = { value: better[i]!, error };
      }
    }
    above = line;
  }
  return best;
}
