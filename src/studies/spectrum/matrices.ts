/** Spectra that are known: as many shapes as densities of eigenvalues have. */
export interface Spectrum {
  readonly name: string;
  readonly title: string;
  readonly eigenvalues: Float64Array;
  /** Of Lanczos. */
  readonly steps: number;
}

/** The x in [−1, 1] below which a part p of the semicircle (2/π) √(1 − x²) lies: bisection, as the function has no closed inverse. */
function semicircle(p: number): number {
  let [low, high] = [-1, 1];
  for (let k = 0; k < 60; k++) {
    const x = (low + high) / 2;
    if (0.5 + (x * Math.sqrt(1 - x * x) + Math.asin(x)) / Math.PI < p) low = x;
    else high = x;
  }
  return low;
}

/** p: the part of the eigenvalues that come before, in (0, 1); i: how many these are. */
type Eigenvalue = (p: number, i: number) => number;
const list = (n: number, eigenvalue: Eigenvalue): Float64Array => Float64Array.from({ length: n }, (_, i) => eigenvalue((i + 0.5) / n, i));

/** Eigenvalues crowd at the lower end of i^−decay: how many steps resolve them grows as √n, and twice as many as usual do up to here. */
const RESOLVED = 250;

/** i^−decay for i = 1 … n. */
export const power = (n: number, decay: number): Float64Array => list(n, (_, i) => Math.exp(-decay * Math.log(i + 1)));

export function spectra(n: number, decay: number, steps: number): Spectrum[] {
  const of = (name: string, title: string, eigenvalue: Eigenvalue): Spectrum => ({ name, title, eigenvalues: list(n, eigenvalue), steps });
  const few = Math.min(n, RESOLVED);
  const small: Spectrum = { name: "power", title: `i^−${decay}, n = ${few}`, eigenvalues: power(few, decay), steps: 2 * steps };
  const large: Spectrum = {
    name: "power-large",
    title: `i^−${decay}, n = ${n}`,
    eigenvalues: power(n, decay),
    steps: Math.ceil(2 * steps * Math.sqrt(n / RESOLVED)),
  };
  return [
    of("uniform", "equally spaced in [−1, 1]", (p) => 2 * p - 1),
    of("semicircle", "Wigner's semicircle", (p) => semicircle(p)),
    of("arcsine", "cos πp, p equally spaced in [0, 1]", (p) => Math.cos(Math.PI * p)),
    of("clusters", "a tenth −1, half 0, three tenths 2, a tenth 10", (p) => (p < 0.1 ? -1 : p < 0.6 ? 0 : p < 0.9 ? 2 : 10)),
    of("outliers", "a bulk at 0 and ten large ones, as of a network", (p, i) => (i < 10 ? 10 * (i + 1) : 0.1 * (p - 0.5))),
    small,
    ...(n > few ? [large] : []),
  ];
}
