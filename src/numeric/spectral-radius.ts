/** ρ(T) = lim ‖T^m‖^(1/m), m = 2^k by repeated squaring: for any square matrix, however close its eigenvalues are (Gelfand 1941, Mat. Sb. 9(1)). */
import { norm2 } from "./vector.js";

/** What is left of the constant C in ‖T^m‖ ≈ C ρ^m is C^(1/m). */
const SQUARINGS = 40;

/** T: [n, n], row-major. */
export function spectralRadius(T: Float64Array, n: number): number {
  let power: Float64Array = T;
  // T^m = e^scale · power
  let scale = 0;
  let m = 1;
  for (let k = 0; ; k++) {
    const norm = norm2(power);
    if (norm === 0) return 0;
    const radius = Math.exp((scale + Math.log(norm)) / m);
    if (k === SQUARINGS || !Number.isFinite(radius)) return radius;
    scale = 2 * (scale + Math.log(norm));
    power = squared(power, n, 1 / norm);
    m *= 2;
  }
}

/** (s A)² */
function squared(A: Float64Array, n: number, s: number): Float64Array {
  const B = A.map((a) => s * a);
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const b = B[i * n + k]!;
      if (b !== 0) for (let j = 0; j < n; j++) out[i * n + j]! += b * B[k * n + j]!;
    }
  return out;
}
