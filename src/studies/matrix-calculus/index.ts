/** Gradients, Jacobians, Hessians, differentials: definitions, layouts, rules, examples. */
import { defineStudy } from "../../core/study.js";
import { defaults } from "./defaults.js";
import { mc1 } from "./mc1.js";
import { mc2 } from "./mc2.js";
import { mc3 } from "./mc3.js";
import { mc4 } from "./mc4.js";
import { mc5 } from "./mc5.js";
import { mc6 } from "./mc6.js";
import { mc7 } from "./mc7.js";
import { mc8 } from "./mc8.js";
import { mc9 } from "./mc9.js";
import { mc10 } from "./mc10.js";
import { mc11 } from "./mc11.js";
import { mc12 } from "./mc12.js";

export default defineStudy({
  name: "matrix-calculus",
  summary: "gradient, Jacobian, Hessian, differentials of matrices (MC1-MC12)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT)",
  defaults,
  parts: [mc1, mc2, mc3, mc4, mc5, mc6, mc7, mc8, mc9, mc10, mc11, mc12],
});
