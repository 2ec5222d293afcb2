/** The noise level of φ: R → R from σ_k² = γ_k mean (Δᵏφ)², γ_k = (k!)²/(2k)!: differences of order k kill what is smooth, not the noise. */

/** What seven values tell: a level, or what is wrong with their distance h. */
type Verdict = number | "h is too small" | "h is too large";

/** Values differ by at most this much, relative to the largest; levels that agree differ by at most this factor. */
const VARIATION = 0.1;
const AGREEMENT = 4;

/**
 * Algorithm ECnoise of Moré & Wild (2011), SIAM J. Sci. Comput. 33(3), §3, on equally spaced values: the first σ_k that agrees with the
 * next two and whose differences change sign.
 */
export function noiseLevel(values: ArrayLike<number>, mostVariation = VARIATION): Verdict {
  let row = Array.from(values);
  // Where φ is NaN or infinite too: shorter steps may find where it is not.
  const variation = spread(row);
  if (!Number.isFinite(variation) || variation > mostVariation * Math.max(...row.map(Math.abs))) return "h is too large";
  const levels: { readonly sigma: number; readonly changes: boolean }[] = [];
  let gamma = 1;
  for (let k = 1; k < values.length; k++) {
    row = row.slice(1).map((v, i) => v - row[i]!);
    if (k === 1 && row.filter((d) => d === 0).length >= values.length / 2) return "h is too small";
    gamma *= k / (2 * (2 * k - 1));
    const square = row.reduce((sum, d) => sum + d * d, 0) / row.length;
    levels.push({ sigma: Math.sqrt(gamma * square), changes: Math.min(...row) < 0 && Math.max(...row) > 0 });
  }
  for (let k = 0; k + 2 < levels.length; k++) {
    const near = levels.slice(k, k + 3).map(({ sigma }) => sigma);
    if (levels[k]!.changes && Math.max(...near) <= AGREEMENT * Math.min(...near)) return near[0]!;
  }
  return "h is too large";
}

/** φ at t = −3h … 3h. */
const SIDE = 3;
const ATTEMPTS = 8;

const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/**
 * Looks for the noise with distance h, then with 100 times more or less, as the verdict says; where it turns round, with the root of that
 * factor. null where none is found: φ constant, or smooth to the last bit at every distance tried. Unlike the paper's, it also finds noise
 * about as large as φ: where values at a hundredth of the distance spread as far, they differ by noise, whatever their size.
 */
export function ecnoise(phi: (t: number) => number, h: number): number | null {
  let factor = 100;
  let before: Verdict | null = null;
  let spreadBefore = Number.NaN;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const distance = h;
    const values = Array.from({ length: 2 * SIDE + 1 }, (_, i) => phi((i - SIDE) * distance));
    const now = spread(values);
    const stays = before === "h is too large" && now > 0 && Math.max(now, spreadBefore) <= AGREEMENT * Math.min(now, spreadBefore);
    const verdict = noiseLevel(values, stays ? Number.POSITIVE_INFINITY : VARIATION);
    if (typeof verdict === "number") return verdict;
    spreadBefore = now;
    if (before !== null && verdict !== before) factor = Math.sqrt(factor);
    before = verdict;
    h = verdict === "h is too small" ? h * factor : h / factor;
  }
  return null;
}
