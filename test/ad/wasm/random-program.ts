/** Random programs that shrink: recipes for the generator that the study forward-reverse draws its programs with. */
import fc from "fast-check";
import type { Make, Recipe } from "../../../src/studies/forward-reverse/random-program.js";

export {
  adding,
  build,
  elementwise,
  extremes,
  type Make,
  moving,
  type Random,
  type Recipe,
  reducedExtremes,
} from "../../../src/studies/forward-reverse/random-program.js";

/** Around pairs, tiles, the unrolling of axes (16) and of loops (40). */
export const EXTENTS = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 39, 40, 41];

export function recipes(ops: readonly Make[], length: number, extents: readonly number[] = EXTENTS): fc.Arbitrary<Recipe> {
  // Evenly: fast-check's own choice is small numbers, and short lists.
  const number = fc.noBias(fc.nat(999));
  return fc.record({
    extents: fc.array(fc.constantFrom(...extents), { minLength: 3, maxLength: 3 }),
    instructions: fc.array(fc.tuple(fc.noBias(fc.nat(ops.length - 1)), number, number, number), { maxLength: length, size: "max" }),
  });
}
