/** l_k multiplied out: a polynomial of degree 2^(k − 1) with integers for coefficients, the constant term first. */

export type Polynomial = readonly bigint[];

/** 4 l (1 − l) = 4 l − 4 l² */
function image(l: Polynomial): Polynomial {
  const next = new Array<bigint>(2 * l.length - 1).fill(0n);
  for (const [i, a] of l.entries()) {
    next[i]! += 4n * a;
    for (const [j, b] of l.entries()) next[i + j]! -= 4n * a * b;
  }
  return next;
}

/** l₁ = x, …, l_levels */
export function polynomials(levels: number): Polynomial[] {
  const l: Polynomial[] = [[0n, 1n]];
  while (l.length < levels) l.push(image(l.at(-1)!));
  return l;
}

export const differentiated = (p: Polynomial): Polynomial => p.slice(1).map((a, k) => BigInt(k + 1) * a);

/** Symbols of c₀ + x (c₁ + x (c₂ + …)): each further coefficient comes with a sum, a product and an x. */
export const hornerSymbols = (p: Polynomial): number => 4 * p.length - 3;
