/** The random numbers of the BBOB suite: what makes instance k of function f the same everywhere. Hansen et al. (2009), INRIA RR-6829. */

/** Of the minimal standard generator 16807 s mod 2³¹ − 1, by Schrage's method. */
function step(s: number): number {
  const q = Math.floor(s / 127773);
  const next = 16807 * (s - q * 127773) - 2836 * q;
  return next < 0 ? next + 2147483647 : next;
}

/** count numbers in (0, 1): shuffled by a table of 32, as in Bays & Durham (1976). */
export function uniforms(count: number, seed: number): Float64Array {
  let s = Math.max(1, Math.abs(seed));
  const table = new Float64Array(32);
  for (let i = 39; i >= 0; i--) {
    s = step(s);
    if (i < 32) table[i] = s;
  }
  let last = table[0]!;
  return Float64Array.from({ length: count }, () => {
    s = step(s);
    const k = Math.floor(last / 67108865);
    last = table[k]!;
    table[k] = s;
    return last === 0 ? 1e-99 : last / 2147483647;
  });
}

/** count standard normals, by Box & Muller. */
export function normals(count: number, seed: number): Float64Array {
  const u = uniforms(2 * count, seed);
  return Float64Array.from({ length: count }, (_, i) => {
    const z = Math.sqrt(-2 * Math.log(u[i]!)) * Math.cos(2 * Math.PI * u[count + i]!);
    return z === 0 ? 1e-99 : z;
  });
}

/** The seed of instance k ≥ 1 of a function. */
export const instanceSeed = (id: number, instance: number): number => id + 10000 * instance;

/** The least value: Cauchy distributed, to two decimals, within ±1000. */
export function optimalValue(seed: number): number {
  const ratio = normals(1, seed)[0]! / normals(1, seed + 1)[0]!;
  return Math.min(1000, Math.max(-1000, Math.floor(1e4 * ratio + 0.5) / 100));
}

/** The minimiser, [n]: uniform in [−4, 4) to four decimals, never 0. */
export const optimum = (n: number, seed: number): Float64Array =>
  uniforms(n, seed).map((u) => {
    const x = (8 * Math.floor(1e4 * u)) / 1e4 - 4;
    return x === 0 ? -1e-5 : x;
  });
