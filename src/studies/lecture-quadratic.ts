/** f = xx·x² + xy·xy + yy·y² = ½ zᵀHz from (4, 4): the function of the lecture's figures 6 and 7, where it is x² + 2xy + 3y². */
import { constant, dot, matmul, mul } from "../ad/index.js";
import { UsageError } from "../core/errors.js";
import { integer, number, positive } from "../core/params.js";
import { defineProblem } from "../core/problem.js";

export const coefficients = { xx: positive(1), xy: number(2), yy: positive(3) };

export interface Coefficients {
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

/** As it is written: "x² − 3xy + 2y²". */
export function formula({ xx, xy, yy }: Coefficients): string {
  const size = (c: number): string => (Math.abs(c) === 1 ? "" : `${Math.abs(c)}`);
  const middle = xy === 0 ? "" : ` ${xy < 0 ? "−" : "+"} ${size(xy)}xy`;
  return `${size(xx)}x²${middle} + ${size(yy)}y²`;
}

/** H, [2, 2] */
export const hessianOf = ({ xx, xy, yy }: Coefficients): Float64Array => Float64Array.of(2 * xx, xy, xy, 2 * yy);

/** Throws UsageError unless both are positive. */
export function eigenvaluesOf({ xx, xy, yy }: Coefficients): readonly [least: number, largest: number] {
  const largest = xx + yy + Math.hypot(xx - yy, xy);
  // det H/L: the difference of the two terms would cancel.
  const least = (4 * xx * yy - xy * xy) / largest;
  if (!(least > 0)) throw new UsageError(`${formula({ xx, xy, yy })} is not convex: expected xy² < 4·xx·yy`);
  return [least, largest];
}

/** −H⁻¹ b */
export function stationaryAt({ xx, xy, yy }: Coefficients, [b0, b1]: readonly [number, number]): Float64Array {
  const det = 4 * xx * yy - xy * xy;
  return Float64Array.of((xy * b1 - 2 * yy * b0) / det, (xy * b0 - 2 * xx * b1) / det);
}

export const lectureQuadratic = defineProblem({
  name: "lecture-quadratic",
  summary: "the quadratic of the lecture's figures 6 and 7",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT), figures 6 and 7",
  defaults: { dim: integer(2, { min: 2, max: 2 }), ...coefficients },
  make: (form) => {
    eigenvaluesOf(form);
    const H = constant(hessianOf(form), [2, 2]);
    return {
      dim: 2,
      x0: Float64Array.of(4, 4),
      fmin: 0,
      xmin: new Float64Array(2),
      f: (x) => mul(0.5, dot(x, matmul(H, x))),
    };
  },
});
