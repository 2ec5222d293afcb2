/** The distribution N(m, σ² C) of CMA-ES and how it learns: equation numbers are those of Hansen (2016), arXiv:1604.00772. */

import { symmetricEigen } from "../matrix/symmetric-eigen.js";
import { norm2 } from "../vector.js";
import type { Rng } from "./random.js";

/** Learning rates and weights for n variables and λ samples, (49)–(58). `separable`: C stays diagonal and learns faster. */
export interface Strategy {
  readonly popsize: number;
  /** [λ], descending; positive ones sum to 1, negative ones push C away from bad samples. */
  readonly weights: Float64Array;
  readonly parents: number;
  readonly muEff: number;
  readonly cSigma: number;
  readonly dSigma: number;
  readonly cc: number;
  readonly c1: number;
  readonly cMu: number;
}

export const standardPopsize = (n: number): number => 4 + Math.floor(3 * Math.log(n));

export function strategy(n: number, popsize: number, separable: boolean): Strategy {
  const raw = Float64Array.from({ length: popsize }, (_, i) => Math.log((popsize + 1) / 2) - Math.log(i + 1));
  const parents = Math.floor(popsize / 2);
  const effective = (part: Float64Array): number => {
    const sum = part.reduce((s, w) => s + w, 0);
    return (sum * sum) / part.reduce((s, w) => s + w * w, 0);
  };
  const [good, bad] = [raw.subarray(0, parents), raw.subarray(parents)];
  const muEff = effective(good);
  // Ros & Hansen (2008), PPSN X, §3: n variances instead of n²/2 covariances can be learned (n + 2)/3 times as fast.
  const faster = separable ? (n + 2) / 3 : 1;
  const c1 = (faster * 2) / ((n + 1.3) * (n + 1.3) + muEff);
  const cMu = Math.min(1 - c1, (faster * 2 * (1 / 4 + muEff + 1 / muEff - 2)) / ((n + 2) * (n + 2) + muEff));
  const muEffBad = effective(bad);
  const most = Math.min(1 + c1 / cMu, 1 + (2 * muEffBad) / (muEff + 2), (1 - c1 - cMu) / (n * cMu));
  const goodSum = good.reduce((s, w) => s + w, 0);
  const badSum = -bad.reduce((s, w) => s + w, 0);
  const weights = raw.map((w) => (w >= 0 ? w / goodSum : (most * w) / badSum));
  const cSigma = (muEff + 2) / (n + muEff + 5);
  return {
    popsize,
    weights,
    parents,
    muEff,
    cSigma,
    dSigma: 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cSigma,
    cc: (4 + muEff / n) / (n + 4 + (2 * muEff) / n),
    c1,
    cMu,
  };
}

/** One sample: x = m + σ y, y = C^½ z. */
export interface Sample {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

/** m, σ, C and the two paths; C = B D² Bᵀ is factored anew as often as learning makes it worth while. */
export class Distribution {
  readonly mean: Float64Array;
  sigma: number;
  readonly #n: number;
  readonly #separable: boolean;
  readonly #s: Strategy;
  /** [n, n] row-major; its diagonal alone, [n], when separable. */
  readonly #C: Float64Array;
  #B: Float64Array | null = null;
  /** Square roots of the eigenvalues. */
  #D: Float64Array;
  readonly #pathSigma: Float64Array;
  readonly #pathC: Float64Array;
  #generation = 0;
  #factored = 0;

  constructor(mean: Float64Array, sigma: number, s: Strategy, separable: boolean) {
    const n = mean.length;
    this.mean = mean.slice();
    this.sigma = sigma;
    this.#n = n;
    this.#separable = separable;
    this.#s = s;
    this.#C = separable ? new Float64Array(n).fill(1) : new Float64Array(n * n);
    if (!separable) for (let i = 0; i < n; i++) this.#C[i * n + i] = 1;
    this.#D = new Float64Array(n).fill(1);
    this.#pathSigma = new Float64Array(n);
    this.#pathC = new Float64Array(n);
  }

