/** Handwritten digits, 8 × 8 pixels, with what they show. Unpacked at each call, so that importing costs next to nothing. */
import { pixels, shown } from "./digits.generated.js";

const SIDE = 8;
const PIXELS = SIDE * SIDE;
const BLACKEST = 16;

export interface Digits {
  /** [count, 64] row-major, 0 (white) to 16. */
  readonly images: Uint8Array;
  /** [count], 0 to 9. */
  readonly labels: Uint8Array;
}

/** All 1797 of them, in the order of the test set. */
export function digits(): Digits {
  const images = new Uint8Array(shown.length * PIXELS);
  let at = 0;
  for (let i = 0; i < pixels.length; i++) {
    const code = codeOf(pixels.charCodeAt(i));
    if (code <= BLACKEST) images[at++] = code;
    else at += code - BLACKEST + 1;
  }
  return { images, labels: Uint8Array.from(shown, Number) };
}

/** 0–9, a–z, A–Z as 0 to 61. */
const codeOf = (character: number): number => character - (character < 58 ? 48 : character > 96 ? 87 : 29);

/** What a classifier learns from. */
export interface Examples {
  /** [count, side²] row-major, each in [0, 1]. */
  readonly x: Float64Array;
  /** [count, classes], one 1 a row. */
  readonly y: Float64Array;
  readonly count: number;
}

/**
 * The digits below `classes`, as means of blocks of pixels, side × side of them (8, 4, 2 or 1). `choose` has the number of images
 * there are, and returns the places of those that are taken.
 */
export function examples(side: number, classes: number, choose: (available: number) => ArrayLike<number>): Examples {
  const { images, labels } = digits();
  const available = Array.from(labels, (_, i) => i).filter((i) => labels[i]! < classes);
  const chosen = Array.from(choose(available.length), (i) => available[i]!);
  const block = SIDE / side;
  const x = new Float64Array(chosen.length * side * side);
  const y = new Float64Array(chosen.length * classes);
  for (const [k, image] of chosen.entries()) {
    y[k * classes + labels[image]!] = 1;
    // Whole numbers up to 1024, divided by a power of two: exact.
    for (let i = 0; i < PIXELS; i++) {
      const [row, column] = [Math.floor(Math.floor(i / SIDE) / block), Math.floor((i % SIDE) / block)];
      x[(k * side + row) * side + column]! += images[image * PIXELS + i]! / (BLACKEST * block * block);
    }
  }
  return { x, y, count: chosen.length };
}
