/**
 * What can be varied, and what is then expected in place of the published figures: MD3 counts of another route to the same iterates;
 * MD4 the exponent 1 of theory, and its shift from the exponent of step·N; MD5 and MD10 the same as ever; MD6 only what no cap changes.
 * MD1, MD2 and MD7 are about runs as they were published, MD8 and MD9 about the maps: nothing in them can be varied.
 */

import { integer, number } from "../../core/params.js";
import type { Part, StudyContext } from "../../core/study.js";

export const defaults = {
  /**
   * step·N of gradient descent in MD3 and MD4. Descent is certain below 1/2, a step of 2/L with L = 4N; close to it, oscillation
   * along the scale of the map decides how many iterations it takes.
   */
  step: number(0.36, { min: 0.02, max: 0.45 }),
  /** The loss to be reached in MD3, MD4 and MD5: above the least for 34 cities, 2.4e-4, below that of the start for 6. */
  target: number(1e-2, { min: 1e-3, max: 0.1 }),
  /** Runs of the random method. */
  seeds: integer(40, { min: 40 }),
  /** MD5: evaluations for each variable. Beyond 200 all methods end in the same minimum, and nothing is left to compare. */
  budget: number(100, { min: 10, max: 200 }),
  /** MD6: evaluations for each variable after which Nelder–Mead is stopped. */
  cap: number(200, { min: 20, max: 2000 }),
  /** MD10: starts drawn at random. One in two or three leads to the local minimum. */
  starts: integer(20, { min: 10 }),
};

export type Context = StudyContext<typeof defaults>;
export type MdsPart = Part<typeof defaults>;

/** Where the claims of this study are made. */
export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT)";
export const figure5 = `${lecture}, figure 5`;

/** Of the parameters named, all are as published. */
export const published = (params: Context["params"], ...names: readonly (keyof typeof defaults)[]): boolean =>
  names.every((name) => params[name] === defaults[name].default);
