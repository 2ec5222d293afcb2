/**
 * X ← (1 − ω) X + ω B(X) X / N, b_ij = −D_ij/‖X_i − X_j‖, b_ii = −Σ_j b_ij: majorisation of stress, over-relaxed for ω > 1.
 * For centred X, B(X) X / N = X − ∇stress/(4N): it is gradient descent with step ω/(4N), by another route.
 * de Leeuw (1977), Recent Developments in Statistics, 133-145; de Leeuw & Heiser (1980), Multivariate Analysis V, 501-522.
 */

/** Iterations from X, [N, 2], until stress ≤ target; ∞ when `most` do not do. D: [N, N]. */
export function guttmanIterations(X: Float64Array, D: Float64Array, omega: number, target: number, most: number): number {
  const N = X.length / 2;
  let x = centred(X);
  for (let k = 0; k <= most; k++) {
    const { stress, transform } = step(x, D, N);
    if (stress <= target) return k;
    x = x.map((xi, i) => (1 - omega) * xi + omega * transform[i]!);
  }
  return Number.POSITIVE_INFINITY;
}

/** stress(X), and B(X) X / N: each pair pulls its points to their distance. */
function step(x: Float64Array, D: Float64Array, N: number): { readonly stress: number; readonly transform: Float64Array } {
  const transform = new Float64Array(2 * N);
  let stress = 0;
  for (let i = 0; i < N; i++)
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [x[2 * i]! - x[2 * j]!, x[2 * i + 1]! - x[2 * j + 1]!];
      const d = Math.hypot(dx, dy);
      const wanted = D[i * N + j]!;
      stress += 2 * (d - wanted) * (d - wanted);
      const pull = d > 0 ? wanted / d / N : 0;
      transform[2 * i]! += pull * dx;
      transform[2 * i + 1]! += pull * dy;
      transform[2 * j]! -= pull * dx;
      transform[2 * j + 1]! -= pull * dy;
    }
  return { stress, transform };
}

function centred(X: Float64Array): Float64Array {
  const N = X.length / 2;
  const mean = [0, 0];
  for (let i = 0; i < X.length; i++) mean[i % 2]! += X[i]! / N;
  return X.map((xi, i) => xi - mean[i % 2]!);
}
