/** Special functions of one real number: erf and erfc, log|Γ| and its derivatives. Numbers in, numbers out. */

/** B₂, B₄, …, B₂₀ (DLMF 24.2). */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330] as const;

/** c[0] + c[1] x + …, Horner. */
function poly(x: number, c: readonly number[]): number {
  let sum = 0;
  for (let k = c.length - 1; k >= 0; k--) sum = sum * x + c[k]!;
  return sum;
}

/** x minus the nearest integer, exactly. */
const fraction = (x: number): number => x - Math.round(x);

/** cot πx; near half-integers as the tangent of what is missing, which is exact. */
function cotPi(x: number): number {
  const r = fraction(x);
  if (Math.abs(r) <= 0.25) return 1 / Math.tan(Math.PI * r);
  return Math.sign(r) * Math.tan(Math.PI * (0.5 - Math.abs(r)));
}

const TWO_OVER_SQRT_PI = 1.1283791670955126;
/** erf x = 2/√π x Σ (−x²)ⁿ/(n! (2n + 1)) (DLMF 7.6.1), for |x| ≤ ½. */
const ERF = Array.from({ length: 13 }, (_, n) => {
  let factorial = 1;
  for (let k = 2; k <= n; k++) factorial *= k;
  return (n % 2 === 0 ? 1 : -1) / (factorial * (2 * n + 1));
});
/** e^(−k²/4), k = 1 … 12: the Gaussian at the nodes of the trapezoidal rule with step ½. */
const NODES = Array.from({ length: 12 }, (_, k) => Math.exp((-(k + 1) * (k + 1)) / 4));

/**
 * erfc x = x e^(−x²)/π ∫ e^(−t²)/(t² + x²) dt, x ≥ ½, by the trapezoidal rule with step h = ½. Its error is the residue at t = ix,
 * 2/(e^(2πx/h) − 1), as long as x < π/h, and e^−(π/h)² ≈ 7e-18 besides (Chiarella & Reichl 1968, Math. Comp. 22, 137).
 */
function erfcTail(x: number): number {
  if (x > 28) return 0;
  const square = x * x;
  let sum = 0;
  for (let k = 12; k >= 1; k--) sum += NODES[k - 1]! / (0.25 * k * k + square);
  // x² = head² + (x − head)(x + head), because the rounding error of a large exponent would show; e^(−head²) in halves, so that only
  // the last step underflows.
  const head = Math.fround(x);
  const half = Math.exp(-0.5 * head * head);
  const gauss = half * ((x / (2 * Math.PI)) * (1 / square + 2 * sum)) * Math.exp(-(x - head) * (x + head)) * half;
  return x < 6 ? gauss - 2 / Math.expm1(4 * Math.PI * x) : gauss;
}

/** erf x. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 0.5) return x * (TWO_OVER_SQRT_PI * poly(x * x, ERF));
  return x < 0 ? erfcTail(a) - 1 : 1 - erfcTail(a);
}

/** erfc x = 1 − erf x, with full relative accuracy until it underflows (x ≈ 27.2). */
export function erfc(x: number): number {
  if (Math.abs(x) < 0.5) return 1 - erf(x);
  return x < 0 ? 2 - erfcTail(-x) : erfcTail(x);
}

/** 1 − γ (γ: DLMF 5.2.3). */
const ONE_MINUS_GAMMA = 0.42278433509846713;
/** ζ(k) − 1, k = 2 … 28 (Abramowitz & Stegun 1964, table 23.3). */
const ZETA_MINUS_1 = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914, 0.008349277381922827,
  0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915,
  6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6,
  9.539620338727962e-7, 4.769329867878064e-7, 2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8,
  1.4901554828365043e-8, 7.45071178983543e-9, 3.725334024788457e-9,
] as const;
/** log Γ(2 + w)/w − (1 − γ) = w Σ (−1)^k (ζ(k) − 1) w^(k−2)/k (DLMF 5.7.3), for |w| ≤ ½. */
const LOG_GAMMA = ZETA_MINUS_1.map((c, i) => (i % 2 === 0 ? c : -c) / (i + 2));
const logGammaNearTwo = (w: number): number => w * (ONE_MINUS_GAMMA + w * poly(w, LOG_GAMMA));

/** B₂ₖ/(2k (2k − 1)): Stirling's series (DLMF 5.11.1). */
const STIRLING = BERNOULLI.map((c, i) => c / ((2 * i + 2) * (2 * i + 1)));
const HALF_LOG_2PI = 0.9189385332046728;

/**
 * log|Γ(x)|. Relative accuracy for all x > 0, also around the zeros 1 and 2; absolute around the zeros on the negative axis.
 * +∞ at the poles 0, −1, … and at ±∞.
 */
export function lgamma(x: number): number {
  if (x >= 10) {
    if (x === Infinity) return x;
    const inverse = 1 / x;
    return (x - 0.5) * (Math.log(x) - 1) + (HALF_LOG_2PI - 0.5 + inverse * poly(inverse * inverse, STIRLING));
  }
  if (x >= 1.5) {
    let y = x;
    let rising = 1;
    while (y >= 2.5) {
      y -= 1;
      rising *= y;
    }
    return Math.log(rising) + logGammaNearTwo(y - 2);
  }
  if (x >= 0.5) return logGammaNearTwo(x - 1) - Math.log1p(x - 1);
  if (x >= -0.5) return logGammaNearTwo(x) - Math.log(Math.abs(x) * (1 + x));
  if (Number.isNaN(x)) return x;
  const r = fraction(x);
  if (r === 0 || x === -Infinity) return Infinity;
  // Γ(x) Γ(−x) = −π/(x sin πx) (DLMF 5.5.3).
  return Math.log(Math.PI / Math.abs(x * Math.sin(Math.PI * r))) - lgamma(-x);
}

