/** The gradient sources, in the order in which they are listed. */
import type { GradientSource } from "../core/gradient-source.js";
import analytic from "./analytic.js";
import centralDifference from "./central-difference.js";
import forward from "./forward.js";
import forwardDifference from "./forward-difference.js";
import reverse from "./reverse.js";
import twoPoint from "./two-point.js";

export const gradients: readonly GradientSource[] = [reverse, forward, analytic, forwardDifference, centralDifference, twoPoint];
