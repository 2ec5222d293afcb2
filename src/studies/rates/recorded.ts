/** Common random numbers: what one consumer has drawn, drawn again by the next. */
import type { Rng } from "../../numeric/sampling/random.js";

export interface Recorded {
  readonly rng: Rng;
  /** From here on, the same draws again. */
  readonly rewind: () => void;
  /** From here on, new ones. */
  readonly forget: () => void;
}

/** Uniforms and normals of `source`, each kind in its own order. */
export function recorded(source: Rng): Recorded {
  const uniforms = tape(source.uniform);
  const normals = tape(source.normal);
  return {
    rng: { uniform: uniforms.next, normal: normals.next, split: source.split },
    rewind: () => {
      uniforms.rewind();
      normals.rewind();
    },
    forget: () => {
      uniforms.forget();
      normals.forget();
    },
  };
}

function tape(draw: () => number) {
  const drawn: number[] = [];
  let [at, end] = [0, 0];
  return {
    next: (): number => {
      if (at === end) drawn[end++] = draw();
      return drawn[at++]!;
    },
    rewind: (): void => {
      at = 0;
    },
    forget: (): void => {
      at = end = 0;
    },
  };
}
