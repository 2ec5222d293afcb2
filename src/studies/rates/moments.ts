/**
 * Iterations until E f_k ≤ target·f0 on f = ½ Σ λ_i x_i², x0 = 1, without a random number. With m_i = E x_i²:
 *   gradient descent, step 1/L        m_i ← (1 − λ_i/L)² m_i
 *   two-point, sphere, step 1/(nL)    m_i ← (1 − 2λ_i/nL + 2λ_i²/n(n + 2)L²) m_i + Σ_j λ_j² m_j/n(n + 2)L²,
 * the latter since x⁺ = x − v vᵀAx/L, E vvᵀ = I/n and E vvᵀSvvᵀ = (2S + tr(S) I)/n(n + 2) for symmetric S.
 */

/** `count` coordinates with eigenvalue lambda. */
export interface Level {
  readonly lambda: number;
  readonly count: number;
}

/** The registered quadratic's two-level spectrum, x0 = 1. */
export const twoLevels = (n: number, condition: number): Level[] => [
  { lambda: 1, count: Math.floor(n / 2) },
  { lambda: condition, count: n - Math.floor(n / 2) },
];

/** Its linear one. */
export const linearLevels = (n: number, condition: number): Level[] =>
  Array.from({ length: n }, (_, i) => ({ lambda: 1 + ((condition - 1) * i) / (n - 1), count: 1 }));

export const descentIterations = (levels: readonly Level[], target: number): number =>
  iterations(levels, target, (a) => (1 - a) * (1 - a), 0);

export function twoPointIterations(levels: readonly Level[], target: number): number {
  const n = levels.reduce((sum, { count }) => sum + count, 0);
  const fourth = 1 / (n * (n + 2));
  return iterations(levels, target, (a) => 1 - (2 * a) / n + 2 * a * a * fourth, fourth);
}

/** m_i ← keep(a_i) m_i + spill Σ_j a_j² m_j, a = λ/L. */
function iterations(levels: readonly Level[], target: number, keep: (a: number) => number, spill: number): number {
  const L = levels.reduce((most, { lambda }) => Math.max(most, lambda), 0);
  const a = levels.map(({ lambda }) => lambda / L);
  const kept = a.map(keep);
  const m = levels.map(() => 1);
  /** Σ count_j a_j^p m_j */
  const total = (p: 1 | 2): number => levels.reduce((sum, { count }, j) => sum + count * (p === 1 ? a[j]! : a[j]! * a[j]!) * m[j]!, 0);
  const enough = target * total(1);
  for (let k = 0; ; k++) {
    if (total(1) <= enough) return k;
    const spilt = spill * total(2);
    for (let j = 0; j < m.length; j++) m[j] = kept[j]! * m[j]! + spilt;
  }
}