/** The positive zero ρ of ψ in two parts (DLMF table 5.4.1; further digits by Newton’s method at 400 bits). */
const ROOT = 1.4616321449683622;
const ROOT_LO = 9.549995429965697e-17;
/** B₂ₖ/(2k): ψ(x) = log x − 1/(2x) − Σ B₂ₖ/(2k x²ᵏ) (DLMF 5.11.2). */
const DIGAMMA = BERNOULLI.map((c, i) => c / (2 * i + 2));
const SHIFT = 10;

/**
 * ψ(x) = (x − ρ) · (ψ(x) − ψ(ρ))/(x − ρ), 0 < x < 10. The divided difference is Σ_{j<n} 1/((x + j)(ρ + j)), all positive, and the
 * divided difference of the asymptotic expansion between x + n and ρ + n: so ψ keeps its relative accuracy at ρ.
 */
function digammaByRoot(x: number): number {
  const d = x - ROOT - ROOT_LO;
  const a = x + SHIFT;
  const b = ROOT + SHIFT;
  const product = 1 / (a * b);
  const u = 1 / (a * a);
  const v = 1 / (b * b);
  let value = 0;
  let slope = 0;
  for (let k = DIGAMMA.length - 1; k >= 0; k--) {
    slope = slope * u + value;
    value = value * v + DIGAMMA[k]!;
  }
  // The series is t (c₀ + c₁ t + …) in t = 1/x², whose divided difference is t_a slope + value.
  let sum = Math.log1p(d / b) / d + product * (0.5 + (a + b) * product * (u * slope + value));
  for (let j = SHIFT - 1; j >= 0; j--) sum += 1 / ((x + j) * (ROOT + j));
  return d * sum;
}

/**
 * ψ(x) = Γ′(x)/Γ(x). Relative accuracy for x > 0; absolute around the zeros on the negative axis.
 * −∞ at 0, +∞ at −0, NaN at −1, −2, … and −∞.
 */
export function digamma(x: number): number {
  if (x >= SHIFT) {
    const u = 1 / (x * x);
    return Math.log(x) - (0.5 / x + u * poly(u, DIGAMMA));
  }
  if (x > 0) return digammaByRoot(x);
  if (x === 0) return -1 / x;
  if (fraction(x) === 0 || !Number.isFinite(x)) return Number.NaN;
  return digamma(1 - x) - Math.PI * cotPi(x);
}

const ORDERS = 5;
const POLYGAMMA_SHIFT = 16;
const FACTORIAL = [1, 1, 2, 6, 24, 120] as const;
/** B₂ₖ (2k + m − 1)!/((2k)! m!) for m = 0 … 5 (m = 0 is not used): DLMF 5.15.9 over m!. */
const TAIL = FACTORIAL.map((factorial, m) =>
  BERNOULLI.map((c, i) => {
    let rising = 1;
    for (let j = 1; j < m; j++) rising *= 2 * (i + 1) + j;
    return (c * rising) / factorial;
  }),
);
/** d^m/dx^m cot πx = π^m P_m(cot πx): P₀ = c, P_{m+1} = −(1 + c²) P′_m. */
const COTANGENT: readonly (readonly number[])[] = FACTORIAL.reduce<number[][]>((all) => {
  const last = all[all.length - 1];
  if (last === undefined) return [[0, 1]];
  const next = new Array<number>(last.length + 1).fill(0);
  for (let k = 1; k < last.length; k++) {
    next[k - 1] = next[k - 1]! - k * last[k]!;
    next[k + 1] = next[k + 1]! - k * last[k]!;
  }
  return [...all, next];
}, []);

/** Σ_{j≥0} 1/(x + j)^(m+1) for x > 0: terms up to x + n ≥ 16, then Euler–Maclaurin. */
function hurwitz(m: number, x: number): number {
  const power = (y: number): number => {
    let p = 1;
    for (let k = 0; k < m; k++) p *= y;
    return p;
  };
  const n = x < POLYGAMMA_SHIFT ? Math.ceil(POLYGAMMA_SHIFT - x) : 0;
  const u = 1 / (x + n);
  let sum = power(u) * (1 / m + u * (0.5 + u * poly(u * u, TAIL[m]!)));
  for (let j = n - 1; j >= 0; j--) sum += power(1 / (x + j)) / (x + j);
  return sum;
}

/**
 * ψ⁽ᵐ⁾(x), m = 0 … 5 (m = 0: digamma). Relative accuracy for x > 0; on the negative axis by reflection (DLMF 5.15.6), absolute
 * around the zeros of even m. At the poles 0, −1, …: +∞ for odd m; for even m the one-sided limit at ±0 and NaN elsewhere. NaN at −∞.
 * @throws RangeError for another m.
 */
export function polygamma(m: number, x: number): number {
  if (!Number.isInteger(m) || m < 0 || m > ORDERS) throw new RangeError(`polygamma: order ${m}, must be an integer from 0 to ${ORDERS}`);
  if (m === 0) return digamma(x);
  const sign = m % 2 === 0 ? -1 : 1;
  if (x > 0) return sign * FACTORIAL[m]! * hurwitz(m, x);
  if (x === 0) return sign === 1 ? Infinity : -1 / x;
  if (!Number.isFinite(x)) return Number.NaN;
  if (fraction(x) === 0) return sign === 1 ? Infinity : Number.NaN;
  let pi = Math.PI;
  for (let k = 0; k < m; k++) pi *= Math.PI;
  return -FACTORIAL[m]! * hurwitz(m, 1 - x) - pi * poly(cotPi(x), COTANGENT[m]!);
}
