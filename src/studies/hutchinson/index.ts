/** Traces of matrices that are known by their products: unbiased, of known variance, and better where the spectrum decays. */
import { defineStudy } from "../../core/study.js";
import { decaying } from "./decaying.js";
import { defaults } from "./defaults.js";
import { unbiased } from "./unbiased.js";
import { variance } from "./variance.js";

export default defineStudy({
  name: "hutchinson",
  summary: "randomised traces: Hutchinson's estimator and Hutch++ (HU1-HU3)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT); Hutchinson (1990), Commun. Stat. Simul. Comput. 19(2)",
  defaults,
  parts: [unbiased, variance, decaying],
});
