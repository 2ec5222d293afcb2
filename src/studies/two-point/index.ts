/** Random two-point estimates: unbiased, of known variance, stable below a known step. */
import { defineStudy } from "../../core/study.js";
import { defaults } from "./defaults.js";
import { effectiveRank } from "./effective-rank.js";
import { forwardGradient } from "./forward-gradient.js";
import { onePoint } from "./one-point.js";
import { smoothing } from "./smoothing.js";
import { stability } from "./stability.js";
import { unbiased } from "./unbiased.js";
import { variance } from "./variance.js";

export default defineStudy({
  name: "two-point",
  summary: "random two-point estimates: bias, variance, stability (TP1-TP7)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT)",
  defaults,
  parts: [unbiased, variance, smoothing, onePoint, stability, effectiveRank, forwardGradient],
});
