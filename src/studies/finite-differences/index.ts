/** Differences: what they cost, how wrong they are, what noise does to them, where descent with them ends. */
import { defineStudy } from "../../core/study.js";
import { biasedDescent } from "./biased-descent.js";
import { cost } from "./cost.js";
import { defaults } from "./defaults.js";
import { noise } from "./noise.js";
import { vCurve } from "./v-curve.js";

export default defineStudy({
  name: "finite-differences",
  summary: "finite differences: cost, error against h, noise (FD1-FD4)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT)",
  defaults,
  parts: [cost, vCurve, noise, biasedDescent],
});
