/** Checkpointing: what is not kept for the reverse sweep is computed again, and how little of that is enough. */
import { defineStudy } from "../../core/study.js";
import { cp1 } from "./cp1.js";
import { cp2 } from "./cp2.js";
import { cp3Loop, cp3Perceptron } from "./cp3.js";
import { cp4 } from "./cp4.js";
import { defaults } from "./defaults.js";

export default defineStudy({
  name: "checkpointing",
  summary: "checkpoints: √n, Revolve, memory against recomputation (CP1-CP4)",
  reference: "Griewank & Walther (2000), ACM TOMS 26(1), algorithm 799; Merkulov, Automatic differentiation (lecture, MIPT)",
  defaults,
  parts: [cp1, cp2, cp3Perceptron, cp3Loop, cp4],
});
