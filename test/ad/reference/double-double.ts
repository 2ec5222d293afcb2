/** Elementary functions to about 100 bits, as sums of two doubles: Dekker's arithmetic and Taylor series. It shares nothing with src/ad. */

/** (hi + lo) 2^k */
export interface Wide {
  readonly hi: number;
  readonly lo: number;
  readonly k: number;
}

const two = (a: number, b: number): Wide => {
  const hi = a + b;
  const v = hi - a;
  return { hi, lo: a - (hi - v) + (b - v), k: 0 };
};
const quick = (a: number, b: number): Wide => {
  const hi = a + b;
  return { hi, lo: b - (hi - a), k: 0 };
};
const SPLITTER = 134217729;
const product = (a: number, b: number): Wide => {
  const hi = a * b;
  const [p, q] = [a * SPLITTER, b * SPLITTER];
  const [ah, bh] = [p - (p - a), q - (q - b)];
  const [al, bl] = [a - ah, b - bh];
  return { hi, lo: ah * bh - hi + ah * bl + al * bh + al * bl, k: 0 };
};

const wide = (x: number): Wide => ({ hi: x, lo: 0, k: 0 });
const neg = (x: Wide): Wide => ({ hi: -x.hi, lo: -x.lo, k: x.k });
function add(x: Wide, y: Wide): Wide {
  const s = two(x.hi, y.hi);
  const t = two(x.lo, y.lo);
  const u = quick(s.hi, s.lo + t.hi);
  return quick(u.hi, u.lo + t.lo);
}
function mul(x: Wide, y: Wide): Wide {
  const p = product(x.hi, y.hi);
  return quick(p.hi, p.lo + (x.hi * y.lo + x.lo * y.hi));
}
function div(x: Wide, y: Wide): Wide {
  const q = x.hi / y.hi;
  const r = add(x, neg(mul(y, wide(q))));
  const q2 = r.hi / y.hi;
  const r2 = add(r, neg(mul(y, wide(q2))));
  return add(quick(q, q2), wide(r2.hi / y.hi));
}
const half = (x: Wide): Wide => ({ hi: x.hi / 2, lo: x.lo / 2, k: x.k });
const scaled = ({ hi, lo }: Wide, k: number): Wide => ({ hi, lo, k });
/** As hi + lo with k = 0; what lies below 2⁻¹⁰⁰⁰ is lost. */
const flat = ({ hi, lo, k }: Wide): Wide => (k < -1000 ? wide(0) : { hi: hi * 2 ** k, lo: lo * 2 ** k, k: 0 });

/** Constants by integers: numerators over 2^300. */
const BITS = 300n;
const ONE = 1n << BITS;
/** Σ (±1)^j / ((2j + 1) n^(2j + 1)): arctan (−) or artanh (+) of 1/n. */
function inverseSeries(n: bigint, sign: 1n | -1n): bigint {
  let [sum, power, j, s] = [0n, ONE / n, 1n, 1n];
  for (; power > 0n; power /= n * n, j += 2n, s *= sign) sum += (s * power) / j;
  return sum;
}
/** As a sum of doubles, the largest first. */
function parts(x: bigint, count: number): number[] {
  let rest = x;
  return Array.from({ length: count }, () => {
    // 160 bits are left of what a double can hold: Number() rounds correctly.
    const part = Number(rest) / 2 ** Number(BITS);
    rest -= BigInt(part * 2 ** Number(BITS));
    return part;
  });
}
const [LN2_HI, LN2_LO] = parts(2n * inverseSeries(3n, 1n), 2) as [number, number];
/** π/2 = 8 arctan(1/5) − 2 arctan(1/239), Machin. */
const HALF_PI = parts(8n * inverseSeries(5n, -1n) - 2n * inverseSeries(239n, -1n), 4) as [number, number, number, number];

/** 1/n! */
const INVERSE_FACTORIALS = [wide(1)];
for (let n = 1; n < 32; n++) INVERSE_FACTORIALS.push(div(INVERSE_FACTORIALS[n - 1]!, wide(n)));
/** Σ x^j / n!, n = first, first + step, … up to last, signs alternating or not. */
function taylor(x: Wide, first: number, step: number, last: number, sign: 1 | -1): Wide {
  let sum = wide(0);
  for (let n = last; n >= first; n -= step) {
    const c = INVERSE_FACTORIALS[n]!;
    sum = add(mul(sum, x), ((n - first) / step) % 2 === 1 && sign < 0 ? neg(c) : c);
  }
  return sum;
}

