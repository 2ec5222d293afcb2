/** Jacobians by elimination of vertices: the order decides how much it costs. */
import { defineStudy } from "../../core/study.js";
import { counts } from "./counts.js";
import { defaults, griewank } from "./defaults.js";

export default defineStudy({
  name: "elimination",
  summary: "Jacobians by eliminating the vertices of a graph, in orders good and bad (JA4)",
  reference: griewank,
  defaults,
  parts: [counts],
});
