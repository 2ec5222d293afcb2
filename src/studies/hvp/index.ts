/** Hessian-vector products: three ways to nest, what they cost, and what no machine could hold. */
import { defineStudy } from "../../core/study.js";
import { cost } from "./cost.js";
import { defaults } from "./defaults.js";
import { nestings } from "./nestings.js";

export default defineStudy({
  name: "hvp",
  summary: "Hessian-vector products: agreement, cost, memory (HV1-HV2)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT); Pearlmutter (1994), Neural Comput. 6(1)",
  defaults,
  parts: [nestings, cost],
});
