/** Random two-point estimates: unbiased, of known variance, stable below a known step. */
import { defineStudy } from "../../core/study.js";

export default defineStudy({
  name: "two-point",
  summary: "random two-point estimates: bias, variance, stability (TP1-TP7)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT)",
  defaults: {},
  parts: [],
});
