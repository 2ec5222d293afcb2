/** L = max |λ| of a symmetric H from products H v: the largest |Ritz value| of Lanczos. */
import { lanczos, type Product } from "../numeric/matrix/lanczos.js";
import { stream } from "../numeric/sampling/random.js";

/**
 * The largest |Ritz value| after at most `steps` products: a lower bound of max |λ|, exact once the Krylov space is invariant.
 * NaN when a product is not finite. The start vector is fixed, so the answer is a function of H.
 * Golub & Van Loan (2013), Matrix Computations, §10.1.
 */
export function largestCurvature(n: number, hvp: Product, steps = 30): number {
  const rng = stream("lanczos/start");
  const T = lanczos(
    hvp,
    Float64Array.from({ length: n }, () => rng.normal()),
    steps,
  );
  return T ? extremeEigenvalue(T.diagonal, T.side) : Number.NaN;
}

/** max |λ| of the tridiagonal matrix, by bisection on Sturm counts inside Gershgorin's bounds. */
function extremeEigenvalue(diagonal: readonly number[], side: readonly number[]): number {
  const n = diagonal.length;
  let bound = 0;
  for (let i = 0; i < n; i++) bound = Math.max(bound, Math.abs(diagonal[i]!) + (i > 0 ? side[i - 1]! : 0) + (i < n - 1 ? side[i]! : 0));
  if (bound === 0) return 0;
  /** How many eigenvalues of T/bound lie below t: the negative pivots of T/bound − tI. */
  const below = (t: number): number => {
    let count = 0;
    let pivot = 1;
    for (let i = 0; i < n; i++) {
      const s = i > 0 ? side[i - 1]! / bound : 0;
      pivot = diagonal[i]! / bound - t - (s * s) / pivot;
      if (pivot === 0) pivot = -Number.EPSILON;
      if (pivot < 0) count++;
    }
    return count;
  };
  /** The point where `below` first exceeds k. */
  const eigenvalue = (k: number): number => {
    let low = -1;
    let high = 1;
    for (;;) {
      const middle = (low + high) / 2;
      if (high - low <= 1e-15) return middle;
      if (below(middle) > k) high = middle;
      else low = middle;
    }
  };
  return bound * Math.max(Math.abs(eigenvalue(0)), Math.abs(eigenvalue(n - 1)));
}
