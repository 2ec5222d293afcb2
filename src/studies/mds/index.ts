/** Multidimensional scaling: the lecture's experiment, and what is wrong with its figures. */
import { defineStudy } from "../../core/study.js";

export default defineStudy({
  name: "mds",
  summary: "multidimensional scaling with and without gradients (MD1-MD10)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT)",
  defaults: {},
  parts: [],
});
