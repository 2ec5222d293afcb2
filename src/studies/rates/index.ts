/** The curse of dimensionality: how many iterations and evaluations a method may need, must need, and does need. */
import { defineStudy } from "../../core/study.js";
import { defaults } from "./defaults.js";
import { dimension } from "./dimension.js";
import { equality } from "./equality.js";
import { extrapolation } from "./extrapolation.js";
import { gradientDescent } from "./gradient-descent.js";
import { quadratics } from "./quadratics.js";
import { stochastic } from "./stochastic.js";
import { twoPointDescent } from "./two-point-descent.js";
import { worstCase } from "./worst-case.js";

export default defineStudy({
  name: "rates",
  summary: "convergence rates with and without gradients against dimension (RA1-RA5)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT)",
  defaults,
  parts: [gradientDescent, worstCase, quadratics, twoPointDescent, equality, dimension, stochastic, extrapolation],
});
