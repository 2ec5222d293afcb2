/** The gradient sources, in the order in which they are listed. */
import type { GradientSource } from "../core/gradient-source.js";
import analytic from "./analytic.js";
import centralDifference from "./central-difference.js";
import evolutionStrategies from "./evolution-strategies.js";
import fivePoint from "./five-point.js";
import forward from "./forward.js";
import forwardDifference from "./forward-difference.js";
import forwardGradient from "./forward-gradient.js";
import onePoint from "./one-point.js";
import oneSided from "./one-sided.js";
import reverse from "./reverse.js";
import ridders from "./ridders.js";
import spsa from "./spsa.js";
import twoPoint from "./two-point.js";

export const gradients: readonly GradientSource[] = [
  reverse,
  forward,
  analytic,
  forwardDifference,
  centralDifference,
  fivePoint,
  ridders,
  forwardGradient,
  twoPoint,
  oneSided,
  onePoint,
  spsa,
  evolutionStrategies,
];
