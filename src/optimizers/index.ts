/** The optimizers, in the order in which they are listed. */
import type { Optimizer } from "../core/optimizer.js";
import gd from "./gd.js";
import nelderMead from "./nelder-mead.js";

export const optimizers: readonly Optimizer[] = [gd, nelderMead];
