/** Backpropagation through a feedforward network: shapes, products of matrices, memory. */
import { defineStudy } from "../../core/study.js";
import { defaults } from "./defaults.js";
import { memory } from "./memory.js";
import { products } from "./products.js";
import { shapes } from "./shapes.js";

export default defineStudy({
  name: "backprop",
  summary: "backpropagation: shapes, products of matrices, memory (BP1-BP3)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT); Rumelhart, Hinton & Williams (1986), Nature 323",
  defaults,
  parts: [shapes, products, memory],
});
