/** Seeded, splittable streams of random numbers. The same key gives the same numbers on every machine. */

import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { mersenne } from "pure-rand/generator/mersenne";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

export interface Rng {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** An independent stream of its own; it does not advance this one. */
  split(label: string): Rng;
}

/** The first 128 bits of SHA-256, as four signed 32-bit words. */
function words(key: string): number[] {
  // Loaded when the first stream is made: it would take an eighth of the time to import the library.
  const { createHash } = process.getBuiltinModule("node:crypto");
  const digest = createHash("sha256").update(key).digest();
  return [0, 4, 8, 12].map((at) => digest.readInt32BE(at));
}

/** The stream that belongs to a key. */
export function stream(key: string): Rng {
  const generator = xoroshiro128plusFromState(words(key));
  const uniform = (): number => uniformFloat64(generator);
  return { uniform, normal: polar(uniform), split: (label) => stream(`${key}/${label}`) };
}

/** Marsaglia's polar method (Marsaglia & Bray 1964): two normals from a uniform point in the unit disk. */
function polar(uniform: () => number): () => number {
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const z = spare;
      spare = Number.NaN;
      return z;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * scale;
      return u * scale;
    }
  };
}

/** MT19937 uniforms as NumPy draws them: (a·2²⁶ + b)/2⁵³ from the high 27 and 26 bits of successive words. */
export function mersenneUniforms(seed: number, count: number): Float64Array {
  const generator = mersenne(seed);
  return Float64Array.from({ length: count }, () => {
    const a = generator.next() >>> 5;
    const b = generator.next() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  });
}
