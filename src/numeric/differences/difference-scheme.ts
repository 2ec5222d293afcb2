/** f′(x) ≈ Σ_j w_j (f(x + a_j h) − f(x + b_j h)) / Σ_j w_j (a_j − b_j) h: three schemes, and what follows from their weights. */

export interface Scheme {
  /** a ≠ 0; b = 0 is x itself. */
  readonly pairs: readonly (readonly [w: number, a: number, b: number])[];
  /** The testing ratio compares the quotients with steps h and αh; chosen so that they share points. */
  readonly alpha: number;
  /** h^q f^(q)(x) by a central difference at x + i h, i = −m … m, for the q of the leading error: Σ c_i f(x + i h). */
  readonly derivative: readonly number[];
}

export const forward: Scheme = { pairs: [[1, 1, 0]], alpha: 4, derivative: [1, -2, 1] };
export const central: Scheme = { pairs: [[1, 1, -1]], alpha: 3, derivative: [-1 / 2, 1, 0, -1, 1 / 2] };
export const fivePoint: Scheme = {
  pairs: [
    [8, 1, -1],
    [-1, 2, -2],
  ],
  alpha: 2,
  derivative: [-1 / 2, 2, -5 / 2, 0, 5 / 2, -2, 1 / 2],
};

/** Σ_j w_j (a_j^k − b_j^k) / k! */
function moment({ pairs }: Scheme, k: number): number {
  let factorial = 1;
  for (let i = 2; i <= k; i++) factorial *= i;
  return pairs.reduce((sum, [w, a, b]) => sum + w * (power(a, k) - power(b, k)), 0) / factorial;
}

/** q in the error c h^(q − 1) f^(q)(x) + O(h^q): 2, 3 and 5. */
export function errorOrder(scheme: Scheme): number {
  let q = 2;
  while (moment(scheme, q) === 0) q++;
  return q;
}

/**
 * The h that minimises (c h^(q − 1) f^(q))² + (s ε/h)², the mean square of truncation and of independent noise of standard deviation ε:
 * h^q = s ε / (√(q − 1) |c f^(q)|). Moré & Wild (2012), ACM TOMS 38(3), §3, has forward and central: 8^(1/4) (ε/|f″|)^(1/2) and
 * 3^(1/3) (ε/|f‴|)^(1/3).
 */
export function optimalStep(scheme: Scheme, noise: number, size: number): number {
  const q = errorOrder(scheme);
  const c = Math.abs(moment(scheme, q) / moment(scheme, 1));
  const s = Math.sqrt(scheme.pairs.reduce((sum, [w]) => sum + 2 * w * w, 0)) / Math.abs(moment(scheme, 1));
  return root((s * noise) / (Math.sqrt(q - 1) * c * size), q);
}

/** x^k */
export function power(x: number, k: number): number {
  let product = 1;
  for (let i = 0; i < k; i++) product *= x;
  return product;
}

/**
 * The h that minimises the bound c h^(q − 1) |f^(q)| + s ε/h where errors of f are at most ε and add up: h^q = s ε / ((q − 1) c |f^(q)|),
 * which is 2 (ε/|f″|)^(1/2), (3ε/|f‴|)^(1/3) and (45ε/4|f⁽⁵⁾|)^(1/5). Gill et al. (1983), SIAM J. Sci. Stat. Comput. 4(2), §2.
 */
export function worstCaseStep(scheme: Scheme, error: number, size: number): number {
  const q = errorOrder(scheme);
  const c = Math.abs(moment(scheme, q) / moment(scheme, 1));
  const s = scheme.pairs.reduce((sum, [w]) => sum + 2 * Math.abs(w), 0) / Math.abs(moment(scheme, 1));
  return root((s * error) / ((q - 1) * c * size), q);
}

/** x^(1/q), x ≥ 0 */
export const root = (x: number, q: number): number => (q === 2 ? Math.sqrt(x) : q === 3 ? Math.cbrt(x) : Math.exp(Math.log(x) / q));

/**
 * Nodes t and weights of h (D(h) − D(αh)), D the quotient with that step, scaled to Σ |weight| = 1: so that noise of size ε alone makes
 * the sum over f(x + t h) at most ε.
 */
export function testWeights({ pairs, alpha }: Scheme): (readonly [t: number, weight: number])[] {
  const weights = new Map<number, number>();
  const add = (t: number, w: number): void => void weights.set(t, (weights.get(t) ?? 0) + w);
  for (const [w, a, b] of pairs) {
    add(a, w);
    add(b, -w);
    add(alpha * a, -w / alpha);
    add(alpha * b, w / alpha);
  }
  const total = [...weights.values()].reduce((sum, w) => sum + Math.abs(w), 0);
  return [...weights].map(([t, w]) => [t, w / total] as const);
}
