/** ρ(T) = lim ‖T^m‖^(1/m), m = 2^k by repeated squaring: for any square matrix, however close its eigenvalues are (Gelfand 1941, Mat. Sb. 9(1)). */
import { norm2, scale } from "../vector.js";

/** What is left of the constant C in ‖T^m‖ ≈ C ρ^m is C^(1/m). */
const SQUARINGS = 40;
/** B² = λB up to that: B is λ times a projector, as powers become where one eigenvalue is the largest, and ρ(B) = λ exactly. */
const ROUNDING = 1e-14;

/** T: [n, n], row-major. */
export function spectralRadius(T: Float64Array, n: number): number {
  // T^m = e^exponent · B, ‖B‖ = 1
  const B = T.slice();
  let exponent = 0;
  for (let [k, m] = [0, 1]; ; k++, m *= 2) {
    const norm = norm2(B);
    if (norm === 0) return 0;
    if (!Number.isFinite(norm)) return norm;
    scale(B, 1 / norm);
    exponent += Math.log(norm);
    if (k === SQUARINGS) return Math.exp(exponent / m);
    const square = squared(B, n);
    const lambda = norm2(square);
    if (square.every((s, at) => Math.abs(s - lambda * B[at]!) <= ROUNDING * lambda))
      return lambda === 0 ? 0 : Math.exp((exponent + Math.log(lambda)) / m);
    B.set(square);
    exponent *= 2;
  }
}

/** A² */
function squared(A: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const a = A[i * n + k]!;
      if (a !== 0) for (let j = 0; j < n; j++) out[i * n + j]! += a * A[k * n + j]!;
    }
  return out;
}