  /** C's condition number when it was last factored. */
  get condition(): number {
    const ratio = this.#D.reduce((a, b) => Math.max(a, b), 0) / this.#D.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    return ratio * ratio;
  }
  /** √C_ii, the standard deviation of coordinate i over σ. */
  deviation(i: number): number {
    return Math.sqrt(this.#C[this.#separable ? i : i * this.#n + i]!);
  }
  /** The longest semi-axis over σ. */
  get longest(): number {
    return this.#D.reduce((a, b) => Math.max(a, b), 0);
  }
  /** The largest part of the evolution path, in units of σ. */
  get pathLength(): number {
    return this.#pathC.reduce((m, p) => Math.max(m, Math.abs(p)), 0);
  }
  /** Semi-axis k, [n], over σ. */
  axis(k: number): Float64Array {
    return this.#rotated(Float64Array.from({ length: this.#n }, (_, i) => (i === k ? this.#D[k]! : 0)));
  }

  /** (38)–(40) */
  sample(rng: Rng): Sample {
    const z = Float64Array.from({ length: this.#n }, () => rng.normal());
    const y = this.#rotated(z.map((zi, i) => zi * this.#D[i]!));
    return { x: y.map((yi, i) => this.mean[i]! + this.sigma * yi), y, z };
  }

  /** Learns from all samples of a generation, best first, (41)–(47). False when C can no longer be factored. */
  update(ranked: readonly Sample[]): boolean {
    const { weights, parents, muEff, cSigma, dSigma, cc } = this.#s;
    const n = this.#n;
    this.#generation++;
    const [y, z] = [new Float64Array(n), new Float64Array(n)];
    for (let k = 0; k < parents; k++)
      for (let i = 0; i < n; i++) {
        y[i]! += weights[k]! * ranked[k]!.y[i]!;
        z[i]! += weights[k]! * ranked[k]!.z[i]!;
      }
    for (let i = 0; i < n; i++) this.mean[i]! += this.sigma * y[i]!;
    // C^−½ ⟨y⟩ = B ⟨z⟩.
    const whitened = this.#rotated(z);
    const pull = Math.sqrt(cSigma * (2 - cSigma) * muEff);
    for (let i = 0; i < n; i++) this.#pathSigma[i] = (1 - cSigma) * this.#pathSigma[i]! + pull * whitened[i]!;
    const expected = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
    const length = norm2(this.#pathSigma);
    const warm = 1 - Math.exp(2 * this.#generation * Math.log(1 - cSigma));
    const moving = length / Math.sqrt(warm) < (1.4 + 2 / (n + 1)) * expected;
    const along = moving ? Math.sqrt(cc * (2 - cc) * muEff) : 0;
    for (let i = 0; i < n; i++) this.#pathC[i] = (1 - cc) * this.#pathC[i]! + along * y[i]!;
    this.#adapt(ranked, moving);
    // By a factor e at most, which (44) does not say: after one lucky generation σ would be lost.
    this.sigma *= Math.exp(Math.min(1, (cSigma / dSigma) * (length / expected - 1)));
    return Number.isFinite(this.sigma) && this.#factor();
  }

  /** C ← (1 − c1 − cμ Σw) C + c1 p pᵀ + cμ Σ w y yᵀ, (47). */
  #adapt(ranked: readonly Sample[], moving: boolean): void {
    const { weights, c1, cMu, cc } = this.#s;
    const n = this.#n;
    const C = this.#C;
    const lost = moving ? 0 : c1 * cc * (2 - cc);
    const keep = 1 + lost - c1 - cMu * weights.reduce((s, w) => s + w, 0);
    for (let i = 0; i < C.length; i++) C[i]! *= keep;
    const add = (w: number, v: Float64Array): void => {
      if (this.#separable) for (let i = 0; i < n; i++) C[i]! += w * v[i]! * v[i]!;
      else for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) C[i * n + j]! += w * v[i]! * v[j]!;
    };
    add(c1, this.#pathC);
    ranked.forEach(({ y, z }, k) => {
      const w = weights[k]!;
      const size = norm2(z);
      // A bad sample pushes no harder than one of the expected length would, (46).
      if (w !== 0) add(cMu * (w > 0 ? w : (w * n) / (size * size)), y);
    });
  }

  #factor(): boolean {
    if (this.#separable) {
      this.#D = this.#C.map(Math.sqrt);
      return this.#D.every((d) => d > 0 && Number.isFinite(d));
    }
    const { c1, cMu } = this.#s;
    // O(n³) as seldom as makes O(n²) a sample: §B.2, with the longer interval of the author's purecma.
    if ((this.#generation - this.#factored) * (c1 + cMu) * this.#n < 0.5) return true;
    this.#factored = this.#generation;
    const eigen = symmetricEigen(this.#C, this.#n);
    if (!eigen?.values.every((v) => v > 0)) return false;
    this.#B = eigen.vectors;
    this.#D = eigen.values.map(Math.sqrt);
    return true;
  }

  /** B v */
  #rotated(v: Float64Array): Float64Array {
    const B = this.#B;
    if (!B) return v;
    const n = this.#n;
    const out = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i]! += B[i * n + j]! * v[j]!;
    return out;
  }
}