/** e^r − 1, |r| ≤ 0.4: of r/2⁶ by Taylor, doubled six times. */
function smallExpm1(r: Wide): Wide {
  const s: Wide = { hi: r.hi / 64, lo: r.lo / 64, k: 0 };
  let p = mul(s, taylor(s, 1, 1, 13, 1));
  for (let j = 0; j < 6; j++) p = add(add(p, p), mul(p, p));
  return p;
}
export function expOf(x: Wide): Wide {
  const k = Math.round(x.hi / LN2_HI);
  const r = add(x, neg(add(product(k, LN2_HI), product(k, LN2_LO))));
  return scaled(add(wide(1), smallExpm1(r)), k);
}
const expm1Of = (x: Wide): Wide => (Math.abs(x.hi) < 0.4 ? smallExpm1(x) : add(flat(expOf(x)), wide(-1)));
/** log(1 + f), f > −1: Newton's method from Math.log1p, with e^−y (1 + f) − 1 kept free of cancellation. */
function log1pOf(f: Wide): Wide {
  const y = wide(Math.log1p(f.hi));
  const e = expm1Of(neg(y));
  const d = add(add(f, e), mul(f, e));
  return add(y, add(d, neg(half(mul(d, d)))));
}
/** x normal or not: the exponent is taken off. */
function logOf(x: number): Wide {
  if (Math.abs(x - 1) < 0.4) return log1pOf(wide(x - 1));
  let [m, k] = [x, 0];
  if (m < 2 ** -1000) [m, k] = [m * 2 ** 100, -100];
  const shift = Math.round(Math.log2(m));
  m = shift > 1000 ? m / 2 ** 1000 / 2 ** (shift - 1000) : m * 2 ** -shift;
  k += shift;
  return add(add(product(k, LN2_HI), product(k, LN2_LO)), log1pOf(wide(m - 1)));
}

/** log(x + y), to first order in what x + y rounds off. */
function logOfSum(x: number, y: number): Wide {
  const { hi, lo } = two(x, y);
  return add(logOf(hi), add(wide(lo / hi), wide(-0.5 * (lo / hi) * (lo / hi))));
}

/** Where the next term of the series does not show any more. */
const TINY = 1e-40;

/** sin x, cos x, |x| < 2³¹. */
function turned(x: number): { readonly sine: Wide; readonly cosine: Wide; readonly quarter: number } {
  const k = Math.round(x / HALF_PI[0]);
  let r = wide(x);
  for (const part of HALF_PI) r = add(r, neg(product(k, part)));
  const z = mul(r, r);
  return { sine: mul(r, taylor(z, 1, 2, 29, -1)), cosine: taylor(z, 0, 2, 28, -1), quarter: ((k % 4) + 4) % 4 };
}
function sineAt(x: number, ahead: number): Wide {
  const { sine, cosine, quarter } = turned(x);
  const q = (quarter + ahead) % 4;
  const y = q % 2 === 0 ? sine : cosine;
  return q < 2 ? y : neg(y);
}

/** 1 + e^x for x ≤ 0. */
const onePlusExp = (x: number): Wide => add(wide(1), flat(expOf(wide(x))));
const negativeSoftplus = (x: number): Wide => {
  const e = expOf(wide(x));
  if (x > -30) return log1pOf(flat(e));
  const z = flat(e);
  return scaled(mul(e, add(wide(1), neg(half(z)))), e.k);
};

/** The functions by name, at doubles where the result is finite and not 0. */
export const wideFunctions: Readonly<Record<string, (x: number, y: number) => Wide>> = {
  exp: (x) => expOf(wide(x)),
  expm1: (x) => (Math.abs(x) < TINY ? wide(x) : x > 100 ? expOf(wide(x)) : expm1Of(wide(x))),
  log: logOf,
  log1p: (x) => (Math.abs(x) < TINY ? wide(x) : Math.abs(x) < 0.4 ? log1pOf(wide(x)) : logOfSum(1, x)),
  tanh: (x) => {
    if (Math.abs(x) < TINY) return wide(x);
    const t = expm1Of(wide(-2 * Math.abs(x)));
    const y = div(neg(t), add(t, wide(2)));
    return x < 0 ? neg(y) : y;
  },
  sech2: (x) => {
    const e = expOf(wide(-2 * Math.abs(x)));
    const d = onePlusExp(-2 * Math.abs(x));
    return scaled(div(mul(wide(4), e), mul(d, d)), e.k);
  },
  sigmoid: (x) => {
    const d = onePlusExp(-Math.abs(x));
    if (x >= 0) return div(wide(1), d);
    const e = expOf(wide(x));
    return scaled(div(e, d), e.k);
  },
  softplus: (x) => (x <= 0 ? negativeSoftplus(x) : add(wide(x), flat(negativeSoftplus(-x)))),
  sin: (x) => (Math.abs(x) < TINY ? wide(x) : sineAt(x, 0)),
  cos: (x) => sineAt(x, 1),
  sqrt: (x) => {
    const [m, k] = x < 2 ** -900 ? [x * 2 ** 600, -300] : x > 2 ** 900 ? [x * 2 ** -600, 300] : [x, 0];
    const y = Math.sqrt(m);
    const rest = add(wide(m), neg(product(y, y)));
    return scaled(quick(y, rest.hi / (2 * y)), k);
  },
  pow: (x, y) => {
    const p = mul(logOf(Math.abs(x)), wide(y));
    const size = expOf(p);
    return x < 0 && Math.abs(y % 2) === 1 ? neg(size) : size;
  },
};

const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);
/** |y − exact| in units of the last place of the exact value; the distance to its neighbour outwards. */
export function ulpsOff(y: number, exact: Wide): number {
  const { hi, lo, k } = exact;
  const part = (n: number): number => 2 ** Math.max(-1022, Math.min(1023, n));
  const [first, rest] = [Math.trunc(k / 2), k - Math.trunc(k / 2)];
  double[0] = Math.abs(hi * part(first) * part(rest));
  const rounded = double[0];
  bits[0] = bits[0]! + 1n;
  const unit = (double[0] - rounded) / part(first) / part(rest);
  return Math.abs(y / part(first) / part(rest) - hi - lo) / unit;
}
