/** What a reader may vary: what is printed is printed, but where it is evaluated is free. */
import { integer, number } from "../../core/params.js";

export const defaults = {
  /** Variables, rows of matrices, rows of a batch. */
  dim: integer(8, { min: 4, max: 12 }),
  /** The point of the example w₂ log w₁ + √(w₂ log w₁): at w₂ = 1 its last line hides that it is wrong. */
  w1: number(2, { above: 1, max: 1000 }),
  w2: number(3, { min: 1.01, max: 1000 }),
};
