/** The Gauss rule of a tridiagonal T: nodes are its eigenvalues θ_j, weights the squares of the first components of its eigenvectors. */
import type { Tridiagonal } from "./lanczos.js";

/** Σ_j weights_j f(nodes_j), nodes ascending. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Σ weights = 1 but for rounding. Golub & Welsch (1969), Math. Comp. 23(106). */
export function gaussRule({ diagonal, side }: Tridiagonal): Quadrature {
  const d = Float64Array.from(diagonal);
  const e = Float64Array.from(side);
  /** The first row of the matrix of eigenvectors. */
  const z = new Float64Array(d.length);
  z[0] = 1;
  // Golub & Van Loan (2013), algorithm 8.3.3: blocks that have come apart are left alone, the last one takes a step.
  for (let last = d.length - 1; last > 0; ) {
    for (let k = 0; k < last; k++) if (Math.abs(e[k]!) <= Number.EPSILON * (Math.abs(d[k]!) + Math.abs(d[k + 1]!))) e[k] = 0;
    if (e[last - 1] === 0) {
      last--;
      continue;
    }
    let first = last - 1;
    while (first > 0 && e[first - 1] !== 0) first--;
    step(d, e, z, first, last);
  }
  const order = Array.from(d, (_, j) => j).sort((a, b) => d[a]! - d[b]!);
  return { nodes: Float64Array.from(order, (j) => d[j]!), weights: Float64Array.from(order, (j) => z[j]! * z[j]!) };
}

/** One implicit QR step with Wilkinson's shift on rows first … last; algorithm 8.3.2. */
function step(d: Float64Array, e: Float64Array, z: Float64Array, first: number, last: number): void {
  const t = (d[last - 1]! - d[last]!) / 2;
  const off = e[last - 1]!;
  const shift = d[last]! - (off * off) / (t + (t < 0 ? -1 : 1) * Math.hypot(t, off));
  let [x, bulge] = [d[first]! - shift, e[first]!];
  for (let k = first; k < last; k++) {
    const r = Math.hypot(x, bulge);
    const [c, s] = r === 0 ? [1, 0] : [x / r, bulge / r];
    if (k > first) e[k - 1] = r;
    // c²a + 2cso + s²b = a + su and (c² − s²)o + cs(b − a) = cu − o: a change that is added rounds less than a new value.
    const o = e[k]!;
    const u = s * (d[k + 1]! - d[k]!) + 2 * c * o;
    d[k]! += s * u;
    d[k + 1]! -= s * u;
    e[k] = c * u - o;
    if (k < last - 1) {
      x = e[k]!;
      bulge = s * e[k + 1]!;
      e[k + 1]! *= c;
    }
    const [left, right] = [z[k]!, z[k + 1]!];
    z[k] = c * left + s * right;
    z[k + 1] = c * right - s * left;
  }
}
