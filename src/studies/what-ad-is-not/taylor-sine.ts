/** sin x = x − x³/3! + x⁵/5! − …, summed until the term just added is small: a loop whose length depends on x. */

import { narrow, one, over, times, type Wide, wide } from "./fixed-point.js";
import { add, div, mul, neg, type Run, runAt, type Traced } from "./traced.js";

interface Sum {
  readonly y: Traced;
  readonly terms: number;
}

/** As one writes it: an ordinary loop with an ordinary condition. */
const summed =
  (tolerance: number) =>
  (x: Traced): Sum => {
    let [term, y, terms] = [x, x, 1];
    while (Math.abs(term.value) >= tolerance) {
      term = div(neg(mul(term, mul(x, x))), 2 * terms * (2 * terms + 1));
      y = add(y, term);
      terms++;
    }
    return { y, terms };
  };

export const taylorSine = (x: number, tolerance: number): Run<Sum> => runAt(summed(tolerance), x);

/** Terms that the loop adds: x^(2k − 1)/(2k − 1)! in 400 binary digits. */
export function termsOf(x: number, tolerance: number): number {
  const [at, least] = [wide(Math.abs(x)), wide(tolerance)];
  let [term, terms] = [at, 1];
  for (; term >= least; terms++) term = times(term, times(at, at)) / BigInt(2 * terms * (2 * terms + 1));
  return terms;
}

/** Σ (−1)^k x^(2k)/(2k)! over from ≤ k < to: the derivative of the sum, term by term, in 400 binary digits. */
export function cosineTerms(x: number, from: number, to: number): number {
  const square = times(wide(x), wide(x));
  let [term, sum]: [Wide, Wide] = [one, 0n];
  for (let k = 0; k < to; k++) {
    if (k >= from) sum += term;
    term = -times(term, square) / BigInt((2 * k + 1) * (2 * k + 2));
  }
  return narrow(sum);
}

/** The term x^m/m! */
export function termAt(x: number, m: number): number {
  let term = one;
  for (let k = 1; k <= m; k++) term = over(times(term, wide(x)), wide(k));
  return narrow(term);
}
