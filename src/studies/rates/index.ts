/** The curse of dimensionality: how many iterations and evaluations a method may need, must need, and does need. */
import { defineStudy } from "../../core/study.js";

export default defineStudy({
  name: "rates",
  summary: "convergence rates with and without gradients against dimension (RA1-RA5)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT)",
  defaults: {},
  parts: [],
});
