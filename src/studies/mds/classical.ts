/** B = −½ J (D∘D) J, J = I − 11ᵀ/N, B = V Λ Vᵀ: X = V₁ Λ₁^½ of the two largest λ. Torgerson (1952), Psychometrika 17(4); Gower (1966), Biometrika 53. */
import { symmetricEigen } from "../../numeric/matrix/symmetric-eigen.js";

interface Scaling {
  /** [N, 2] */
  readonly X: Float64Array;
  /** Of B, descending; the inertias that an embedding would explain, and negative ones that none can. */
  readonly eigenvalues: Float64Array;
}

/** D: [N, N] */
export function classicalScaling(D: Float64Array): Scaling {
  const N = Math.sqrt(D.length);
  const { values, vectors } = descending(gram(D, N), N);
  const X = new Float64Array(2 * N);
  for (let i = 0; i < N; i++) for (const k of [0, 1]) X[2 * i + k] = Math.sqrt(Math.max(0, values[k]!)) * vectors[k]![i]!;
  return { X, eigenvalues: values };
}

/** The first two principal component scores of points P, [N, p]: Z V, Z = J P, ZᵀZ = V Λ Vᵀ. Pearson (1901), Phil. Mag. 2(11). */
export function principalScores(P: Float64Array, p: number): Float64Array {
  const N = P.length / p;
  const Z = P.slice();
  for (let k = 0; k < p; k++) {
    let mean = 0;
    for (let i = 0; i < N; i++) mean += P[i * p + k]! / N;
    for (let i = 0; i < N; i++) Z[i * p + k]! -= mean;
  }
  const scatter = new Float64Array(p * p);
  for (let i = 0; i < N; i++) for (let k = 0; k < p; k++) for (let l = 0; l < p; l++) scatter[k * p + l]! += Z[i * p + k]! * Z[i * p + l]!;
  const { vectors } = descending(scatter, p);
  const scores = new Float64Array(2 * N);
  for (let i = 0; i < N; i++) for (const k of [0, 1]) for (let l = 0; l < p; l++) scores[2 * i + k]! += Z[i * p + l]! * vectors[k]![l]!;
  return scores;
}

/** Scalar products of centred points with these distances, if there are such points. */
function gram(D: Float64Array, N: number): Float64Array {
  const squares = D.map((d) => d * d);
  const means = new Float64Array(N);
  for (let i = 0; i < N; i++) for (let j = 0; j < N; j++) means[i]! += squares[i * N + j]! / N;
  const all = means.reduce((sum, m) => sum + m, 0) / N;
  return squares.map((s, k) => -0.5 * (s - means[Math.floor(k / N)]! - means[k % N]! + all));
}

function descending(A: Float64Array, n: number): { readonly values: Float64Array; readonly vectors: readonly Float64Array[] } {
  const found = symmetricEigen(A, n);
  if (!found) throw new Error("eigenvalues of a matrix that is not finite");
  const order = [...found.values.keys()].sort((a, b) => found.values[b]! - found.values[a]!);
  return {
    values: Float64Array.from(order, (j) => found.values[j]!),
    vectors: order.map((j) => Float64Array.from({ length: n }, (_, i) => found.vectors[i * n + j]!)),
  };
}
