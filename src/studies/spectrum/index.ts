/** Densities of eigenvalues from products alone, and what training does to those of a network. */
import { defineStudy } from "../../core/study.js";
import { defaults } from "./defaults.js";
import { quadrature } from "./quadrature.js";
import { training } from "./training.js";

export default defineStudy({
  name: "spectrum",
  summary: "spectral densities by Lanczos; the Hessian of a network before and after training (SP1-SP2)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT); Ghorbani, Krishnan & Xiao (2019), ICML",
  defaults,
  parts: [quadrature, training],
});
