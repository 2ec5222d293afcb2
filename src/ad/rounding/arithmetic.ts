/** fl(x) = x (1 + δ), |δ| ≤ ε/2: x rounded to a significand of p binary digits; ε = 2^(1 − p) is the distance from 1 to the next number. */
import { AdError } from "../errors.js";
import { pow2 } from "../kernels/scalar-builder.js";

export interface Arithmetic {
  /** x to nearest. */
  readonly round: (x: number) => number;
  /** The machine epsilon ε, twice the unit roundoff. */
  readonly epsilon: number;
}

export const float32: Arithmetic = { round: Math.fround, epsilon: 1 / 8_388_608 };

/** More than the factor below, which may carry a number beyond the largest there is. */
const SCALE = pow2(54);

/**
 * p binary digits, exponents as in float64; halfway cases go either way.
 * @throws AdError unless p is an integer from 2 to 53.
 * @see Dekker (1971), Numer. Math. 18(3): c = x (2^(53 − p) + 1), fl(x) = c − (c − x)
 */
export function significand(p: number): Arithmetic {
  if (!(Number.isInteger(p) && p >= 2 && p <= 53)) throw new AdError("significand", `${p} digits: expected an integer from 2 to 53`);
  const factor = pow2(53 - p) + 1;
  const round = (x: number): number => {
    const c = factor * x;
    if (Number.isFinite(c)) return c - (c - x);
    return Number.isFinite(x) ? SCALE * round(x / SCALE) : x;
  };
  return { round, epsilon: pow2(1 - p) };
}
