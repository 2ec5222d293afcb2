/** Derivatives through systems, least squares, singular values, eigenvalues, Cholesky's factor. */
import { defineStudy } from "../../core/study.js";
import { defaults } from "./defaults.js";
import { la1 } from "./la1.js";

export default defineStudy({
  name: "linear-algebra",
  summary: "gradients through solve, least squares, SVD, eigh, Cholesky, expm (LA1)",
  reference: "Merkulov, Automatic differentiation (lecture, MIPT); Giles (2008), Collected matrix derivative results",
  defaults,
  parts: [la1],
});
