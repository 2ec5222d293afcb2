/** Reals as multiples of 2⁻⁴⁰⁰: with so many digits that what float64 loses can be seen. Integers are exact, so all machines agree. */

export type Wide = bigint;

const BITS = 400n;
export const one: Wide = 1n << BITS;
/** The arguments of series are halved so often. */
const HALVINGS = 16n;

/** Exactly, but for what is below 2⁻⁴⁰⁰. */
export function wide(x: number): Wide {
  let [integer, shift] = [x, BITS];
  for (; !Number.isInteger(integer); shift--) integer *= 2;
  return shift >= 0n ? BigInt(integer) << shift : BigInt(integer) >> -shift;
}

/** The nearest double. */
export const narrow = (x: Wide): number => Number(x) / Number(one);

export const times = (x: Wide, y: Wide): Wide => (x * y) >> BITS;
export const over = (x: Wide, y: Wide): Wide => (x << BITS) / y;

/** (Σ r^k/k!)^(2^16), r = x/2^16 */
export function exponential(x: Wide): Wide {
  const r = x >> HALVINGS;
  let sum = one;
  for (let [term, k] = [r, 1n]; term !== 0n && term !== -1n; term = times(term, r) / ++k) sum += term;
  for (let k = 0n; k < HALVINGS; k++) sum = times(sum, sum);
  return sum;
}

/** Halley's iteration for e^y = x from the logarithm in float64: 53 digits, 159, 477. */
export function logarithm(x: Wide): Wide {
  let y = wide(Math.log(narrow(x)));
  for (let k = 0; k < 3; k++) {
    const e = exponential(y);
    y += over(2n * (x - e), x + e);
  }
  return y;
}

export const hyperbolicTangent = (x: Wide): Wide => one - over(2n * one, exponential(2n * x) + one);
