/** Differences: what they cost, how wrong they are, what noise does to them. */
import { defineStudy } from "../../core/study.js";

export default defineStudy({
  name: "finite-differences",
  summary: "finite differences: cost, error against h, noise (FD1-FD4)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT)",
  defaults: {},
  parts: [],
});
